"""A conversation to take away."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from voicechat.history.export import Line, Passage, Transcript, file_name, markdown
from voicechat.history.words import clock, day_and_time, spoken_duration
from voicechat.models import Conversation, Turn
from voicechat.templatetags.voicechat import speaker
from voicechat.views.conversation import own_conversation


@require_safe
@login_required
def export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give one conversation as a file of Markdown."""
    conversation = own_conversation(request, pk)
    name = file_name(conversation.heading, conversation.day)
    return HttpResponse(
        markdown(_transcript(conversation)),
        content_type="text/markdown; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


def _transcript(conversation: Conversation) -> Transcript:
    duration = conversation.duration
    return Transcript(
        title=conversation.heading,
        facts=[
            (_("Persona"), conversation.persona_name),
            (_("Started"), day_and_time(conversation.started_at)),
            (_("Duration"), _("not ended") if duration is None else spoken_duration(duration)),
        ],
        passages=[
            Passage(before=before, lines=[_line(turn, conversation) for turn in turns])
            for before, turns in conversation.passages()
        ],
    )


def _line(turn: Turn, conversation: Conversation) -> Line:
    return Line(
        speaker=speaker(turn, conversation),
        text=turn.text,
        time="" if turn.start_ms is None else clock(turn.start_ms),
        mark="" if turn.state == Turn.State.FINAL else turn.get_state_display(),
        heard=turn.text_as_heard,
    )
