"""What may be wrong with an installation, and what to do: `manage.py doctor`."""

from collections.abc import Callable, Iterator

from voicechat.doctor import provider, site, storage
from voicechat.doctor.findings import Finding, problem

# In the order in which one thing needs another.
CHECKS: dict[str, Callable[[], Iterator[Finding]]] = {
    "Who reaches the site": site.exposure,
    "E-mail": site.mail,
    "The database": storage.database,
    "The cache": storage.cache,
    "Static files": storage.static_files,
    "Room on the disk": storage.room,
    "What is due to be tidied up": storage.housekeeping,
    "The provider": provider.key_and_models,
    "The clock": provider.clock,
    "The way of sound": provider.media,
}


def examine() -> Iterator[Finding]:
    """Look at everything, and go on where a look itself fails."""
    for name, check in CHECKS.items():
        try:
            yield from check()
        except Exception as error:  # the doctor is called when anything may be broken
            yield problem(
                f"{name} could not be looked at: {type(error).__name__}.",
                "Mend what is said above first, then call the doctor again.",
            )
