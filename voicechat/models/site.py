"""What an admin decides for the whole site."""

from typing import Any, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from voicechat.models.changes import Changes


class SiteSettings(models.Model):
    """One row; without it the defaults hold."""

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

    @classmethod
    def current(cls) -> Self:
        """Give what holds now."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
