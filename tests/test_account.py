"""A person's own settings."""

from django.test import Client

from voicechat.models import Persona, User


def test_a_person_keeps_a_name_and_a_default_persona(
    as_alice: Client, alice: User, juniper: Persona
) -> None:
    as_alice.post("/account/", {"name": "Alice B.", "default_persona": juniper.pk})
    alice.refresh_from_db()
    assert (alice.name, alice.default_persona) == ("Alice B.", juniper)


def test_nobody_can_choose_somebody_elses_persona(
    as_alice: Client, alice: User, charlie: User
) -> None:
    own = Persona.objects.create(owner=charlie, name="Private", instructions="x")
    page = as_alice.post("/account/", {"default_persona": own.pk})
    assert page.context["form"].errors["default_persona"]


def test_nobody_can_make_themselves_an_admin(as_alice: Client, alice: User) -> None:
    as_alice.post("/account/", {"name": "A", "is_staff": "on", "is_superuser": "on"})
    alice.refresh_from_db()
    assert not alice.is_staff
    assert not alice.is_superuser


def test_a_visitor_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/account/").status_code == 302
