"""People who sign in."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from voicechat.realtime.session import PUSH_TO_TALK

MOST_MINUTES = 480  # that somebody may talk at one go: a working day


def languages() -> list[tuple[str, Any]]:
    """Give the site's languages. A function, so that a new one needs no migration."""
    return list(settings.LANGUAGES)


class LowerCaseEmailField(models.EmailField[str, str]):
    """An e-mail address that is the same address in any case: kept and looked up in lower case."""

    def to_python(self, value: Any) -> Any:
        """Give the address as it is kept."""
        value = super().to_python(value)
        return value.lower() if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        """Give the address as the database is asked for it."""
        return self.to_python(super().get_prep_value(value))


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; without a password, one who cannot sign in.

        Raises ValueError for an empty address.
        """
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user who may do everything, also in the admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account, known by an e-mail address."""

    class MicrophoneMode(models.TextChoices):
        HANDS_FREE = "", _("Hands-free")
        PUSH_TO_TALK = PUSH_TO_TALK, _("Push to talk")

    class Theme(models.TextChoices):
        DEVICE = "", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class KeepDays(models.IntegerChoices):
        DAY = 1, _("1 day after they end")
        WEEK = 7, _("7 days after they end")
        MONTH = 30, _("30 days after they end")
        QUARTER = 90, _("90 days after they end")
        YEAR = 365, _("365 days after they end")

    email = LowerCaseEmailField(
        _("e-mail address"), unique=True, error_messages={"unique": _("This address is taken.")}
    )
    name = models.CharField(_("name"), max_length=100, blank=True)
    default_persona = models.ForeignKey(
        "voicechat.Persona",
        verbose_name=_("default persona"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Chosen already when the call page opens."),
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        choices=languages,
        help_text=_("Empty: the browser's."),
    )
    microphone_mode = models.CharField(
        _("microphone"),
        max_length=20,
        blank=True,
        choices=MicrophoneMode.choices,
        default=MicrophoneMode.HANDS_FREE,
        help_text=_(
            "The call page begins with it, unless something else was chosen there in this browser."
        ),
    )
    theme = models.CharField(
        _("theme"), max_length=10, blank=True, choices=Theme.choices, default=Theme.DEVICE
    )
    keep_days = models.PositiveSmallIntegerField(
        _("conversations are deleted"),
        null=True,
        blank=True,
        choices=KeepDays.choices,
        help_text=_("Empty: as the site has it. Never later than that."),
    )
    is_staff = models.BooleanField(_("may use the admin"), default=False)
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Switch this off, rather than delete, to keep somebody out."),
    )
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    invitation = models.ForeignKey(
        "voicechat.Invitation",
        verbose_name=_("invitation"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="joined",
    )

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"
            ),
            models.CheckConstraint(
                # Those that are tidied up: see voicechat.housekeeping.
                condition=models.Q(keep_days=None) | models.Q(keep_days__in=(1, 7, 30, 90, 365)),
                name="user_keep_days_is_offered",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def safety_identifier(self) -> str:
        """A stable name for this user that tells the provider nothing about them.

        64 hexadecimal digits: a keyed hash (HMAC-SHA-256) of the user's id.
        """
        return self._hash("voicechat.safety_identifier")

    @property
    def browser_id(self) -> str:
        """A stable name for this user in the storage of a browser that several people use.

        64 hexadecimal digits, as `safety_identifier` has, and not the same.
        """
        return self._hash("voicechat.browser_id")

    def _hash(self, purpose: str) -> str:
        return salted_hmac(purpose, str(self.pk), algorithm="sha256").hexdigest()
