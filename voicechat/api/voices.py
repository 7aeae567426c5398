"""Hearing a voice before a call."""

from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Router

from voicechat.api import schemas
from voicechat.models import Voice, VoiceSample
from voicechat.realtime.client import realtime_client

router = Router(tags=["voices"])

BROWSERS_KEEP = 30 * 24 * 3600  # seconds
REFUSALS = dict.fromkeys((401, 404, 429, 502, 503, 504), schemas.ProblemAnswer)
SOUND = {"responses": {200: {"description": "OK", "content": {"audio/wav": {}}}}}


@router.get("/{name}/sample", response=REFUSALS, openapi_extra=SOUND)
def voice_sample(request: HttpRequest, name: str) -> HttpResponse | None:
    """Give a few words in a voice, in the person's language. Bought once, then kept."""
    if not settings.SAMPLE_MODEL:
        raise Http404
    voice = get_object_or_404(Voice.objects.offered(), name=name)
    language = (get_language() or settings.LANGUAGE_CODE).partition("-")[0]  # without the script
    key = {"language": language, "model": settings.SAMPLE_MODEL}
    sample = voice.samples.filter(**key).first() or _make(voice, key)
    response = HttpResponse(bytes(sample.sound), content_type=sample.content_type)
    patch_cache_control(response, private=True, max_age=BROWSERS_KEEP)
    response["ETag"] = etag = f'"{sha256(response.content).hexdigest()}"'
    return get_conditional_response(request, etag=etag, response=response)


def _make(voice: Voice, key: dict[str, str]) -> VoiceSample:
    """Have it spoken and keep it. Whoever asks at the same time gets the one that was kept first.

    Raises a ProviderError.
    """
    words = _("Hello! This is how I sound. What shall we talk about?")
    sound = realtime_client().speak(words, voice=voice.name, **key)
    return voice.samples.get_or_create(**key, defaults={"sound": sound})[0]
