"""What happens to the network between a browser and all that it talks with."""

import pytest

from tests.faults.kept import goes_on, is_kept
from tests.faults.network import Network
from tests.faults.person import Person
from tests.faults.sites import LockableSite


def live_through(person: Person, site: LockableSite, network: Network, *, is_noticed: bool) -> None:
    """Lose the network in mid-reply, for 20 s, and go on with the conversation after that."""
    with goes_on(person, site, "lost"):
        network.down()
        person.page.context.set_offline(is_noticed)
        person.is_cut_off()
        person.page.wait_for_timeout(20_000)
        network.up()
        person.page.context.set_offline(False)


@pytest.mark.fault(
    "The network is gone for 20 s, and the browser is told (as without Wi-Fi)",
    "The page says Reconnecting, then the conversation goes on in a new call.",
    "what was being said",
)
def test_network_gone(person: Person, site: LockableSite, network: Network) -> None:
    live_through(person, site, network, is_noticed=True)


@pytest.mark.fault(
    "The network is gone for 20 s, and nobody is told (as behind a router that hangs)",
    "The page says Reconnecting, then the conversation goes on in a new call.",
    "what was being said",
)
def test_network_silent(person: Person, site: LockableSite, network: Network) -> None:
    live_through(person, site, network, is_noticed=False)


@pytest.mark.fault(
    "The network is gone for good, and the page is closed",
    "The next visit, to any page and over another network, delivers what waited.",
    "what was being said",
)
def test_network_gone_for_good(person: Person, site: LockableSite, network: Network) -> None:
    person.talk()
    site.kill()  # for the last lines to wait
    person.write("Is anybody there?")
    network.down()
    said = person.finished()
    person.page.close(run_before_unload=True)
    person.close()
    network.up()
    site.start()
    person.visit("/history/")
    is_kept(site, said)
    site.close_abandoned_calls()
    # The browser may be gone before the end is on its disk, too.
    assert site.ends() in (["page_closed"], ["abandoned"])
