"""How the site is set up."""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import Tags, run_checks

from voicechat.doctor.findings import Finding, problem, warning, well


def exposure() -> Iterator[Finding]:
    """Whether the site is fit to be reached by others."""
    if settings.DEBUG:
        yield warning(
            "DEBUG is on: errors are shown in full, and everybody knows two passwords.",
            "Set DEBUG=off where others can reach the site.",
        )
        return
    yield well(f"It answers to {', '.join(settings.ALLOWED_HOSTS)}.")
    if not settings.HTTPS_ONLY:
        yield warning(
            "HTTPS_ONLY is off: browsers give their microphone to https and localhost only.",
            "Put a proxy in front that ends TLS, and leave HTTPS_ONLY out.",
        )
    elif not settings.BEHIND_TLS_PROXY:
        yield warning(
            "BEHIND_TLS_PROXY is off: behind a proxy every request leads to itself again.",
            "Set BEHIND_TLS_PROXY=on if a proxy ends TLS, as gunicorn itself does not.",
        )
    for message in run_checks(tags=[Tags.security], include_deployment_checks=True):
        if not message.is_silenced():
            yield problem(str(message.msg), message.hint or "See docs/security.md.")


def sends_mail() -> bool:
    """Say whether e-mails leave this machine, rather than being written down or forgotten."""
    return not settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "dummy.EmailBackend"))


def mail() -> Iterator[Finding]:
    """Whether e-mails reach anybody."""
    if not sends_mail():
        yield warning(
            "E-mails are not sent: nobody can reset a forgotten password.",
            "Set EMAIL_URL, such as smtp+tls://user:password@host:587.",
        )
    else:
        yield well(f"E-mails go to {settings.EMAIL_HOST}.")
