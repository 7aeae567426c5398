"""What personas choose from: models and voices."""

from django.contrib import admin
from django.db.models import DecimalField, QuerySet
from django.forms import NumberInput
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from voicechat.admin.parts import ReadOnlyMixin
from voicechat.history.bills import prices_in_words
from voicechat.models import Price, SpeechModel, Voice, VoiceSample
from voicechat.models.ledger import site_day


class PriceInline(admin.TabularInline[Price, SpeechModel]):
    """What a model costs, and since when."""

    model = Price
    extra = 0
    formfield_overrides = {
        DecimalField: {"widget": NumberInput(attrs={"class": "vIntegerField"})}  # no wider
    }


@admin.register(SpeechModel)
class SpeechModelAdmin(admin.ModelAdmin[SpeechModel]):
    """Models and their prices."""

    list_display = [
        "name",
        "purpose",
        "description",
        "is_available",
        "shuts_down_on",
        "price_now",
        "position",
    ]
    list_editable = ["is_available", "position"]
    list_filter = ["purpose", "is_available"]
    search_fields = ["name"]
    inlines = [PriceInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SpeechModel]:
        """Fetch the prices, too, the newest first."""
        return super().get_queryset(request).prefetch_related("price_rows")

    @admin.display(description=_("price"))
    def price_now(self, model: SpeechModel) -> str:
        """Show what holds today."""
        today = site_day(timezone.now())
        rows = (row for row in model.price_rows.all() if row.since <= today)
        newest = next(rows, None)
        return (newest and prices_in_words(newest.prices)) or _(
            "not known: what it is used for counts without a cost"
        )


@admin.register(Voice)
class VoiceAdmin(admin.ModelAdmin[Voice]):
    """Voices."""

    list_display = ["name", "description", "is_available", "position"]
    list_editable = ["is_available", "position"]
    search_fields = ["name"]


@admin.register(VoiceSample)
class VoiceSampleAdmin(ReadOnlyMixin, admin.ModelAdmin[VoiceSample]):
    """What voices sound like: delete a sample to have it made anew."""

    list_display = ["voice", "language", "model", "made_at"]
    list_filter = ["language", "model"]
    list_select_related = ["voice"]
    search_fields = ["voice__name"]
    fields = ["voice", "language", "model", "content_type", "made_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[VoiceSample]:
        """Leave the sound where it is."""
        return super().get_queryset(request).defer("sound")
