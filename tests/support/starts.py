"""Calls that somebody wants to begin, as the endpoints put it."""

from functools import partial
from typing import Any

from voicechat.admission import Wanted
from voicechat.models import Conversation, Persona, User


def wanted(user: User, persona: Persona, **more: Any) -> Wanted:
    """A new conversation of a person with a persona."""
    session = persona.session_settings()
    values = {"store": partial(Conversation.begin, user, persona, session), **more}
    return Wanted(user=user, persona=persona, session=session, **values)
