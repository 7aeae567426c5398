"""What admins changed: each earlier version of a row, who made it, and when."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models.signals import pre_save
from simple_history.models import HistoricalRecords

CREATED = "+"
MOST_REASON = 100  # characters


def because(row: Any, reason: str) -> None:
    """Have the next version of a row say why there is one."""
    row._change_reason = reason[:MOST_REASON]


class Changes(HistoricalRecords):  # type: ignore[misc]
    """Keeps the versions of a model's rows, of those alone for which `of` holds.

    Rows that no version is kept of, such as those of a migration, get a first one when they are
    about to change: else nobody could tell from what.
    """

    def __init__(self, *, of: Callable[[Any], bool] = lambda row: True, **options: Any) -> None:
        super().__init__(**options)
        self._of = of

    def finalize(self, sender: type[models.Model], **kwargs: Any) -> None:
        """Begin to look after a model, once that is complete."""
        super().finalize(sender, **kwargs)
        if sender is self.cls:
            pre_save.connect(self._keep_first, sender=sender, weak=False)

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        """Give versions no rights of their own: those on the row itself are what counts."""
        return {**super().get_meta_options(model), "default_permissions": ()}

    def get_meta_options_m2m(self, through_model: type[models.Model]) -> dict[str, Any]:
        """Give what belongs to a version none either."""
        return {**super().get_meta_options_m2m(through_model), "default_permissions": ()}

    def create_historical_record(self, instance: Any, *args: Any, **kwargs: Any) -> None:
        """Keep a version."""
        if self._of(instance):
            super().create_historical_record(instance, *args, **kwargs)

    def _keep_first(self, instance: Any, **kwargs: Any) -> None:
        if instance._state.adding or not self._of(instance):
            return
        if getattr(instance, self.manager_name).exists():
            return
        before = type(instance)._default_manager.filter(pk=instance.pk).first()
        if before is not None:
            before._history_user = None  # nobody who is known
            self.create_historical_record(before, CREATED)
