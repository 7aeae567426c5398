"""Calls that the provider is to end, because the site says so."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from voicechat.realtime.client import CALL_ID

if TYPE_CHECKING:
    from voicechat.models.calls import Call

LEASE = timedelta(seconds=20)  # after which another node tries: longer than a request can take
LONGEST_PAUSE = 60  # seconds between two tries
POINTLESS_AFTER = timedelta(minutes=65)  # when the provider itself has ended any call


class HangUpQuerySet(models.QuerySet["HangUp"]):
    """Takes orders, and hands them out to those who carry them out."""

    def order(self, calls: Iterable["Call"], *, wait: timedelta = timedelta()) -> None:
        """Have calls hung up, as far as their ids at the provider are known."""
        due_at = timezone.now() + wait
        ids = {call.provider_call_id for call in calls}
        wanted = [self.model(provider_call_id=each, due_at=due_at) for each in sorted(ids) if each]
        if wanted:
            self.bulk_create(wanted, ignore_conflicts=True)

    def claim(self, most: int) -> list["HangUp"]:
        """Take what is due, so that no other node does the same within `LEASE`."""
        now = timezone.now()
        due = list(self.filter(due_at__lte=now).order_by("due_at")[:most])
        pointless = [order.pk for order in due if order.ordered_at < now - POINTLESS_AFTER]
        if pointless:
            self.filter(pk__in=pointless).delete()
        return [order for order in due if order.pk not in pointless and order.take(now)]


class HangUp(models.Model):
    """An order to end a call at the provider. It outlives the call's row, and goes when done."""

    provider_call_id = models.CharField(_("provider's id"), max_length=128, unique=True)
    ordered_at = models.DateTimeField(_("ordered"), default=timezone.now)
    due_at = models.DateTimeField(_("due"), db_index=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)

    objects: ClassVar[HangUpQuerySet] = HangUpQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("call to hang up")
        verbose_name_plural = _("calls to hang up")
        ordering = ["due_at"]

    def __str__(self) -> str:
        return self.provider_call_id

    @property
    def is_possible(self) -> bool:
        """Whether it is an id: a browser may have reported anything."""
        return CALL_ID.fullmatch(self.provider_call_id) is not None

    def take(self, now: datetime) -> bool:
        """Claim it, unless somebody else has since it was read."""
        same = HangUp.objects.filter(pk=self.pk, due_at=self.due_at)
        return same.update(due_at=now + LEASE, tries=F("tries") + 1) > 0

    def try_again(self) -> None:
        """Have it done later: soon at first, then ever less often."""
        pause = timedelta(seconds=min(LONGEST_PAUSE, 2**self.tries))
        HangUp.objects.filter(pk=self.pk).update(due_at=timezone.now() + pause)
