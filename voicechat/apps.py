"""The application's entry in Django's registry."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_delete, pre_migrate
from django.utils.translation import gettext_lazy as _


class VoicechatConfig(AppConfig):
    name = "voicechat"
    verbose_name = _("Voice chat")

    def ready(self) -> None:
        """Have every deployment, which begins with `migrate`, lock the users of development.

        And have what is said be found, on whatever database and after whatever migration; and no
        call go on that is not known any more.
        """
        from voicechat import ending, error_reports
        from voicechat.history.search import index

        if settings.SENTRY_DSN:
            error_reports.start(settings.SENTRY_DSN)
        post_migrate.connect(_lock_development_users, sender=self)
        connection_created.connect(index.connected)
        pre_migrate.connect(index.before_migrations, sender=self)
        post_migrate.connect(index.after_migrations, sender=self)
        pre_delete.connect(ending.before_deletion, sender="voicechat.Call")


def _lock_development_users(**kwargs: Any) -> None:
    from voicechat.development import lock_users

    if not settings.DEBUG:
        lock_users()
