"""What the browser's modules say, in the reader's language."""

import json
from typing import Any

from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.vary import vary_on_headers
from django.views.i18n import JavaScriptCatalog


class Words(JavaScriptCatalog):
    """Django's catalogue without its functions: `i18n.js` has the three that are used."""

    packages = ["voicechat"]

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Give the words, and which form of them goes with a number."""
        catalog = json.dumps(context["catalog"], ensure_ascii=False)
        script = f"globalThis.words={{catalog:{catalog},form:n=>+({context['plural'] or 'n!=1'})}}"
        return HttpResponse(script, "text/javascript; charset=utf-8")


words = cache_control(private=True, max_age=3600)(
    vary_on_headers("Cookie", "Accept-Language")(Words.as_view())
)
