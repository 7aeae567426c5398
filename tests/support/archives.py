"""Conversations to take away, and the files that they become."""

import io
import json
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.support.records import turn, usage_json
from voicechat.api.record_schemas import UsageIn
from voicechat.models import Call, Conversation, Turn, User

HOSTILE = [
    "<script>alert(1)</script> & **bold**",
    "\u202eright to left\u202c \u2066isolate",
    "bell\x07 escape\x1b[31m \x85\u2028lines",
    "=1+1\t@SUM(A1)\n+1\r\n-1",
    "../../etc/passwd C:\\CON a/b",
    "👩‍👩‍👧 海は青い שלום",
    "w" * 20_000,
    "1\n\n00:00:01.000 --> 00:00:02.000\n\nNOTE",
]


def fill(call: Call) -> Conversation:
    """Have a conversation of two calls with everything that there is to export."""
    texts = ["What colour is the see?", *HOSTILE]
    records = [
        turn(f"item_{n}", position=n << 16, text=text, start_ms=n * 1000, end_ms=n * 1000 + 900)
        for n, text in enumerate(texts)
    ]
    usage = [UsageIn(**usage_json()).record(), UsageIn(**usage_json("r2", seconds=1.5)).record()]
    call.store(turns=records, usage=usage, provider_call_id="rtc_1", end_reason="lost")
    further = call.conversation.open_call(call.conversation.persona.session_settings())
    reply = {"role": "assistant", "state": "interrupted"}
    further.store(turns=[turn("item_x", text="It is", **reply)], transport="websocket")
    further.store(turns=[turn("item_y", text="", state="failed")], end_reason="ended")
    conversation = Conversation.objects.get(pk=call.conversation_id)
    conversation.correct(Turn.objects.get(item_id="item_0"), "What colour is the sea?")
    conversation.rename("The sea: “blue”? <b>&amp;")
    conversation.star(is_starred=True)
    return Conversation.objects.get(pk=call.conversation_id)


def exported(client: Client, conversation: Conversation, extension: str = "json") -> bytes:
    """What its owner is given of a conversation."""
    answer = client.get(f"/history/{conversation.pk}/export/?format={extension}")
    assert answer.status_code == 200
    return answer.getvalue()


def upload(client: Client, content: bytes, name: str = "a.json") -> Any:
    """What a person is answered who sends a file."""
    return client.post("/history/import/", {"file": SimpleUploadedFile(name, content)})


def outcomes(answer: Any) -> list[tuple[str, str]]:
    """What became of each conversation, and why it was refused."""
    return [(each.state, each.reason) for each in answer.context["told"]]


def changed(content: bytes, **values: Any) -> bytes:
    """An exported conversation with other values."""
    document = json.loads(content)
    document["conversation"].update(values)
    return json.dumps(document).encode()


def packed(files: dict[str, bytes]) -> bytes:
    """A ZIP of files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files in a ZIP that is whole."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def conversation_of(owner: User, like: Conversation) -> Conversation:
    """Another conversation with the same persona."""
    return Conversation.begin(owner, like.persona, like.persona.session_settings()).conversation
