"""Filters that write times and speakers for people."""

import json
from collections.abc import Iterable
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from voicechat.first_words import in_readers_words
from voicechat.history.search.hits import Hit
from voicechat.history.snippets import Piece
from voicechat.history.words import clock, spoken_duration
from voicechat.listing import listed
from voicechat.models import Conversation, Persona, Turn
from voicechat.realtime.session import PUSH_TO_TALK

register = template.Library()


register.filter(spoken_duration)
register.filter(clock)
register.filter(in_readers_words)
register.filter(listed)


@register.filter
def roughly(number: int) -> int:
    """Write an estimate no more exactly than it is: 4321 → 4300."""
    return round(number, min(0, 2 - len(str(number))))


@register.filter
def when(time: datetime) -> SafeString:
    """Write a point in time as a reader of the site's place and language does, in short."""
    local = timezone.localtime(time)
    written = date_format(local, "SHORT_DATETIME_FORMAT")
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), written)


@register.filter
def marked(pieces: Iterable[Piece]) -> SafeString:
    """Write the pieces of a text, those that were searched for as `<mark>`."""
    return SafeString(
        "".join(
            f"<mark>{escape(text)}</mark>" if is_match else escape(text)
            for text, is_match in pieces
        )
    )


@register.filter
def readable_json(value: object) -> str:
    """Write data as JSON that people can read."""
    return json.dumps(value, indent=2, ensure_ascii=False)


@register.filter
def speaker(turn: Turn | Hit, conversation: Conversation) -> str:
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
