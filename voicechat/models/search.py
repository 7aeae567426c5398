"""What is searched: the words of turns, as they are compared."""

from django.conf import settings
from django.db import models
from django.db.models import Func
from django.utils.translation import gettext_lazy as _


class Fold(Func):
    """`voicechat.history.folding.fold`, in the database."""

    function = "voicechat_fold"
    output_field = models.TextField()


class SearchLine(models.Model):
    """The folded words of one turn that has some.

    Written by the database itself, whoever writes turns: see `voicechat.history.search`.
    """

    id = models.BigIntegerField(primary_key=True)  # the owner's in the high bits, then the turn's
    turn = models.OneToOneField(
        "voicechat.Turn", on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    conversation = models.ForeignKey(
        "voicechat.Conversation",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="search_lines",
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,  # its own, by the migration, goes on with the trigrams
        related_name="+",
    )
    text = models.TextField()

    class Meta:
        verbose_name = _("searched line")
        verbose_name_plural = _("searched lines")

    def __str__(self) -> str:
        return self.text[:60]
