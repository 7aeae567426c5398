"""What several pages of the admin have in common."""

import json
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field as ModelField
from django.db.models import Model
from django.forms import Field
from django.http import Http404, HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString


def as_json(value: Any) -> SafeString:
    """Show data as JSON."""
    return format_html("<pre>{}</pre>", json.dumps(value, indent=2, ensure_ascii=False))


def check_key(model: type[Model], key: str) -> None:
    """Raise Http404 for what cannot be the key of a row, as an address may name anything."""
    field: Any = model._meta.pk
    try:
        field.clean(key, None)
    except ValidationError as error:
        raise Http404 from error


class UsableInitialMixin:
    """A form whose address may fill it in, as far as that makes sense."""

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Leave out what cannot be the key of another row."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)  # type: ignore[misc]
        return {name: value for name, value in initial.items() if self._is_usable(name, value)}

    def _is_usable(self, name: str, value: str) -> bool:
        try:
            field = self.opts.get_field(name)  # type: ignore[attr-defined]
            if field.many_to_one:
                field.target_field.clean(value, None)
        except (FieldDoesNotExist, ValidationError):
            return False
        return True


class NamedFieldsMixin:
    """Fields in a table, which have the name of their column but for those who cannot see it."""

    def formfield_for_dbfield(
        self, db_field: ModelField[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Field | None:
        """Have each field say what it is."""
        field: Field | None = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field:
            field.widget.attrs["aria-label"] = field.label
        return field


class ReadOnlyMixin:
    """Rows that are a record of what happened: to be read or deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds what was not said."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes what was said."""
        return False
