"""Personas: the page, and what makes one valid."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from voicechat.models import Persona, SpeechModel, User, Voice


def persona(**fields: object) -> Persona:
    return Persona(**{"name": "Test", "instructions": "Be brief.", **fields})


def test_the_page_shows_everybody_one_can_talk_with(as_alice: Client) -> None:
    page = as_alice.get("/personas/").content.decode()
    for shared in Persona.objects.filter(owner=None):
        assert f"/?persona={shared.pk}" in page


def test_a_new_site_has_a_handful_that_are_valid(db: None) -> None:
    shared = list(Persona.objects.filter(owner=None))
    assert len(shared) == 5
    for one in shared:
        one.full_clean()
        assert len(one.instructions) > 400


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"voice": "nobody"}, "voice"),
        ({"model": "gpt-none"}, "model"),
        ({"speed": 1.6}, "speed"),
        ({"speed": 0.1}, "speed"),
        ({"languages": "English"}, "languages"),
        ({"max_minutes": 481}, "max_minutes"),
        ({"turn_detection": "guess"}, "turn_detection"),
    ],
)
def test_what_the_provider_would_refuse_is_refused_here(
    db: None, fields: dict[str, object], wrong: str
) -> None:
    with pytest.raises(ValidationError) as error:
        persona(**fields).full_clean()
    assert set(error.value.message_dict) == {wrong}


def test_a_reasoning_effort_needs_a_model_that_reasons(db: None) -> None:
    SpeechModel.objects.filter(name="gpt-realtime-2.1").update(reasons=False)
    with pytest.raises(ValidationError, match="reason"):
        persona(reasoning_effort="low").full_clean()


def test_a_voice_that_was_withdrawn_is_refused(db: None) -> None:
    Voice.objects.filter(name="marin").update(is_available=False)
    with pytest.raises(ValidationError, match="voice"):
        persona(voice="marin").full_clean()


def test_the_database_itself_refuses_a_speed_out_of_range(db: None) -> None:
    with transaction.atomic(), pytest.raises(IntegrityError):
        persona(speed=3).save()


def test_names_are_unique_among_the_shared_and_per_owner(alice: User, charlie: User) -> None:
    persona(owner=alice, name="Juniper").save()
    persona(owner=charlie, name="Juniper").save()
    with transaction.atomic(), pytest.raises(IntegrityError):
        persona(owner=alice, name="Juniper").save()
    with transaction.atomic(), pytest.raises(IntegrityError):
        persona(name="Juniper").save()
