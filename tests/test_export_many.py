"""Many conversations, or all that is kept of a person, as one ZIP."""

import gc
import io
import json
import logging
import tracemalloc
import zipfile
from collections.abc import Iterator
from itertools import chain

import pytest
from django.test import Client
from django.utils import timezone

from tests.support.archives import HOSTILE, conversation_of, fill, unpacked
from tests.support.records import turn
from voicechat.history import takeout
from voicechat.history.export import zipping
from voicechat.history.export.zipping import Entry, zipped
from voicechat.models import Call, Conversation, Persona, Turn, User
from voicechat.models.turns import POSITIONS_PER_CALL
from voicechat.views.export import ExportError
from voicechat.views.persona_form import PersonaForm

EVERY = [("md", " <script"), ("txt", "\u202e"), ("srt", "<script"), ("vtt", "<script")]


def long(call: Call, turns: int) -> None:
    """Have so many turns in a conversation."""
    first = call.number * POSITIONS_PER_CALL
    rows = (
        Turn(
            conversation_id=call.conversation_id,
            call=call,
            item_id=f"item_{n}",
            position=first + n,
            role="user",
            state="final",
            text=f"{n} " + "The sea is as blue as it was yesterday. " * 5,
            start_ms=n * 1000,
        )
        for n in range(turns)
    )
    Turn.objects.bulk_create(rows, 1_000)
    Conversation.objects.filter(pk=call.conversation_id).update(turn_count=turns)


def test_the_list_becomes_a_zip_of_which_every_file_is_safe(
    as_alice: Client, alice: User, call: Call
) -> None:
    full = fill(call)
    for title in (*HOSTILE, *HOSTILE):
        other = conversation_of(alice, full)
        other.calls.get().store(turns=[turn(text="Hi.")], end_reason="ended")
        other.rename(title)
    answer = as_alice.get("/history/export/?format=txt")
    assert answer["Content-Type"] == "application/zip"
    assert answer["X-Content-Type-Options"] == "nosniff"
    names = list(unpacked(answer.getvalue()))
    assert len({name.casefold() for name in names}) == len(names) == 2 * len(HOSTILE) + 1
    assert not any(set(name) & set('/\\:*?"<>|\x07\u202e\n') for name in names)
    assert all(name[:4].isdigit() and name.endswith(".txt") for name in names)
    assert all(len(name.encode()) < 200 for name in names)


def test_it_has_those_that_the_list_shows(as_alice: Client, call: Call, charlie: User) -> None:
    full = fill(call)
    other = conversation_of(full.owner, full)
    other.calls.get().store(turns=[turn(text="Hi.")])
    conversation_of(charlie, full).calls.get().store(turns=[turn(text="Hers.")])
    assert len(unpacked(as_alice.get("/history/export/").getvalue())) == 2
    starred = unpacked(as_alice.get("/history/export/?starred=on&format=json").getvalue())
    assert [json.loads(each)["conversation"]["id"] for each in starred.values()] == [str(full.pk)]
    other.put_away()
    assert len(unpacked(as_alice.get("/history/export/").getvalue())) == 1


