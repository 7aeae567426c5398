"""What an admin allows people: everybody, the members of a group, or one person."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import ClassVar

from django.contrib.auth.models import Group
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from voicechat import limits
from voicechat.models.users import MOST_MINUTES, User

EVERYBODY = Q(user=None, group=None)


class LimitQuerySet(models.QuerySet["Limit"]):
    """Combines what is set for people."""

    def allowances(self, people: Iterable[int]) -> dict[int, limits.Allowance]:
        """Say what each of some people may use, by their ids. One query, however many."""
        found = self.filter(EVERYBODY | Q(user__in=people) | Q(group__user__in=people))
        everybody: limits.Allowance | None = None
        own: dict[int, limits.Allowance] = {}
        of_groups = defaultdict[int, list[limits.Allowance]](list)
        # What a group has comes once for each of these people who is in it.
        for user, member, *values in found.values_list("user", "group__user", *limits.FIELDS):
            allowance = limits.Allowance(**dict(zip(limits.FIELDS, values, strict=True)))
            if user:
                own[user] = allowance
            elif member:
                of_groups[member].append(allowance)
            else:
                everybody = allowance
        return {
            person: limits.allowance(own.get(person), of_groups[person], everybody)
            for person in people
        }


class Limit(models.Model):
    """One row for everybody, and one each for those groups and people who have limits of their own.

    What is left empty is not set here, so that what is more general holds.
    """

    user = models.OneToOneField(
        User, verbose_name=_("person"), on_delete=models.CASCADE, null=True, blank=True
    )
    group = models.OneToOneField(
        Group, verbose_name=_("group"), on_delete=models.CASCADE, null=True, blank=True
    )
    may_call = models.BooleanField(
        _("may call"), null=True, blank=True, help_text=_("No: they cannot start a call.")
    )
    minutes_per_day = models.PositiveIntegerField(
        _("minutes a day"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    cost_per_month = models.DecimalField(
        _("cost a month, in US dollars"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    calls_at_once = models.PositiveSmallIntegerField(
        _("calls at once"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    minutes_per_call = models.PositiveSmallIntegerField(
        _("longest conversation at one go, in minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MINUTES)],
        help_text=_("A persona may allow less."),
    )

    objects: ClassVar[LimitQuerySet] = LimitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("limits")
        verbose_name_plural = _("limits")
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None) | Q(group=None), name="limit_has_one_holder"
            ),
            models.UniqueConstraint(
                models.Case(models.When(EVERYBODY, then=models.Value(1))),
                name="limit_for_everybody_is_one_row",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user or self.group or _("Everybody"))
