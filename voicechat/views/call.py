"""The call page; for a visitor, what the site is."""

from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from voicechat.models import Persona, SpeechModel, User, Voice

# What the page says of a persona beside the settings of one call.
SHOWN = ("name", "voice", "model", "speed", "languages", "turn_detection")


@require_safe
@ensure_csrf_cookie
def call(request: HttpRequest) -> HttpResponse:
    """Show the call page, ready to start."""
    if not request.user.is_authenticated:
        return render(request, "voicechat/welcome.html")
    user = request.user
    personas = list(Persona.objects.for_user(user))
    chosen = _chosen(personas, request.GET.get("persona", ""), user)
    context = {"personas": personas, "chosen": chosen, **page_context(personas)}
    return render(request, "voicechat/call.html", context)


def page_context(
    personas: list[Persona], conversation: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Give what every page of a call shows, with whichever of `personas` it may be.

    `conversation` is what the page's modules need to know of the one that is to go on.
    """
    models = list(SpeechModel.objects.all())
    return {
        "has_samples": bool(settings.SAMPLE_MODEL),
        "has_sockets": settings.REALTIME_SIGNALLING == "client",
        "voices": Voice.objects.filter(is_available=True),
        "models": models,
        "config": _config(personas, models) | {"conversation": conversation},
        "modules": _modules(),
    }


@cache
def _modules() -> list[str]:
    """Give the addresses of the page's modules, so that none waits for another to name it."""
    root = Path(settings.STATICFILES_DIRS[0])
    found = sorted(set((root / "voicechat/js").rglob("*.js")) - _loaded_when_needed(root))
    return [static(path.relative_to(root).as_posix()) for path in found]


def _loaded_when_needed(root: Path) -> set[Path]:
    """Give the modules that not every call, or only another page, needs."""
    names = ("audio_worklet", "output_buffer", "pcm", "voice_line", "websocket")
    modules = [*(f"transports/{name}" for name in names), "event_log", "sample", "forget"]
    modules += ["ui/events", "ui/refused"]
    scripts = root / "voicechat/js"
    return {scripts / f"{module}.js" for module in modules} | set(scripts.glob("history/*.js"))


def _chosen(personas: list[Persona], wanted: str, user: User) -> Persona | None:
    """Give the persona of the address, else the user's default, else the first."""
    by_id = {str(persona.pk): persona for persona in personas}
    default = by_id.get(str(user.default_persona_id))
    return by_id.get(wanted) or default or next(iter(personas), None)


def _config(personas: list[Persona], models: list[SpeechModel]) -> dict[str, Any]:
    """Give what the page's modules need to know; nothing secret."""
    return {
        "calls_url": reverse("api:start_call"),
        "samples_url": reverse("api:voice_sample", args=["VOICE"]),
        "worklet_url": static("voicechat/js/transports/audio_worklet.js"),
        "personas": [
            {"id": str(persona.pk)} | {name: getattr(persona, name) for name in SHOWN}
            for persona in personas
        ],
        "prices": {model.name: _prices(model) for model in models},
    }


def _prices(model: SpeechModel) -> dict[str, float]:
    """Give a price list for an estimate; the books are kept in decimals."""
    return {kind: float(price) for kind, price in asdict(model.prices).items()}