def test_names_that_are_the_same_are_told_apart(
    as_alice: Client, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = fill(call)
    twin = conversation_of(full.owner, full)
    twin.calls.get().store(turns=[turn()], end_reason="ended")
    Conversation.objects.update(title="The sea", started_at=timezone.now())
    monkeypatch.setattr(takeout, "MARK", 0)
    assert len(unpacked(as_alice.get("/history/export/").getvalue())) == 2


@pytest.mark.parametrize("extension", takeout.FORMATS)
def test_everything_says_who_one_is_and_holds_what_was_deleted_lately(
    as_alice: Client, alice: User, call: Call, extension: str
) -> None:
    fill(call).put_away()
    Persona.objects.create(owner=alice, name="Mine", instructions="Be kind.")
    answer = as_alice.get(f"/account/export/?format={extension}")
    readme, account, conversation = (files := unpacked(answer.getvalue()))
    assert (readme, account) == ("README.txt", "account.json")
    assert conversation.startswith("conversations/")
    known = json.loads(files[account])
    assert known["profile"]["email"] == alice.email
    assert {"microphone_mode", "theme", "keep_days", "groups"} <= set(known["profile"])
    assert known["personas"][0]["instructions"] == "Be kind."
    assert known["personas"][0].keys() >= set(PersonaForm.Meta.fields)
    assert known["usage"][0]["text_input"] == 400
    assert "password" not in files[account].decode()


@pytest.mark.parametrize(("extension", "never"), EVERY)
def test_no_format_can_be_taken_for_markup_or_a_spreadsheet(
    as_alice: Client, call: Call, extension: str, never: str
) -> None:
    answer = as_alice.get(f"/history/{fill(call).pk}/export/?format={extension}")
    text = answer.getvalue().decode()
    assert never not in text
    assert "\x1b" not in text
    assert "First heard as: What colour is the see?" in text
    assert "csv" not in answer["Content-Type"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert f'.{extension}"' in answer["Content-Disposition"]


@pytest.mark.parametrize("extension", takeout.FORMATS)
def test_a_text_of_a_megabyte_is_exported(as_alice: Client, call: Call, extension: str) -> None:
    call.store(turns=[turn()], end_reason="ended")
    Turn.objects.update(text="=HYPERLINK(1) " * 80_000)
    answer = as_alice.get(f"/history/{call.conversation_id}/export/?format={extension}")
    assert answer.getvalue().decode().count("HYPERLINK(1)") >= 80_000


def test_an_unknown_format_is_not_found(as_alice: Client, call: Call) -> None:
    for path in (
        f"/history/{call.conversation_id}/export/",
        "/history/export/",
        "/account/export/",
    ):
        assert as_alice.get(f"{path}?format=csv").status_code == 404


def test_a_zip_is_not_compressed_again(as_alice: Client, call: Call) -> None:
    fill(call)
    answer = as_alice.get("/history/export/", headers={"Accept-Encoding": "gzip"})
    assert unpacked(answer.getvalue())


def test_what_breaks_off_is_no_whole_zip_and_is_logged_without_words(
    as_alice: Client, call: Call, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    fill(call)

    def broken(conversation: Conversation) -> Iterator[str]:
        yield "The beginning"
        raise ValueError("a spoken word")

    chosen = takeout.FORMATS["md"]._replace(write=broken)
    monkeypatch.setitem(takeout.FORMATS, "md", chosen)
    sent = bytearray()
    answer = as_alice.get("/history/export/")
    with caplog.at_level(logging.INFO), pytest.raises(ExportError) as raised:
        sent.extend(chain.from_iterable(answer))
    assert not zipfile.is_zipfile(io.BytesIO(sent))
    assert "an export broke off: ValueError" in caplog.text
    assert "spoken" not in caplog.text
    assert raised.value.__cause__ is None


def test_blocks_go_out_as_they_are_made() -> None:
    asked = []

    def pieces() -> Iterator[str]:
        for n in range(100):
            asked.append(n)
            yield f"{n * 7919}" * 5_000

    now = timezone.now()
    sent = zipped([Entry(name="a", time=now, pieces=pieces())])
    first = next(sent)
    assert 0 < len(first) < 3 * zipping.BLOCK
    assert len(asked) < 100
    assert len(unpacked(first + b"".join(sent))["a"]) == sum(
        len(f"{n * 7919}") * 5_000 for n in range(100)
    )


def peak_of(client: Client, path: str) -> tuple[int, int]:
    """How many bytes of memory an export takes at most, and how many it sends."""
    gc.collect()
    tracemalloc.start()
    sent = sum(len(block) for block in client.get(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak, sent


@pytest.mark.slow
def test_memory_does_not_grow_with_what_is_exported(
    as_alice: Client, alice: User, call: Call
) -> None:
    paths = [f"/history/export/?format={extension}" for extension in ("json", "srt")]
    long(call, 1_000)
    peak_of(as_alice, paths[0])  # what is imported and cached once
    of_one = [peak_of(as_alice, path) for path in paths]
    long(conversation_of(alice, call.conversation).calls.get(), 10_000)
    for path, (peak, sent) in zip(paths, of_one, strict=True):
        peak_of_more, sent_of_more = peak_of(as_alice, path)
        print(f"{path}: {sent} bytes at {peak}, {sent_of_more} bytes at {peak_of_more}")
        assert sent_of_more > 8 * sent
        assert peak_of_more < 1.5 * peak
