"""What personas choose from: models and voices."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from voicechat.admin.parts import ReadOnlyMixin
from voicechat.models import SpeechModel, Voice, VoiceSample


@admin.register(SpeechModel)
class SpeechModelAdmin(admin.ModelAdmin[SpeechModel]):
    """Models and their prices."""

    list_display = ["name", "description", "is_available", "shuts_down_on", "position"]
    list_editable = ["is_available", "position"]
    search_fields = ["name"]


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
