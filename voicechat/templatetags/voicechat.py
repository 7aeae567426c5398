"""Filters that write times and speakers for people."""

from datetime import timedelta

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voicechat.models import Conversation, Turn

register = template.Library()


@register.filter
def spoken_duration(duration: timedelta) -> str:
    """Write a duration as one says it: “4 min”, “35 s”."""
    seconds = int(duration.total_seconds())
    if seconds < 60:
        return _("%(seconds)d s") % {"seconds": seconds}
    minutes = round(seconds / 60)
    return ngettext("%(minutes)d min", "%(minutes)d min", minutes) % {"minutes": minutes}


@register.filter
def clock(milliseconds: int) -> str:
    """Write a time within a call: 83000 → “1:23”."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes}:{seconds:02}"


@register.filter
def speaker(turn: Turn, conversation: Conversation) -> str:
    """Name who spoke: “You”, or the persona."""
    if turn.role == Turn.Role.USER:
        return str(Turn.Role.USER.label)
    return conversation.persona_name or str(Turn.Role.ASSISTANT.label)
