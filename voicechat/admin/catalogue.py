"""What personas choose from: models and voices."""

from decimal import Decimal
from typing import Any, cast

from django.contrib import admin
from django.db.models import DecimalField, QuerySet
from django.forms import NumberInput
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from voicechat.admin.changes import ChangesMixin
from voicechat.admin.looking_after import personas_of, shutdown_words, with_personas
from voicechat.admin.parts import NamedFieldsMixin, ReadOnlyMixin
from voicechat.history.bills import prices_in_words
from voicechat.models import Price, SpeechModel, Voice, VoiceSample
from voicechat.models.ledger import site_day


class PriceInput(NumberInput):
    """As short as a price is, so that all of a model's stand in one line."""

    def __init__(self) -> None:
        super().__init__({"class": "vIntegerField"})

    def format_value(self, value: Any) -> str | None:
        """Leave out the zeros at the end."""
        exact = f"{value.normalize():f}" if isinstance(value, Decimal) else value
        return cast("str | None", super().format_value(exact))


class PriceInline(NamedFieldsMixin, admin.TabularInline[Price, SpeechModel]):
    """What a model costs, and since when."""

    model = Price
    extra = 0
    formfield_overrides = {DecimalField: {"widget": PriceInput}}


@admin.register(SpeechModel)
class SpeechModelAdmin(NamedFieldsMixin, ChangesMixin, admin.ModelAdmin[SpeechModel]):
    """Models and their prices."""

    list_display = [
        "name",
        "purpose",
        "description",
        "is_available",
        "shuts_down",
        "personas",
        "price_now",
        "position",
    ]
    list_editable = ["is_available", "position"]
    list_filter = ["purpose", "is_available"]
    search_fields = ["name"]
    inlines = [PriceInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SpeechModel]:
        """Fetch the prices, too, the newest first, and how many personas use each."""
        models = super().get_queryset(request).prefetch_related("price_rows")
        return with_personas(models, "model")

    @admin.display(description=_("price"))
    def price_now(self, model: SpeechModel) -> str:
        """Show what holds today."""
        today = site_day(timezone.now())
        rows = (row for row in model.price_rows.all() if row.since <= today)
        newest = next(rows, None)
        known = newest and prices_in_words(newest.prices)
        return known or gettext("not known: what it is used for counts without a cost")

    @admin.display(description=_("shuts down on"), ordering="shuts_down_on", empty_value="–")
    def shuts_down(self, model: SpeechModel) -> SafeString | None:
        """Show the day, and warn in time."""
        return shutdown_words(model)

    @admin.display(description=_("personas"), ordering="persona_count")
    def personas(self, model: SpeechModel) -> SafeString:
        """Lead to those who use it."""
        return personas_of(model, "model")


@admin.register(Voice)
class VoiceAdmin(NamedFieldsMixin, ChangesMixin, admin.ModelAdmin[Voice]):
    """Voices."""

    list_display = ["name", "description", "is_available", "personas", "position"]
    list_editable = ["is_available", "position"]
    search_fields = ["name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Voice]:
        """Add how many personas use each."""
        return with_personas(super().get_queryset(request), "voice")

    @admin.display(description=_("personas"), ordering="persona_count")
    def personas(self, voice: Voice) -> SafeString:
        """Lead to those who use it."""
        return personas_of(voice, "voice")


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
