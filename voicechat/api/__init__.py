"""The JSON that the browser client speaks, under `/api/`. Described at `/api/openapi.json`."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.security import django_auth

from voicechat.api import calls, conversations, offers, problems, records, voices

api = NinjaAPI(
    title="Voice chat",
    version="1",
    description=(
        "What the call page asks of its own site. Signed in by the session cookie; every change "
        "needs the header X-CSRFToken. Every refusal has the shape of `Problem`."
    ),
    auth=django_auth,
    docs_url=None,
    urls_namespace="api",
)
api.add_router("/calls", calls.router)
api.add_router("/calls", offers.router)
api.add_router("/calls", records.router)
api.add_router("/conversations", conversations.router)
api.add_router("/voices", voices.router)
problems.add_handlers(api)


@csrf_exempt  # it does nothing
def unknown_address(request: HttpRequest, address: str) -> HttpResponse:
    """Answer what no endpoint is for, as the endpoints refuse something."""
    return problems.unknown_address(api, request)
