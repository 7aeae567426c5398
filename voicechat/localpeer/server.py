"""The HTTP side: client secrets, calls by WebRTC and WebSocket, hang-ups."""

import asyncio

from aiohttp import web

from .access import Access
from .call import Call
from .client_secrets import DEFAULT_SECONDS, EXPIRES_AFTER
from .connection import Connection
from .equipment import Equipment
from .errors import ApiError
from .faults import Faults, FaultSwitch
from .http import allow_any_origin, bearer, json_body, refuse_in_json
from .ids import new_id
from .line import Line
from .misbehaving import fault_routes, misbehaving
from .offers import read_offer
from .responder import EchoResponder, Responder
from .settings import Settings, effective_session, shown
from .speech.interfaces import Speech
from .validation import anything, fields
from .websocket import SocketLine, offered_key

CALLS = "/v1/realtime/calls"

MAX_BODY_BYTES = 256 * 1024
MAX_CALLS = 50

NO_FAULTS = Faults()

SECRET_REQUEST = fields({"expires_after": EXPIRES_AFTER, "session": anything})


class Server:
    """The Realtime API's HTTP interface, as far as a voice client and its site need it.

    Attributes:
        faults: What goes wrong.
    """

    def __init__(
        self,
        api_key: str,
        speech: Speech,
        *,
        responder: Responder | None = None,
        faults: Faults = NO_FAULTS,
    ) -> None:
        """
        Args:
            api_key: The key that opens everything.
            speech: The software to hear and speak with.
            responder: Finds the words of replies; None repeats what it hears.
            faults: What is to go wrong at first; `faults.set` of the server changes it.
        """
        self.faults = FaultSwitch(faults)
        self._access = Access(api_key)
        self._equipment = Equipment(speech, responder or EchoResponder(), self.faults)
        self._calls: dict[str, Call] = {}

    def application(self) -> web.Application:
        """The routes, ready to be served; calls end when it shuts down."""
        middlewares = [allow_any_origin, refuse_in_json, misbehaving(self.faults)]
        app = web.Application(middlewares=middlewares, client_max_size=MAX_BODY_BYTES)
        app.add_routes(
            [
                web.get("/healthz", self._health),
                web.get("/v1/realtime", self._open_socket, name="websocket"),
                web.post("/v1/realtime/client_secrets", self._create_secret, name="mint"),
                web.post(CALLS, self._create_call, name="call"),
                web.options(CALLS, self._preflight),
                web.post(f"{CALLS}/{{call_id}}/hangup", self._hang_up, name="hangup"),
            ]
        )
        app.add_routes(fault_routes(self.faults, self._access))
        app.on_shutdown.append(self._close)
        return app

    async def _create_secret(self, request: web.Request) -> web.Response:
        self._access.require_api_key(bearer(request))
        body = await json_body(request)
        SECRET_REQUEST(body, "")
        session = effective_session(body.get("session", {"type": "realtime"}))
        seconds = body.get("expires_after", {}).get("seconds", DEFAULT_SECONDS)
        secret = self._access.mint(session, seconds)
        answer = {"id": new_id("sess"), "object": "realtime.session", **shown(session)}
        return web.json_response(
            {"value": secret.value, "expires_at": secret.expires_at, "session": answer}
        )

    async def _create_call(self, request: web.Request) -> web.Response:
        preset = self._access.session_of(bearer(request))
        offer, settings = await read_offer(request, preset)
        line = Connection()
        call = self._admit(settings, line)
        try:
            answer = await line.answer(offer, call)
        except BaseException:
            await call.close()
            raise
        call.begin()
        return web.Response(
            status=201,
            text=answer,
            content_type="application/sdp",
            headers={"Location": f"{CALLS}/{call.id}"},
        )

    async def _open_socket(self, request: web.Request) -> web.StreamResponse:
        key = offered_key(request) or bearer(request)
        if (call_id := request.query.get("call_id")) is not None:
            return await self._join_call(request, key, call_id)
        settings = self._access.session_of(key) or _default_session(request)
        line = SocketLine()
        call = self._admit(settings, line)
        try:
            await line.accept(request)
            call.begin()
            call.opened()
            async for message in line.messages():
                call.received(message)
                await call.caught_up()
        finally:
            await call.close()
        return line.socket

    async def _join_call(self, request: web.Request, key: str, call_id: str) -> web.StreamResponse:
        # An ephemeral key is not told whether there is such a call.
        call = self._call(call_id if self._access.is_api_key(key) else "")
        line = SocketLine()
        await line.accept(request)
        call.join(line)
        try:
            async for message in line.messages():
                call.received(message)
        finally:
            call.leave(line)
            await line.close()
        return line.socket

    async def _hang_up(self, request: web.Request) -> web.Response:
        self._access.require_api_key(bearer(request))
        await self._call(request.match_info["call_id"]).close()
        return web.Response()

    async def _health(self, request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def _preflight(self, request: web.Request) -> web.Response:
        return web.Response(status=204)

    def _admit(self, settings: Settings, line: Line) -> Call:
        if len(self._calls) >= MAX_CALLS:
            message = f"This server carries at most {MAX_CALLS} calls at once."
            raise ApiError(message, code="rate_limit_exceeded", status=429)
        call = Call(new_id("rtc"), settings, self._equipment, line, self._forget)
        self._calls[call.id] = call
        return call

    def _call(self, call_id: str) -> Call:
        if (call := self._calls.get(call_id)) is None:
            message = "There is no such call."
            raise ApiError(message, code="call_id_not_found", status=404)
        return call

    def _forget(self, call_id: str) -> None:
        self._calls.pop(call_id, None)

    async def _close(self, app: web.Application) -> None:
        # Requests that hang would hold up the end.
        self.faults.set(NO_FAULTS)
        await asyncio.gather(*(call.close() for call in list(self._calls.values())))


def _default_session(request: web.Request) -> Settings:
    """The session of a server that connects with the API key: it names only the model."""
    if not (model := request.query.get("model")):
        message = "Missing required parameter: 'model'."
        raise ApiError(message, code="missing_required_parameter", param="model")
    return effective_session({"type": "realtime", "model": model})
