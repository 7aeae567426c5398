"""What a browser needs to have the site as an app of the device, and without a network.

It keeps one page for then, with nobody's name on it. All other pages stay where they are.
"""

import json
from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

PAPER = "#f8f4ec"  # as in base.css
LANGUAGES = [code for code, name in settings.LANGUAGES]
# What the page for then is made of.
OFFLINE_FILES = [
    *(f"voicechat/css/{name}.css" for name in ("base", "shell", "parts")),
    "voicechat/img/logo.svg",
    "voicechat/js/offline.js",
]


@require_safe
@cache_control(private=True, max_age=3600)
@vary_on_headers("Cookie", "Accept-Language")
def manifest(request: HttpRequest) -> HttpResponse:
    """Describe the app. Source: the W3C's Web Application Manifest."""
    icons = [
        {"src": static("voicechat/img/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
        *(
            {"src": static(f"voicechat/img/icon-{size}.png"), "sizes": f"{size}x{size}"}
            for size in (192, 512)
        ),
    ]
    pages = [(_("New conversation"), "call"), (_("History"), "history")]
    description = {
        "id": "/",
        "name": _("Voice chat"),
        "short_name": _("Voice chat"),
        "lang": get_language(),
        "start_url": reverse("call"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        # Round, or whatever else a device cuts: they have their colours to the edge.
        "icons": [{**icon, "purpose": "any maskable"} for icon in icons],
        "shortcuts": [{"name": name, "url": reverse(page)} for name, page in pages],
    }
    return JsonResponse(description, content_type="application/manifest+json")


@require_safe
def offline(request: HttpRequest, language: str) -> HttpResponse:
    """Show the page for when there is no network: the same for everybody, in each language."""
    if language not in LANGUAGES:
        raise Http404
    return HttpResponse(_offline_page(language), headers={"Content-Language": language})


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Give what runs in the browser between its pages and the site: the same for everybody.

    One that differed by language would be installed anew whenever somebody chooses another, and
    browsers let a page wait that is asked for just then.
    """
    pages = {language: reverse("offline", args=[language]) for language in LANGUAGES}
    files = [static(file) for file in OFFLINE_FILES]
    texts = [_offline_page(language) for language in LANGUAGES]
    version = sha256(json.dumps([files, texts]).encode()).hexdigest()[:12]
    context = {"pages": pages, "files": files, "version": version}
    return render(request, "voicechat/service_worker.js", context, "text/javascript; charset=utf-8")


def _offline_page(language: str) -> str:
    with override(language):
        return render_to_string("voicechat/offline.html")  # no request, and so without a user
