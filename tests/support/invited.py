"""Invitations, and those who follow them."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from voicechat.models import Invitation, SiteSettings, User

PASSWORD = "a different, long password"


def invite(made_by: User, **fields: Any) -> Invitation:
    """An invitation that is good for a day, and for one account."""
    tomorrow = timezone.now() + timedelta(days=1)
    return Invitation.objects.create(**{"made_by": made_by, "expires_at": tomorrow, **fields})


def sign_up_is(how: str) -> None:
    """Have the admin decide how accounts are made."""
    SiteSettings(sign_up=how).save()


def accept(client: Client, invitation: Invitation) -> Any:
    """Open the link, and press the button on its page."""
    path = f"/invitations/{invitation.token}/"
    assert client.get(path).status_code == 200
    return client.post(path)


def sign_up(client: Client, email: str = "new@example.org") -> Any:
    """Fill in the form; follows where that leads."""
    return client.post("/accounts/signup/", {"email": email, "password1": PASSWORD}, follow=True)


def joined(email: str = "new@example.org") -> User | None:
    """Whoever has an account with this address."""
    return User.objects.filter(email=email).first()
