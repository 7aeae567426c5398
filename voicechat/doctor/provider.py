"""The Realtime API, as it is reached from here."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from voicechat.doctor.findings import Finding, problem, warning, well
from voicechat.models import SpeechModel
from voicechat.realtime import errors
from voicechat.realtime.client import realtime_client

MOST_OFF = 30.0  # seconds; a key lasts sixty
REMEDIES: dict[type[errors.ProviderError], str] = {
    errors.KeyRefusedError: "Set OPENAI_API_KEY to a key that may use the Realtime API.",
    errors.QuotaExhaustedError: "Add credit to the account of the key.",
    errors.RateLimitedError: "Wait a moment, then call the doctor again.",
}
UNREACHED = "Look at REALTIME_BASE_URL, and let this machine reach it by https."


def key_and_models() -> Iterator[Finding]:
    """Whether the key is accepted, and offers the models that people may choose."""
    base = settings.REALTIME_BASE_URL
    if settings.REALTIME_IS_LOCAL:
        yield _local_peer()
        return
    try:
        known = realtime_client().models()
    except errors.ProviderError as error:
        remedy = REMEDIES.get(type(error), UNREACHED)
        yield problem(f"{base} did not give its models: {type(error).__name__}.", remedy)
        return
    yield well(f"{base} accepts the key.")
    wanted = {*SpeechModel.objects.offered().values_list("name", flat=True)}
    wanted |= {settings.TRANSCRIPTION_MODEL, settings.SAMPLE_MODEL} - {""}
    for name in sorted(wanted - known):
        yield problem(
            f"The key may not use {name}.",
            "Withdraw the model in the admin, choose another in the settings, or let the "
            "project of the key use it.",
        )


def _local_peer() -> Finding:
    base = settings.REALTIME_BASE_URL
    try:
        realtime_client().reach()
    except errors.ProviderError as error:
        return problem(
            f"There is no OPENAI_API_KEY, and no local peer at {base}: {type(error).__name__}.",
            "Set the key; or `make run` starts the site with a local peer.",
        )
    return well(f"The local peer answers at {base}; there is no OPENAI_API_KEY.")


def clock() -> Iterator[Finding]:
    """Whether this machine's clock is the provider's: keys last a minute."""
    off = realtime_client().clock_offset()
    if off is None:
        yield warning("The provider does not say what time it is.", "Compare this clock yourself.")
    elif abs(off) > MOST_OFF:
        yield problem(
            f"The clock of this machine is {abs(off):.0f} s {'slow' if off > 0 else 'fast'}.",
            "Have it set by NTP (`timedatectl set-ntp true`).",
        )
    else:
        yield well("The clock is right.")


def media() -> Iterator[Finding]:
    """Whether UDP is routed to where the provider is; sound goes there from browsers, without TURN.

    Whether a firewall drops it on the way no machine but the browser's can tell.
    """
    parts = urlsplit(settings.REALTIME_BASE_URL)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_DGRAM)[0]
    try:
        with socket.socket(address[0], socket.SOCK_DGRAM) as probe:
            probe.connect(address[4])  # which sends nothing
    except OSError:
        yield warning(
            "From here no UDP is routed to the provider.",
            "It is browsers that need it. Where theirs is blocked as well, calls go over a "
            "WebSocket by themselves: the call page says so under Numbers.",
        )
    else:
        yield well("UDP is routed to the provider; the call page tells what browsers really use.")
