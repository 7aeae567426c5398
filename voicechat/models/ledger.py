"""The ledger: what was used on each day, kept when the conversations are gone."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from voicechat.models.users import User

Amounts = Mapping[str, Any]  # a whole number or a Decimal, by the name of its column


def site_day(time: datetime) -> date:
    """Give the day on which a time is where the site is, whoever asks."""
    return timezone.localdate(time, timezone.get_default_timezone())


class Account(NamedTuple):
    """Which row something is added to."""

    day: date
    owner: int
    persona: UUID | None
    persona_name: str
    model: str

    @property
    def row(self) -> Q:
        """Say which rows are meant. The name tells only those apart whose persona is gone."""
        found = Q(day=self.day, owner=self.owner, persona=self.persona, model=self.model)
        return found if self.persona else found & Q(persona_name=self.persona_name)


class Entry(NamedTuple):
    """What is added, and to which row."""

    account: Account
    amounts: Amounts


class DayUsageQuerySet(models.QuerySet["DayUsage"]):
    """Adds to the ledger, and sums it up."""

    def post(self, entries: Iterable[Entry]) -> None:
        """Add to the rows, within a transaction and as the last thing that it locks.

        The rows are taken in one order, so that two transactions never wait for each other.
        """
        sums: dict[Account, Counter[str]] = defaultdict(Counter)
        for account, amounts in entries:
            sums[account].update(amounts)
        for account in sorted(sums, key=lambda account: tuple(map(str, account))):
            amounts = {name: amount for name, amount in sums[account].items() if amount}
            if amounts and not self._increase(account, amounts):
                self._open(account, amounts)

    def _increase(self, account: Account, amounts: Amounts) -> bool:
        row = self.filter(account.row).order_by("pk").values("pk")[:1]
        more = {name: F(name) + amount for name, amount in amounts.items()}
        return self.filter(pk__in=row).update(**more) > 0

    def _open(self, account: Account, amounts: Amounts) -> None:
        day, owner, persona, name, model = account
        try:
            with transaction.atomic():
                self.create(
                    day=day,
                    owner_id=owner,
                    persona_id=persona,
                    persona_name=name,
                    model=model,
                    **amounts,
                )
        except IntegrityError:  # somebody else has opened it meanwhile
            if not self._increase(account, amounts):
                raise

    def seconds_on(self, user: "User | None", day: date) -> int:
        """Say for how long a person, or everybody, has talked on a day of the site."""
        return int(self._of(user).filter(day=day).aggregate(sum=Sum("seconds", default=0))["sum"])

    def cost_since(self, user: "User | None", first_day: date) -> Decimal:
        """Say what a person, or everybody, has used since a day, in US dollars, where known."""
        days = self._of(user).filter(day__gte=first_day)
        return Decimal(days.aggregate(sum=Sum("cost", default=Decimal(0)))["sum"])

    def _of(self, user: "User | None") -> "DayUsageQuerySet":
        return self.filter(owner=user) if user else self.all()


class DayUsage(models.Model):
    """What one person used on one day, with one persona and one model.

    Written with the usage and the ends of calls themselves. It holds no content, so it stays when
    conversations and accounts are deleted: limits cannot be evaded, and totals do not shrink.
    """

    day = models.DateField(_("day"), help_text=_("Where the site is."))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="day_usage",
        db_index=False,  # the constraint below has an index that begins with it
    )
    persona = models.ForeignKey(
        "voicechat.Persona", verbose_name=_("persona"), on_delete=models.SET_NULL, null=True
    )
    persona_name = models.CharField(_("persona's name"), max_length=60)
    model = models.CharField(_("model"), max_length=100)
    # An amount may be taken back when the end of a call is corrected, so all have a sign.
    calls = models.IntegerField(_("calls"), default=0)
    seconds = models.BigIntegerField(_("seconds talked"), default=0)
    responses = models.IntegerField(_("responses"), default=0)
    transcriptions = models.IntegerField(_("transcriptions"), default=0)
    unpriced = models.IntegerField(
        _("without a price"), default=0, help_text=_("Of the responses and transcriptions.")
    )
    text_input = models.BigIntegerField(_("text in"), default=0)
    text_cached = models.BigIntegerField(_("text in, cached"), default=0)
    text_output = models.BigIntegerField(_("text out"), default=0)
    audio_input = models.BigIntegerField(_("audio in"), default=0)
    audio_cached = models.BigIntegerField(_("audio in, cached"), default=0)
    audio_output = models.BigIntegerField(_("audio out"), default=0)
    transcribed_ms = models.BigIntegerField(
        _("transcribed (ms)"), default=0, help_text=_("What is billed by time.")
    )
    cost = models.DecimalField(
        _("cost in US dollars"), max_digits=20, decimal_places=10, default=Decimal(0)
    )

    objects: ClassVar[DayUsageQuerySet] = DayUsageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("usage of a day")
        verbose_name_plural = _("usage by day")
        ordering = ["-day", "id"]
        constraints = [
            # Rows whose person or persona is gone are as many as there were.
            models.UniqueConstraint(
                fields=["owner", "day", "persona", "model"], name="day_usage_is_one_row"
            )
        ]
        indexes = [models.Index(fields=["day"], name="day_usage_by_day")]

    def __str__(self) -> str:
        return f"{self.day}, {self.persona_name}, {self.model}"
