"""Links under which people make an account."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from voicechat.models.shares import new_token
from voicechat.models.users import LowerCaseEmailField, User


class NotGoodError(Exception):
    """The invitation has expired, was used up or was revoked."""


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by whether they can be used."""

    def good(self) -> Self:
        """Leave out what has expired, was used up or was revoked, or whose maker was kept out."""
        # A subquery and no join: of two who take the last use, PostgreSQL looks again only at what
        # the row itself says.
        makers = User.objects.filter(is_active=True)
        return self.filter(
            expires_at__gt=timezone.now(),
            revoked_at=None,
            uses__lt=F("max_uses"),
            made_by__in=makers,
        )

    def take(self, pk: int) -> "Invitation":
        """Use one up, in the transaction that makes the account. Raises NotGoodError."""
        if not self.good().filter(pk=pk).update(uses=F("uses") + 1):
            raise NotGoodError
        return self.get(pk=pk)


class Invitation(models.Model):
    """A link that lets so many people make an account. Its uses stay when an account goes."""

    class State(models.TextChoices):
        GOOD = "good", _("good")
        REVOKED = "revoked", _("revoked")
        USED_UP = "used_up", _("used up")
        EXPIRED = "expired", _("expired")
        ORPHANED = "orphaned", _("its maker has no account any more")

    token = models.CharField(
        _("token"), max_length=64, unique=True, default=new_token, editable=False
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="invitations",
    )
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("For whom it is. Only admins see it.")
    )
    email = LowerCaseEmailField(
        _("only for the e-mail address"),
        blank=True,
        help_text=_("Empty: for whoever has the link. Nothing is sent to it: send the link."),
    )
    group = models.ForeignKey(
        Group,
        verbose_name=_("group"),
        on_delete=models.CASCADE,  # whom a group sets limits, nobody invited to it joins without
        null=True,
        blank=True,
        related_name="invitations",
        help_text=_("Whoever joins is put into it."),
    )
    max_uses = models.PositiveSmallIntegerField(
        _("accounts at most"), default=1, validators=[MinValueValidator(1)]
    )
    uses = models.PositiveSmallIntegerField(_("accounts made"), default=0, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(uses__lte=F("max_uses")), name="invitation_uses"),
            models.CheckConstraint(
                condition=Q(email="") | Q(max_uses=1), name="invitation_for_one_address_once"
            ),
        ]

    def __str__(self) -> str:
        return self.note or self.email or f"{timezone.localtime(self.created_at):%Y-%m-%d %H:%M}"

    def clean(self) -> None:
        """Have one for an address be for one account."""
        if self.email and self.max_uses != 1:
            raise ValidationError({"max_uses": _("One address is one account.")})

    @property
    def state(self) -> "State":
        """Whether it can be used, or why not."""
        if self.revoked_at:
            return self.State.REVOKED
        if self.uses >= self.max_uses:
            return self.State.USED_UP
        if self.expires_at <= timezone.now():
            return self.State.EXPIRED
        if self.made_by is None or not self.made_by.is_active:
            return self.State.ORPHANED
        return self.State.GOOD

    def is_for(self, email: str) -> bool:
        """Say whether somebody with this address may use it."""
        return not self.email or self.email == email.lower()

    def welcome(self, user: User) -> None:
        """Note that somebody joined with it, and put them into its group."""
        user.invitation = self
        user.save(update_fields=["invitation"])
        if self.group:
            user.groups.add(self.group)

    def revoke(self) -> None:
        """Have the link lead nowhere from now on; who joined stays."""
        if self.revoked_at is None:
            self.revoked_at = timezone.now()
            self.save(update_fields=["revoked_at"])
