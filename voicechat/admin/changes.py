"""The history of a row: who changed what, from what to what, and how it comes back."""

from difflib import SequenceMatcher
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin
from simple_history.models import to_historic
from simple_history.template_utils import HistoricalRecordContextHelper
from simple_history.utils import get_history_model_for_model

from voicechat.admin.parts import check_key
from voicechat.models.changes import because

MOST_SHOWN = 600  # characters of what a field held


class Differences(HistoricalRecordContextHelper):  # type: ignore[misc]
    """Writes what differs between two versions as people read it; nothing is written as nothing."""

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        """Write choices by their names."""
        value = super().prepare_delta_change_value(change, value)
        choices = dict(getattr(self.model._meta.get_field(change.field), "flatchoices", ()))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, str | int) and value in choices:
            return choices[value]
        return "" if value is None else localize(value)

    def stringify_delta_change_values(self, change: Any, old: Any, new: Any) -> tuple[str, str]:
        """Leave out, of long texts, the lines that are the same."""
        if isinstance(old, str) and isinstance(new, str) and "\n" in old + new:
            old, new = _differing_lines(old, new)
        before, after = super().stringify_delta_change_values(change, old, new)
        return str(before), str(after)


def _differing_lines(old: str, new: str) -> tuple[str, str]:
    before, after = old.splitlines(), new.splitlines()
    gone: list[str] = []
    came: list[str] = []
    for kind, *places in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            start, end, new_start, new_end = places
            gone += before[start:end]
            came += after[new_start:new_end]
    return "\n".join(gone), "\n".join(came)


def differences(model: type[Model], newer: Any, older: Any) -> list[dict[str, Any]]:
    """Give what differs between two versions of a row: fields, with what was and what is."""
    written = Differences(model, newer, max_displayed_delta_change_chars=MOST_SHOWN)
    found: list[dict[str, Any]] = written.context_for_delta_changes(newer.diff_against(older))
    return found


def _time(version: Any) -> str:
    return str(localize(timezone.localtime(version.history_date)))


class ChangesMixin(SimpleHistoryAdmin):  # type: ignore[misc]
    """A page of the admin that shows the versions of a row, and brings one back."""

    object_history_template: Any = "admin/changes.html"
    object_history_list_template = "admin/parts/changes.html"
    object_history_form_template = "admin/earlier_version.html"
    history_list_per_page = 25  # what groups a version had takes a query each

    def set_history_delta_changes(self, request: HttpRequest, page: Any, **options: Any) -> None:
        """Say also of the oldest version on a page what it changed."""
        before = page.paginator.object_list[page.end_index() : page.end_index() + 1]
        super().set_history_delta_changes(request, [*page, *before], **options)

    def get_historical_record_context_helper(self, request: HttpRequest, version: Any) -> Any:
        """Give what writes the differences."""
        return Differences(self.model, version, max_displayed_delta_change_chars=MOST_SHOWN)

    def history_form_view_title(self, request: HttpRequest, obj: Any) -> str:
        """Say which version of what it is."""
        return _("%(row)s, as of %(time)s") % {"row": obj, "time": _time(to_historic(obj))}

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show the versions of a row, if it is named as rows are."""
        check_key(self.model, object_id)
        answer: HttpResponse = super().history_view(request, object_id, extra_context)
        return answer

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show an earlier version; bring it back for those alone who may change the row."""
        check_key(self.model, object_id)
        check_key(get_history_model_for_model(self.model), version_id)
        if request.method == "POST" and not self.has_change_permission(request):
            raise PermissionDenied
        answer: HttpResponse = super().history_form_view(
            request, object_id, version_id, extra_context
        )
        return answer

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Note who did it, and which version it was that came back."""
        if version := to_historic(obj):
            because(obj, _("The version of %s was put back.") % _time(version))
        super().save_model(request, obj, form, change)
