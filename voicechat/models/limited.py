"""What a limit has to do with a call: when it ends it, and which one that is."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from voicechat.limits import Bite, Kind


class Limited(models.Model):
    """A call, as far as limits are concerned."""

    ended_at: "models.DateTimeField[datetime | None, datetime | None]"  # a call's own

    max_minutes = models.PositiveSmallIntegerField(
        _("what the persona allows, in minutes"), null=True, editable=False
    )
    deadline = models.DateTimeField(
        _("deadline"), null=True, editable=False, help_text=_("When a limit ends it.")
    )
    limited_by = models.CharField(_("by which limit"), max_length=30, blank=True, editable=False)
    limit_amount = models.DecimalField(
        _("how high that is"),
        max_digits=10,
        decimal_places=2,
        null=True,
        editable=False,
        help_text=_("In minutes, calls or US dollars."),
    )

    class Meta:
        abstract = True

    @property
    def bite(self) -> Bite | None:
        """The limit that ends it, as far as one knew when that was looked at last."""
        kind = Kind(self.limited_by) if self.limited_by else None
        return Bite(self.deadline, kind, self.limit_amount) if self.deadline and kind else None

    @bite.setter
    def bite(self, bite: Bite | None) -> None:
        self.deadline = bite.at if bite else None
        self.limited_by = bite.kind if bite else ""
        self.limit_amount = Decimal(bite.amount) if bite and bite.amount is not None else None

    def seconds_left(self) -> int | None:
        """Say for how many seconds it may still go on; None: for as long as it likes."""
        if self.ended_at:
            return 0
        if self.deadline is None:
            return None
        return max(0, (self.deadline - timezone.now()) // timedelta(seconds=1))
