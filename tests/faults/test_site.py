"""What happens to the site and to its database."""

import pytest

from tests.faults.kept import is_kept
from tests.faults.person import Person
from tests.faults.sites import LockableSite
from tests.support.processes import has_ended


@pytest.mark.fault(
    "The site's processes are killed (SIGKILL) and started again",
    "The call goes on meanwhile; what is said in it waits and is stored afterwards.",
    "nothing",
)
def test_site_killed_and_started_again(person: Person, site: LockableSite) -> None:
    person.talk()
    site.kill()
    person.write("Is anybody there?")
    said = person.finished()
    site.start()
    is_kept(site, said)
    person.end()
    is_kept(site, said)
    has_ended(site, "ended")


@pytest.mark.fault(
    "The database is locked for 10 s",
    "The call goes on meanwhile; what is said in it waits and is stored afterwards.",
    "nothing",
)
def test_database_locked(person: Person, site: LockableSite) -> None:
    person.talk()
    with site.locked():
        person.write("Is anybody there?")
        person.page.wait_for_timeout(10_000)
        said = person.finished()
    is_kept(site, said)
    person.end()
    is_kept(site, said)
    has_ended(site, "ended")
