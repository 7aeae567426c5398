"""Reports of errors to a Sentry, if the setting SENTRY_DSN names one.

What is sent is chosen here, field by field: where the code failed and for which request. No
message of an exception, no variable and no address is, as each may hold a secret or spoken words.
"""

from typing import TYPE_CHECKING, cast

from voicechat.request_log import facts

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

KEPT = (
    *("event_id", "timestamp", "platform", "level", "logger"),
    *("release", "environment", "server_name", "sdk", "transaction"),
)


def start(dsn: str) -> None:
    """Send reports to `dsn` from now on."""
    import sentry_sdk  # only here: it hooks into much of what a process does
    from sentry_sdk.integrations.logging import ignore_logger

    ignore_logger("django.security.DisallowedHost")  # anybody may ask for a name that is not ours
    sentry_sdk.init(
        dsn,
        before_send=bare,
        include_local_variables=False,
        max_breadcrumbs=0,
        max_request_body_size="never",
        send_client_reports=False,
        auto_session_tracking=False,
        trace_propagation_targets=[],  # the provider is not told of it
    )


def bare(event: "Event", hint: "Hint") -> "Event":
    """Give of a report what may leave the site."""
    kept = {name: value for name, value in event.items() if name in KEPT}
    kept["tags"] = {name: str(value) for name, value in facts().items()}
    # The text in the code, without what is put into it, of those who keep the two apart.
    if "logentry" in event and event.get("logger", "").startswith(("voicechat", "django.request")):
        kept["logentry"] = {"message": event["logentry"].get("message", "")}
    if "exception" in event:
        errors = event["exception"]["values"]
        kept["exception"] = {"values": [{**error, "value": ""} for error in errors]}
    return cast("Event", kept)
