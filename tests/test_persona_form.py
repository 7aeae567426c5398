"""Making personas of one's own: from nothing, from a copy, and over again."""

import html
import json
import re
from typing import Any

import pytest
from django.test import Client
from openai.types.realtime import RealtimeSessionCreateRequest

from tests.support.sdk import validated
from voicechat.models import Persona, SpeechModel, User, Voice
from voicechat.realtime.session import session_payload

NEW = "/personas/new/"
FIELDS = {
    "name": "Nan",
    "emoji": "🥧",
    "description": "Recipes and stories",
    "instructions": "Be kind.\r\nBe brief.",
    "opening_line": "Come in!",
    "voice": "sage",
    "speed": "0.9",
    "languages": "DE , en,",
    "turn_detection": "semantic_vad",
    "noise_reduction": "",
    "model": "gpt-realtime-2.1-mini",
    "reasoning_effort": "low",
    "max_minutes": "20",
}
KEPT = {
    **FIELDS,
    "instructions": "Be kind.\nBe brief.",
    "speed": 0.9,
    "languages": "de, en",
    "max_minutes": 20,
}


@pytest.fixture
def own(alice: User) -> Persona:
    """Alice's own."""
    return Persona.objects.create(owner=alice, name="Nan", instructions="Be kind.", voice="sage")


def values(client: Client, path: str) -> dict[str, Any]:
    """What the fields of a form begin with."""
    form = client.get(path).context["form"]
    return {name: form[name].value() for name in form.fields}


def errors(client: Client, path: str = NEW, **fields: str) -> dict[str, list[str]]:
    """What is said of fields that are sent; asserts that it is said beside them."""
    answer = client.post(path, FIELDS | fields)
    assert answer.status_code == 422
    page = html.unescape(answer.content.decode())
    found = answer.context["form"].errors
    for name in found.keys() - {"__all__"}:
        assert f'id="id_{name}_error"' in page
    assert "Nothing is saved yet." in page
    return dict(found)


def test_a_persona_is_made_from_nothing(as_alice: Client, alice: User) -> None:
    answer = as_alice.post(NEW, FIELDS)
    made = alice.personas.get()
    assert answer["Location"] == f"/personas/#persona-{made.pk}"
    assert {name: getattr(made, name) for name in KEPT} == KEPT


def test_a_new_one_begins_with_what_is_available(as_alice: Client) -> None:
    Voice.objects.filter(name="marin").update(is_available=False)
    SpeechModel.objects.filter(name="gpt-realtime-2.1").update(is_available=False)
    begun = values(as_alice, NEW)
    assert (begun["voice"], begun["model"]) == ("cedar", "gpt-realtime-2.1-mini")
    assert "not available" not in as_alice.get(NEW).content.decode()


@pytest.mark.parametrize("is_own", [True, False])
def test_a_copy_begins_with_all_that_the_other_says(
    as_alice: Client, own: Persona, is_own: bool
) -> None:
    source = own if is_own else Persona.objects.get(name="Mateo")
    path = f"/personas/{source.pk}/copy/"
    begun = values(as_alice, path)
    assert begun.pop("name") == f"{source.name} 2"
    assert begun == {name: getattr(source, name) for name in begun}
    assert f"copy of {source.name}" in as_alice.get(path).content.decode()
    assert f'action="{NEW}"' in as_alice.get(path).content.decode()
    assert Persona.objects.count() == 6  # nothing is made before it is saved


def test_a_copy_is_described_as_the_list_described_the_other(as_alice: Client) -> None:
    mateo = Persona.objects.get(name="Mateo")
    page = as_alice.get(f"/personas/{mateo.pk}/copy/", headers={"Accept-Language": "ja"})
    described = page.context["form"]["description"].value()
    assert described != mateo.description
    assert described in as_alice.get("/personas/", headers={"Accept-Language": "ja"}).text


def test_one_is_made_over_again(as_alice: Client, alice: User, own: Persona) -> None:
    path = f"/personas/{own.pk}/edit/"
    assert values(as_alice, path)["instructions"] == "Be kind."
    assert as_alice.post(path, FIELDS).status_code == 302
    made = alice.personas.get()
    assert made.pk == own.pk
    assert {name: getattr(made, name) for name in KEPT} == KEPT


def test_what_an_admin_sets_cannot_be_set_here(
    as_alice: Client, alice: User, charlie: User
) -> None:
    for name in ("owner", "position", "is_published", "groups"):
        assert name not in as_alice.get(NEW).context["form"].fields
    as_alice.post(NEW, FIELDS | {"owner": charlie.pk, "position": "9", "is_published": ""})
    made = Persona.objects.get(name="Nan")
    assert (made.owner, made.position, made.is_published) == (alice, 0, True)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("name", "", "Give it a name."),
        ("name", "\x00 \n", "Give it a name."),
        ("name", "x" * 61, "At most 60 characters: these are 61."),
        ("emoji", "a face and more", "One emoji is enough."),
        ("instructions", "", "Say who this is"),
        ("instructions", "x" * 16_001, "At most 16000 characters: these are 16001."),
        ("opening_line", "x" * 501, "At most 500 characters"),
        ("voice", "nobody", "Choose one from the list."),
        ("model", "", "Choose one from the list."),
        ("speed", "1.6", "from 0.25 to 1.5"),
        ("speed", "NaN", "from 0.25 to 1.5"),
        ("speed", "", "from 0.25 to 1.5"),
        ("languages", "English", "codes such as"),
        ("turn_detection", "guess", "Choose one from the list."),
        ("max_minutes", "0", "from 1 to 480"),
        ("max_minutes", "481", "from 1 to 480"),
        ("max_minutes", "an hour", "from 1 to 480"),
        ("max_minutes", "99999999999999999999", "from 1 to 480"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    as_alice: Client, name: str, value: str, words: str
) -> None:
    found = errors(as_alice, **{name: value})
    assert set(found) == {name}
    assert len(found[name]) == 1
    assert words in found[name][0]


