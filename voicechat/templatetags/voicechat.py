"""Filters that write times and speakers for people."""

from django import template
from django.utils.translation import gettext

from voicechat.history.words import clock, spoken_duration
from voicechat.models import Conversation, Turn

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
