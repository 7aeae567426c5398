"""The call page; for a visitor, what the site is."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from voicechat.headers import has_calls
from voicechat.models import Persona, Price, SpeechModel, User, Voice
from voicechat.realtime.prices import PriceList
from voicechat.views.trying import can_be_tried

# What the page says of a persona beside the settings of one call.
SHOWN = ("name", "voice", "model", "speed", "languages", "turn_detection")


@require_safe
@ensure_csrf_cookie
@has_calls
def call(request: HttpRequest) -> HttpResponse:
    """Show the call page, ready to start."""
    if not request.user.is_authenticated:
        return render(request, "voicechat/welcome.html", {"can_be_tried": can_be_tried()})
    user = request.user
    personas = _offered(user, request.GET.get("persona", ""))
    chosen = _chosen(personas, request.GET.get("persona", ""), user)
    context = {"personas": personas, "chosen": chosen, **page_context(user, personas)}
    return render(request, "voicechat/call.html", context)


def page_context(
    user: User, personas: list[Persona], conversation: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Give what every page of a call shows a person, with whichever of `personas` it may be.

    `conversation` is what the page's modules need to know of the one that is to go on.
    """
    models = list(SpeechModel.objects.offered())
    return {
        "has_samples": bool(settings.SAMPLE_MODEL),
        "has_sockets": settings.REALTIME_SIGNALLING == "client",
        "voices": Voice.objects.offered(),
        "models": models,
        "config": _config(user, personas) | {"conversation": conversation},
    }


def _offered(user: User, wanted: str) -> list[Persona]:
    """Give what the user may choose from, and the persona of the address if it may be tried."""
    personas = Persona.objects.for_user(user).by_use(user)
    if not wanted or wanted in {str(persona.pk) for persona in personas}:
        return personas
    try:
        return [*personas, *Persona.objects.to_talk_with(user).filter(pk=wanted)]
    except ValidationError:  # no id at all
        return personas


def _chosen(personas: list[Persona], wanted: str, user: User) -> Persona | None:
    """Give the persona of the address, else the user's default, else the first."""
    by_id = {str(persona.pk): persona for persona in personas}
    default = by_id.get(str(user.default_persona_id))
    return by_id.get(wanted) or default or next(iter(personas), None)


def _config(user: User, personas: list[Persona]) -> dict[str, Any]:
    """Give what the page's modules need to know; nothing secret."""
    return {
        "calls_url": reverse("api:start_call"),
        "samples_url": reverse("api:voice_sample", args=["VOICE"]),
        "worklet_url": static("voicechat/js/transports/audio_worklet.js"),
        "talking": {"turn_detection": user.microphone_mode},
        "personas": [
            {"id": str(persona.pk)} | {name: getattr(persona, name) for name in SHOWN}
            for persona in personas
        ],
        "prices": {name: _known(prices) for name, prices in Price.objects.today().items()},
    }


def _known(prices: PriceList) -> dict[str, float]:
    """Give a price list for an estimate, as far as it is known; the books are kept in decimals."""
    return {kind: float(price) for kind, price in asdict(prices).items() if price is not None}
