"""What the whole site used: today, this month, any month, and as a sheet."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from voicechat.admin.parts import ReadOnlyMixin
from voicechat.models import DayUsage
from voicechat.realtime.prices import TOKEN_KINDS
from voicechat.usage import days, reports, tables
from voicechat.usage.figures import Figures
from voicechat.usage.months import Month, months
from voicechat.usage.sheet import sheet
from voicechat.views.usage import read


@admin.register(DayUsage)
class DayUsageAdmin(ReadOnlyMixin, admin.ModelAdmin[DayUsage]):
    """The ledger: nobody writes into it, and instead of a list there are its sums."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Have it stay: limits rest on it."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Add the sheet."""
        view = self.admin_site.admin_view(self.download)
        return [path("<str:month>.csv", view, name="voicechat_dayusage_csv"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the sums of a month, of today and of this month."""
        self._require_permission(request)
        ledger = DayUsage.objects.all()
        this = Month.of(reports.today())
        shown = read(request.GET.get("month", ""), this)
        by_day = reports.by_day(ledger, shown)
        now = by_day if shown == this else reports.by_day(ledger, this)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Usage"),
            "opts": self.opts,
            "month": shown,
            "this": this,
            "months": months(reports.first_month(ledger) or this, this),
            "today": now[reports.today()],
            "this_total": sum(now.values(), Figures()),
            "total": sum(by_day.values(), Figures()),
            "days": tables.by_day(by_day),
            "charts": [draw(by_day) for draw in CHARTS],
            "tables": _tables(reports.in_month(ledger, shown)),
        }
        return TemplateResponse(request, "admin/voicechat/dayusage/change_list.html", context)

    def download(self, request: HttpRequest, month: str) -> StreamingHttpResponse:
        """Give a month of the ledger as it is, row by row."""
        self._require_permission(request)
        shown = read(month, Month.of(reports.today()))
        answer = StreamingHttpResponse(sheet(_rows(shown)), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="usage-{shown}.csv"'
        return answer

    def _require_permission(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied


CHARTS = (days.cost_by_day, days.minutes_by_day, days.calls_by_day)


def _tables(ledger: Any) -> list[tuple[str, str, list[tables.Row]]]:
    """Give a month by what the ledger tells apart: a caption, what stands first, the rows."""
    return [
        (_("By person"), _("Person"), tables.table(reports.by_person(ledger))),
        (_("By persona"), _("Persona"), tables.table(reports.by_persona(ledger))),
        (_("By model"), _("Model"), tables.table(reports.by_model(ledger))),
    ]


def _rows(month: Month) -> Iterator[tuple[Any, ...]]:
    ledger = reports.in_month(DayUsage.objects.all(), month).order_by("day", "pk")
    columns = ("calls", "seconds", "responses", "transcriptions", "unpriced", *TOKEN_KINDS)
    return ledger.values_list(
        "day",
        Coalesce("owner__email", Value("")),
        Coalesce("persona__name", "persona_name"),
        "model",
        *columns,
        F("transcribed_ms") / 1_000.0,
        "cost",
    ).iterator()