def test_lines_count_as_they_do_on_the_page(as_alice: Client, alice: User) -> None:
    as_alice.post(NEW, FIELDS | {"instructions": "x\r\n" * 7_999 + "xx"})
    assert len(alice.personas.get().instructions) == 16_000


def test_nothing_that_is_no_text_is_kept(as_alice: Client, alice: User) -> None:
    as_alice.post(NEW, FIELDS | {"name": "N\x00an\x07", "instructions": "Be\x00 kind\x1b.\r\n"})
    made = alice.personas.get()
    assert (made.name, made.instructions) == ("N an", "Be kind.")


def test_a_face_of_several_signs_is_one(as_alice: Client, alice: User) -> None:
    as_alice.post(NEW, FIELDS | {"emoji": "👨‍👩‍👧‍👦"})
    assert alice.personas.get().emoji == "👨‍👩‍👧‍👦"
    field = re.search('<input[^>]*name="emoji"[^>]*>', as_alice.get(NEW).content.decode())[0]
    assert "maxlength" not in field  # a browser counts otherwise


def test_a_voice_that_is_gone_is_marked_and_has_to_be_changed(
    as_alice: Client, own: Persona
) -> None:
    Voice.objects.filter(name="sage").update(is_available=False)
    path = f"/personas/{own.pk}/edit/"
    assert "sage (not available)" in as_alice.get(path).content.decode()
    assert "not available" in errors(as_alice, path)["voice"][0]
    assert as_alice.post(path, FIELDS | {"voice": "cedar"}).status_code == 302


def test_an_effort_is_for_models_that_reason(as_alice: Client) -> None:
    SpeechModel.objects.filter(name="gpt-realtime-2.1-mini").update(reasons=False)
    assert list(errors(as_alice)) == ["reasoning_effort"]
    page = html.unescape(as_alice.get(NEW).content.decode())
    assert 'data-reasoning="["gpt-realtime-2.1"]"' in page
    assert as_alice.post(NEW, FIELDS | {"reasoning_effort": ""}).status_code == 302


def test_a_name_is_ones_own_once(
    as_alice: Client, as_charlie: Client, alice: User, own: Persona
) -> None:
    assert "already" in errors(as_alice)["name"][0]
    assert as_charlie.post(NEW, FIELDS).status_code == 302
    assert as_alice.post(f"/personas/{own.pk}/edit/", FIELDS).status_code == 302
    assert as_alice.post(NEW, FIELDS | {"name": "Juniper"}).status_code == 302  # as a shared one
    assert alice.personas.count() == 2


def test_a_hundred_are_enough(as_alice: Client, alice: User, own: Persona) -> None:
    Persona.objects.bulk_create(
        Persona(owner=alice, name=f"{n}", instructions="x") for n in range(99)
    )
    for path in (NEW, f"/personas/{own.pk}/copy/"):
        answer = as_alice.get(path, follow=True)
        assert answer.redirect_chain == [("/personas/", 302)]
        assert "You have 100 personas of your own" in answer.content.decode()
    assert "100" in errors(as_alice, name="One more")["__all__"][0]
    assert as_alice.post(f"/personas/{own.pk}/edit/", FIELDS).status_code == 302


def test_the_preview_is_what_the_provider_is_asked_for(as_alice: Client, alice: User) -> None:
    answer = as_alice.post(NEW, FIELDS | {"preview": ""})
    page = html.unescape(answer.content.decode())
    session, opening = (
        json.loads(text) for text in re.findall("<pre[^>]*>(.*?)</pre>", page, re.S)
    )
    asked = validated(RealtimeSessionCreateRequest, session)
    assert asked.instructions == "Be kind.\nBe brief."
    assert (asked.audio.output.voice, asked.audio.output.speed) == ("sage", 0.9)
    assert asked.audio.input.noise_reduction is None
    assert opening["instructions"].endswith("Come in!")
    assert not alice.personas.exists()
    assert answer.context["form"]["name"].value() == "Nan"
    assert session == session_payload(Persona(**KEPT).session_settings())


def test_the_preview_of_a_change_saves_nothing(as_alice: Client, own: Persona) -> None:
    path = f"/personas/{own.pk}/edit/"
    page = as_alice.post(path, FIELDS | {"name": "Other", "preview": ""}).content.decode()
    assert "Edit Nan" in page
    assert 'id="preview"' in page
    own.refresh_from_db()
    assert (own.name, own.instructions) == ("Nan", "Be kind.")


def test_there_is_no_preview_of_what_is_wrong(as_alice: Client) -> None:
    assert "speed" in errors(as_alice, speed="3", preview="")
    page = as_alice.post(NEW, FIELDS | {"speed": "3", "preview": ""}).content.decode()
    assert 'id="preview"' not in page
