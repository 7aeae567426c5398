"""What may be wrong with an installation, and what to do: `manage.py doctor`."""

from collections.abc import Callable, Iterator

from voicechat.doctor import provider, site, storage
from voicechat.doctor.findings import Finding, problem

CHECKS: list[Callable[[], Iterator[Finding]]] = [
    site.exposure,
    site.mail,
    storage.database,
    storage.cache,
    storage.static_files,
    storage.room,
    storage.housekeeping,
    provider.key_and_models,
    provider.clock,
    provider.media,
]


def examine() -> Iterator[Finding]:
    """Look at everything, and go on where a look itself fails."""
    for check in CHECKS:
        try:
            yield from check()
        except Exception as error:  # the doctor is called when anything may be broken
            yield problem(
                f"{check.__module__}.{check.__name__} could not be looked at: "
                f"{type(error).__name__}.",
                "Mend what is said above first, then call the doctor again.",
            )
