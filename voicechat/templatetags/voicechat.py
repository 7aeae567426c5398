"""Filters that write times and speakers for people."""

from django import template
from django.utils.translation import gettext

from voicechat.history.words import clock, spoken_duration
from voicechat.models import Conversation, Persona, Turn
from voicechat.realtime.session import PUSH_TO_TALK

register = template.Library()


register.filter(spoken_duration)
register.filter(clock)


@register.filter
def roughly(number: int) -> int:
    """Write an estimate no more exactly than it is: 4321 → 4300."""
    return round(number, min(0, 2 - len(str(number))))


@register.filter
def speaker(turn: Turn, conversation: Conversation) -> str:
    """Name who spoke: “You”, or the persona."""
    if turn.role == Turn.Role.USER:
        return gettext("You")
    return conversation.persona_name or str(Turn.Role.ASSISTANT.label)


@register.filter
def turn_detection(kind: str) -> str:
    """Say when the voice answers; of a kind that is not known, its name."""
    if kind == PUSH_TO_TALK:
        return gettext("When you let go of the button or Space")
    return str(dict(Persona.TurnDetection.choices).get(kind, kind))
