"""What an admin decides for the whole site."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from voicechat.limits import Allowance
from voicechat.models.changes import Changes

if TYPE_CHECKING:
    from voicechat.models.users import User


class SiteSettings(models.Model):
    """One row; without it the defaults hold."""

    class SignUp(models.TextChoices):
        OPEN = "open", _("Open: anybody may make an account")
        INVITATION = "invitation", _("By invitation: whoever has a link")
        CLOSED = "closed", _("Closed: accounts are made in the admin, and invitations rest")

    sign_up = models.CharField(
        _("sign-up"), max_length=10, choices=SignUp.choices, default=SignUp.OPEN
    )
    keep_days = models.PositiveIntegerField(
        _("conversations are kept for, in days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("After that they are deleted for good. Empty: until their owner deletes them."),
    )
    sharing_is_allowed = models.BooleanField(
        _("conversations may be shared"),
        default=False,
        help_text=_("Lets people make links with which anybody may read a conversation."),
    )

    minutes_per_day = models.PositiveIntegerField(
        _("minutes a day"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Of everybody together."),
    )
    cost_per_month = models.DecimalField(
        _("cost a month, in US dollars"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
        help_text=_("Of everybody together."),
    )
    calls_at_once = models.PositiveIntegerField(
        _("calls at once"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Of everybody together."),
    )

    history = Changes()

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="site_settings_are_one_row"),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep it as the one row."""
        self.pk = 1
        super().save(*args, **kwargs)

    @property
    def allowance(self) -> Allowance:
        """What all people together may use."""
        return Allowance(
            minutes_per_day=self.minutes_per_day,
            cost_per_month=self.cost_per_month,
            calls_at_once=self.calls_at_once,
        )

    @classmethod
    def current(cls) -> Self:
        """Give what holds now."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def keep_days_for(self, user: "User") -> int | None:
        """Give the days that a person's conversations are kept: the fewer of theirs and the site's.

        None: until they delete them.
        """
        known = (days for days in (self.keep_days, user.keep_days) if days is not None)
        return min(known, default=None)
