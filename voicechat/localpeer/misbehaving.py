"""HTTP that fails as it was told to, and the endpoint that tells it to."""

import asyncio

from aiohttp import web
from aiohttp.typedefs import Middleware

from .access import Access
from .errors import ApiError
from .faults import Faults, FaultSwitch
from .http import Handler, bearer, json_body

HTML = "<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>"


def misbehaving(switch: FaultSwitch) -> Middleware:
    """Has the routes that are named in `ENDPOINTS` fail by the faults of now."""

    @web.middleware
    async def misbehave(request: web.Request, handler: Handler) -> web.StreamResponse:
        name = request.match_info.route.name or ""
        faults = switch.current
        delays = {"mint": faults.mint_delay_s, "call": faults.answer_delay_s}
        await asyncio.sleep(delays.get(name, 0))
        refusal = faults.as_dict().get(name)
        if refusal == "hang":
            await switch.until(lambda now: now.as_dict()[name] != "hang")
        elif refusal is not None:
            return _refused(refusal, faults)
        return await handler(request)

    return misbehave


def fault_routes(switch: FaultSwitch, access: Access) -> list[web.RouteDef]:
    """`GET /faults` and `PUT /faults`, for whoever has the API key."""

    async def show(request: web.Request) -> web.Response:
        access.require_api_key(bearer(request))
        return web.json_response(switch.current.as_dict())

    async def change(request: web.Request) -> web.Response:
        access.require_api_key(bearer(request))
        switch.set(Faults.of(await json_body(request)))
        return web.json_response(switch.current.as_dict())

    return [web.get("/faults", show), web.put("/faults", change)]


def _refused(refusal: str, faults: Faults) -> web.Response:
    if refusal == "html":
        return web.Response(status=502, text=HTML, content_type="text/html")
    error = {
        "401": ApiError("Incorrect API key provided.", code="invalid_api_key", status=401),
        "429": ApiError("Rate limit reached.", code="rate_limit_exceeded", status=429),
        "500": ApiError("The server had an error.", code="server_error", status=500),
    }[refusal]
    headers = {"Retry-After": str(faults.retry_after_s)} if refusal == "429" else {}
    return web.json_response({"error": error.as_dict()}, status=error.status, headers=headers)
