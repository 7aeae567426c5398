"""What all of the server's handlers share: keys, bodies, errors and origins."""

import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from .errors import ApiError

logger = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

# A page of any origin may call with a client secret, as at the provider: no cookie is involved.
CORS_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "POST, OPTIONS",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Expose-Headers": "Location",
    "Access-Control-Max-Age": "86400",
}


def bearer(request: web.Request) -> str:
    """Returns the key of the Authorization header.

    Raises:
        ApiError: There is none (401).
    """
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        message = "You did not provide an API key: use an Authorization header with a bearer token."
        raise ApiError(message, code="missing_api_key", status=401)
    return key.strip()


async def json_body(request: web.Request) -> dict[str, Any]:
    """Returns the object that the request holds; an empty body counts as an empty object.

    Raises:
        ApiError: The body is something else.
    """
    try:
        body = json.loads(await request.read() or "{}")
    except (ValueError, RecursionError):
        raise ApiError("The body is not valid JSON.", code="invalid_json") from None
    if not isinstance(body, dict):
        raise ApiError("The body is not a JSON object.", code="invalid_json")
    return body


@web.middleware
async def refuse_in_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Gives every refusal the provider's shape, the web framework's own included."""
    try:
        return await handler(request)
    except ApiError as error:
        refusal = error
    except web.HTTPException as error:
        refusal = ApiError(error.reason, status=error.status)
    except Exception:
        logger.exception("A request failed.")
        refusal = ApiError("The server had an error.", code="server_error", status=500)
    return web.json_response({"error": refusal.as_dict()}, status=refusal.status)


@web.middleware
async def allow_any_origin(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Lets browsers read every answer."""
    response = await handler(request)
    response.headers.update(CORS_HEADERS)
    return response
