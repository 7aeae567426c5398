"""The application's entry in Django's registry."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class VoicechatConfig(AppConfig):
    name = "voicechat"
    verbose_name = _("Voice chat")

    def ready(self) -> None:
        """Have every deployment, which begins with `migrate`, lock the users of development."""
        post_migrate.connect(_lock_development_users, sender=self)


def _lock_development_users(**kwargs: Any) -> None:
    from voicechat.development import lock_users

    if not settings.DEBUG:
        lock_users()
