"""What must hold of the database after a fault."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.faults.person import Person, Said
from tests.faults.sites import LockableSite
from tests.support.processes import has_ended, wait_until


def is_kept(site: LockableSite, said: list[Said]) -> None:
    """Wait until all that was said is stored, once and in order; nothing else may be unfinished."""
    with suppress(TimeoutError):  # the comparison says more
        wait_until(lambda: _stored_of(site, said) == said)
    assert _stored_of(site, said) == said
    assert len(said) > 2, "too little was said"
    assert "pending" not in {state for _, state, _ in site.turns()}


def _stored_of(site: LockableSite, said: list[Said]) -> list[Said]:
    """The rows with words of `said`, whatever became of them."""
    words = {(role, text) for role, _, text in said}
    return [row for row in site.turns() if (row[0], row[2]) in words]


@contextmanager
def goes_on(person: Person, site: LockableSite, why: str) -> Iterator[None]:
    """Cut a call off within, in mid-reply, and mend it: the conversation goes on in a new one."""
    said = person.talk()
    person.ask("Tell me more.")
    yield
    person.goes_on()
    assert person.finished()[: len(said)] == said
    person.end()
    is_kept(site, person.finished())
    has_ended(site, why, "ended")
