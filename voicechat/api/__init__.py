"""The JSON that the browser client speaks, under `/api/`. Described at `/api/openapi.json`."""

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
