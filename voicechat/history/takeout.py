"""Stored conversations as the files that a person takes away."""

from collections.abc import Callable, Iterator
from typing import NamedTuple
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from voicechat.history import reading
from voicechat.history.export.document import document
from voicechat.history.export.markdown import markdown
from voicechat.history.export.names import file_name
from voicechat.history.export.plain_text import plain_text
from voicechat.history.export.subtitles import subrip, webvtt
from voicechat.history.export.zipping import Entry
from voicechat.models import Conversation

BATCH = 100  # conversations that are looked up at a time
MARK = 12  # digits of its id that tell a conversation from others of its day and title


class Format(NamedTuple):
    """How a conversation is written, and what people and browsers are told of that."""

    label: str | Promise
    content_type: str
    write: Callable[[Conversation], Iterator[str]]


def _as_document(conversation: Conversation) -> Iterator[str]:
    head, calls = reading.head(conversation), reading.calls(conversation)
    return document(head, calls, reading.turns(conversation), reading.usage(conversation))


FORMATS = {
    "md": Format(_("Markdown"), "text/markdown", lambda one: markdown(reading.transcript(one))),
    "txt": Format(_("Plain text"), "text/plain", lambda one: plain_text(reading.transcript(one))),
    "json": Format(_("JSON, with everything"), "application/json", _as_document),
    "srt": Format(
        _("Subtitles (SubRip)"), "application/x-subrip", lambda one: subrip(reading.transcript(one))
    ),
    "vtt": Format(_("Subtitles (WebVTT)"), "text/vtt", lambda one: webvtt(reading.transcript(one))),
}


def name(conversation: Conversation, extension: str, mark: str = "") -> str:
    """Name the file of a conversation."""
    return file_name(conversation.heading, conversation.day, extension, mark)


def entries(owner: int, conversations: list[UUID], extension: str) -> Iterator[Entry]:
    """Give the files of a person's conversations, in that order, as they are asked for."""
    names: set[str] = set()
    for conversation in _each(owner, conversations):
        chosen = name(conversation, extension, conversation.pk.hex[:MARK])
        if chosen in names:
            chosen = name(conversation, extension, conversation.pk.hex)
        names.add(chosen)
        pieces = FORMATS[extension].write(conversation)
        yield Entry(name=chosen, time=conversation.started_at, pieces=pieces)


def _each(owner: int, wanted: list[UUID]) -> Iterator[Conversation]:
    for begin in range(0, len(wanted), BATCH):
        batch = wanted[begin : begin + BATCH]
        found = Conversation.objects.filter(owner=owner).with_first_words().with_calls()
        there = found.in_bulk(batch)
        yield from (there[pk] for pk in batch if pk in there)
