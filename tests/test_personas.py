"""Personas: what makes one valid, who finds it, and what becomes of it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from voicechat.models import Call, Conversation, Persona, SpeechModel, User, Voice


def persona(**fields: object) -> Persona:
    return Persona(**{"name": "Test", "instructions": "Be brief.", **fields})


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


@pytest.mark.parametrize("is_shared", [True, False])
def test_a_name_that_is_taken_is_said_beside_the_name(alice: User, is_shared: bool) -> None:
    owner = None if is_shared else alice
    if not is_shared:
        persona(owner=alice, name="Juniper").save()
    with pytest.raises(ValidationError) as error:
        persona(owner=owner, name="Juniper").full_clean()
    assert list(error.value.message_dict) == ["name"]


def test_nothing_is_kept_in_its_words_that_is_no_text(db: None) -> None:
    one = persona(
        name="Fi\x00n\n", opening_line="\u202eHi\tyou", instructions="Be\x00\x1b brief.\r\n- So."
    )
    one.full_clean()
    assert (one.name, one.opening_line) == ("Fi n", "Hi you")
    assert one.instructions == "Be brief.\n- So."


def test_instructions_have_an_end(db: None) -> None:
    persona(instructions="x" * 16_000).full_clean()
    with pytest.raises(ValidationError) as error:
        persona(instructions="x" * 16_001).full_clean()
    assert list(error.value.message_dict) == ["instructions"]


def found_by(user: User) -> set[str]:
    return set(Persona.objects.for_user(user).values_list("name", flat=True))


def test_a_shared_one_can_be_for_some_groups_only(
    alice: User, charlie: User, juniper: Persona
) -> None:
    choir, band = Group.objects.create(name="Choir"), Group.objects.create(name="Band")
    alice.groups.set([choir, band])
    assert "Juniper" in found_by(alice) & found_by(charlie)
    juniper.groups.set([choir, band])
    assert "Juniper" in found_by(alice) - found_by(charlie)
    assert Persona.objects.for_user(alice).filter(pk=juniper.pk).count() == 1
    Persona.objects.filter(pk=juniper.pk).update(is_published=False)
    assert "Juniper" not in found_by(alice)


@pytest.mark.parametrize("all_at_once", [True, False])
def test_one_for_a_group_is_for_nobody_once_the_group_is_gone(
    alice: User, juniper: Persona, all_at_once: bool
) -> None:
    groups = [Group.objects.create(name=name) for name in ("Choir", "Band")]
    juniper.groups.set(groups)
    wren = Persona.objects.get(name="Wren")
    wren.groups.set([*groups, Group.objects.create(name="Crew")])
    going = Group.objects.exclude(name="Crew")
    if all_at_once:
        going.delete()
    else:
        for group in going:
            group.delete()
    published = set(Persona.objects.filter(is_published=True).values_list("name", flat=True))
    assert "Juniper" not in published
    assert "Wren" in published


def test_what_is_ones_own_is_never_withdrawn(alice: User, charlie: User) -> None:
    persona(owner=alice, is_published=False).save()
    assert "Test" in found_by(alice) - found_by(charlie)


def test_those_one_talks_with_come_first(alice: User, charlie: User, juniper: Persona) -> None:
    ada, wren = (Persona.objects.get(name=name) for name in ("Ada", "Wren"))
    talk(alice, ada)
    talk(alice, wren)
    talk(alice, wren)
    for _ in range(3):
        talk(charlie, juniper)  # another's habits
        talk(alice, juniper, days_ago=91)  # those of old
        talk(alice, juniper, lines=0)  # nothing was said
    ordered = [one.name for one in Persona.objects.for_user(alice).by_use(alice)]
    assert ordered == ["Wren", "Ada", "Juniper", "Mateo", "Marlow"]


def talk(user: User, partner: Persona, *, days_ago: int = 0, lines: int = 2) -> None:
    began = timezone.now() - timedelta(days=days_ago)
    Conversation.objects.create(
        owner=user, persona=partner, settings={}, started_at=began, turn_count=lines
    )


def test_a_copy_is_the_same_under_a_name_of_its_own(alice: User, juniper: Persona) -> None:
    copies = []
    for source in (juniper, juniper, Persona(name="Juniper 2", instructions="x")):
        copies.append(source.copied_to(alice))
        copies[-1].keep(alice)
    assert [one.name for one in copies] == ["Juniper 2", "Juniper 3", "Juniper 4"]
    assert copies[0].session_settings() == juniper.session_settings()
    assert (copies[0].position, copies[0].owner) == (0, alice)
    longest = persona(name="x" * 60).copied_to(alice)
    longest.full_clean()


def test_a_person_has_at_most_a_hundred(alice: User, charlie: User) -> None:
    Persona.objects.bulk_create(persona(owner=alice, name=f"{n}") for n in range(100))
    with pytest.raises(ValidationError, match="100 personas"):
        persona().keep(alice)
    persona().keep(charlie)
    alice.personas.get(name="7").keep(alice)


def test_a_name_taken_in_between_is_no_failure(alice: User) -> None:
    persona(owner=alice).save()
    with pytest.raises(ValidationError) as error:
        persona().keep(alice)
    assert list(error.value.message_dict) == ["name"]


def test_conversations_keep_what_they_began_with(call: Call, juniper: Persona) -> None:
    conversation = call.conversation
    juniper.groups.add(Group.objects.create(name="Choir"))
    assert conversation.present_persona().instructions == juniper.instructions
    assert conversation.present_persona()._state.adding
    juniper.groups.clear()
    assert conversation.present_persona() == juniper
