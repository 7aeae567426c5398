"""Links under which somebody without an account may read a conversation."""

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from voicechat.models.turns import Turn

if TYPE_CHECKING:
    from voicechat.models.conversations import Conversation


def new_token() -> str:
    """Make up what nobody can guess: 192 bits, in characters that an address may have."""
    return secrets.token_urlsafe(24)


class ShareQuerySet(models.QuerySet["Share"]):
    """Links to conversations."""

    def good(self) -> Self:
        """Leave out those that have expired, or whose conversation was deleted."""
        return self.filter(expires_at__gt=timezone.now(), conversation__deleted_at=None)


class Share(models.Model):
    """An unlisted link to what was said until it was made. Revoking it deletes it."""

    token = models.CharField(
        _("token"), max_length=64, primary_key=True, default=new_token, editable=False
    )
    conversation: "models.ForeignKey[Conversation]" = models.ForeignKey(
        "voicechat.Conversation",
        verbose_name=_("conversation"),
        on_delete=models.CASCADE,
        related_name="shares",
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    unfinished = models.JSONField(
        _("unfinished"),
        default=list,
        editable=False,
        help_text=_("The ids of turns whose words came in after it was made."),
    )

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared link")
        verbose_name_plural = _("shared links")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.conversation_id}, {self.expires_at:%Y-%m-%d %H:%M}"

    @classmethod
    def make(cls, conversation: "Conversation", lasting: timedelta) -> Self:
        """Make a link to a conversation that lasts so long."""
        with transaction.atomic():
            conversation.lock()  # what is being stored comes wholly before it or after it
            said = conversation.turns.said().values("pk")
            unfinished = conversation.turns.exclude(pk__in=said).values_list("pk", flat=True)
            return cls.objects.create(
                conversation=conversation,
                expires_at=timezone.now() + lasting,
                unfinished=list(unfinished),
            )

    def turns(self) -> "models.QuerySet[Turn]":
        """Give what had been said when the link was made; what is said later is not shared."""
        said = self.conversation.turns.said().filter(created_at__lte=self.created_at)
        return said.exclude(pk__in=self.unfinished)

    @cached_property
    def heading(self) -> str:
        """The title; without one it is made of what had been said when the link was made."""
        begin = self.turns().order_by("position")
        texts = begin.values_list("text", flat=True)
        said = [*texts.filter(role=Turn.Role.USER)[:2], None, None]
        self.conversation.first_said, self.conversation.second_said = said[:2]
        self.conversation.first_reply = texts.filter(role=Turn.Role.ASSISTANT).first()
        return self.conversation.heading
