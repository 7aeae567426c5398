"""Deleting an account with everything in it."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from voicechat.housekeeping import delete_for_good
from voicechat.models import Conversation, Invitation, User


class LastAdminError(Exception):
    """Nobody would be left who may do everything."""


def is_last_admin(user: User) -> bool:
    """Say whether nobody else may do everything."""
    admins = User.objects.filter(is_superuser=True, is_active=True)
    return user.is_superuser and not admins.exclude(pk=user.pk).exists()


def delete_account(user: User) -> None:
    """Delete a person with all that is theirs. Raises LastAdminError.

    What they said goes first, in bounded batches; should that break off, they can begin again.
    """
    with transaction.atomic():
        # Two last admins who leave at once would both see the other.
        list(User.objects.select_for_update().filter(is_superuser=True).order_by("pk"))
        if is_last_admin(user):
            raise LastAdminError
        User.objects.filter(pk=user.pk).update(is_superuser=False)
    delete_for_good(Conversation.objects.filter(owner=user))
    Invitation.objects.filter(joined=user).exclude(email="").update(email="")  # it is used up
    _end_sessions(user)
    user.delete()


def _end_sessions(user: User) -> None:
    """Sign the person out wherever they are signed in."""
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
