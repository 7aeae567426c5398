"""What several pages of the admin have in common."""

import json
from typing import Any

from django.db.models import Field as ModelField
from django.forms import Field
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString


def as_json(value: Any) -> SafeString:
    """Show data as JSON."""
    return format_html("<pre>{}</pre>", json.dumps(value, indent=2, ensure_ascii=False))


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
