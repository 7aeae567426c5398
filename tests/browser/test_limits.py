"""Limits in a real call: shown as they near, and held, with the page's help or without it."""

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import DecimalField
from playwright.sync_api import Page, Route, expect

from tests.browser.test_first_conversation import heard_by
from tests.browser.test_further_calls import status
from tests.browser.test_transports import start
from tests.support.browsers import Browsers
from tests.support.processes import Peer, Site, has_ended, wait_until

USED_UP = "You have used today's 1 minute. You can talk again tomorrow."
MOMENT = 12_000  # ms beyond its time in which a call has ended, and its page has noticed


def insert(site: Site, table: str, **values: object) -> None:
    """Insert a row; columns that must not be empty and are not named have their defaults."""
    fields = apps.get_model("voicechat", table)._meta.concrete_fields
    needed = {
        field.column: 0 if isinstance(field, DecimalField) else field.get_default()
        for field in fields
        if not field.null and not field.primary_key
    }
    with site.connect() as database:
        row = needed | values
        names, marks = ", ".join(row), ", ".join(["%s"] * len(row))
        database.execute(
            f"INSERT INTO voicechat_{table} ({names}) VALUES ({marks})",  # noqa: S608
            list(row.values()),
        )


def leave(site: Site, seconds: int) -> None:
    """Have everybody have one minute a day, of which the ordinary user has so much left."""
    insert(site, "limit", minutes_per_day=1)
    [(user,)] = site.rows("SELECT id FROM voicechat_user WHERE email = 'user@example.com'")
    today = str(datetime.now(UTC).date())
    insert(site, "dayusage", day=today, owner_id=user, seconds=60 - seconds)


@pytest.fixture(autouse=True)
def _no_limits_afterwards(site: Site) -> Iterator[None]:
    yield
    with site.connect() as database:
        database.execute("DELETE FROM voicechat_limit")
        database.execute("DELETE FROM voicechat_dayusage")


def goes_on_at(peer: Peer, call_id: str) -> bool:
    """Say whether the peer knows a call, by hanging it up."""
    url = f"{peer.url}/realtime/calls/{call_id}/hangup"
    key = {"Authorization": f"Bearer {peer.key}"}
    try:
        urllib.request.urlopen(urllib.request.Request(url, headers=key, method="POST")).close()
    except urllib.error.HTTPError as error:
        return error.code != 404
    return True


def provider_id(site: Site) -> str:
    """The provider's id of the one call, once it is known."""
    known = "SELECT provider_call_id FROM voicechat_call WHERE provider_call_id != ''"
    wait_until(lambda: site.rows(known))
    return site.rows(known)[0][0]


def know_of_no_limit(page: Page) -> None:
    """Have a page believe that it may go on for ever."""

    def without(route: Route) -> None:
        answer = route.fetch()
        told = {"seconds_left": None, "limit": None} if answer.status == 201 else {}
        route.fulfill(response=answer, json=answer.json() | told)

    page.route("**/api/calls", without)
    page.route("**/api/conversations/*/calls", without)
    page.route("**/reserved", lambda route: route.fulfill(status=204))


def report_nothing(page: Page) -> None:
    page.route("**/records", lambda route: route.abort())


def ends_with(page: Page, words: str, patience_ms: int = MOMENT) -> None:
    status(page, "Ended", patience_ms)
    expect(page.get_by_role("alert")).to_contain_text(words)


@pytest.mark.logs("403")
@pytest.mark.slow
def test_a_call_ends_when_the_day_is_used_up_and_none_begins(
    page: Page, site: Site, peer: Peer
) -> None:
    leave(site, seconds=20)
    start(page)
    expect(page.locator("#limit-note")).to_have_text("1 minute left today.")
    expect(page.locator("#elapsed")).to_contain_text("left")
    heard_by(page, "You")
    ends_with(page, USED_UP, 20_000 + MOMENT)
    has_ended(site, "limit")
    expect(page.locator("#limit-note")).to_be_empty()
    assert not goes_on_at(peer, provider_id(site))
    page.get_by_role("button", name="Start").click()
    ends_with(page, USED_UP)


@pytest.mark.slow
@pytest.mark.logs("403", "ERR_FAILED")
def test_a_page_that_knows_nothing_and_reports_nothing_is_cut_off_on_time(
    page: Page, site: Site, peer: Peer
) -> None:
    know_of_no_limit(page)
    leave(site, seconds=20)
    start(page)
    call_id = provider_id(site)
    report_nothing(page)
    ends_with(page, USED_UP, 20_000 + MOMENT)
    has_ended(site, "limit")
    assert not goes_on_at(peer, call_id)


@pytest.mark.slow
def test_a_limit_of_one_minute_ends_a_call_after_a_minute(
    page: Page, site: Site, peer: Peer
) -> None:
    insert(site, "limit", minutes_per_call=1)
    start(page)
    expect(page.locator("#limit-note")).to_have_text("1 minute left in this call.")
    status(page, "Connected", 50_000)
    heard_by(page, "Juniper")
    ends_with(page, "A call may last 1 minute here.", 60_000)
    has_ended(site, "time_limit")
    assert 57 <= lasted(site) <= 61
    expect(page.get_by_role("link", name="Continue this conversation")).to_be_visible()


def time(value: str | datetime) -> datetime:
    """Read a time, which SQLite keeps as text."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def lasted(site: Site) -> float:
    """For how many seconds the one call lasted, by the site's clock."""
    [(began, ended)] = site.rows("SELECT started_at, ended_at FROM voicechat_call")
    return (time(ended) - time(began)).total_seconds()


@pytest.mark.slow
@pytest.mark.logs("403", "ERR_FAILED")
def test_a_limit_of_one_minute_holds_without_the_page(page: Page, site: Site, peer: Peer) -> None:
    know_of_no_limit(page)
    insert(site, "limit", minutes_per_call=1)
    start(page)
    call_id = provider_id(site)
    report_nothing(page)
    ends_with(page, "A call may last 1 minute here.", 60_000 + MOMENT)
    has_ended(site, "time_limit")
    assert 60 <= lasted(site) <= 70
    assert not goes_on_at(peer, call_id)


@pytest.mark.slow
@pytest.mark.logs("403")
def test_a_second_call_is_refused_until_the_first_has_ended(page: Page, site: Site) -> None:
    insert(site, "limit", calls_at_once=1)
    start(page)
    other = page.context.new_page()
    other.goto(site.url)
    other.locator("#start:enabled").wait_for()
    other.get_by_role("button", name="Start").click()
    ends_with(other, "You are in a call already, in another tab or on another device.")
    page.get_by_role("button", name="End", exact=True).click()
    start(page)  # at once, before the end of the last one has been reported
    page.get_by_role("button", name="End", exact=True).click()
    has_ended(site, "ended", "ended")
    start(other)


@pytest.mark.slow
def test_an_admin_who_shortens_a_limit_ends_a_call_that_goes_on(page: Page, site: Site) -> None:
    start(page)
    provider_id(site)
    insert(site, "limit", may_call=0)
    # The page hears of it when it reports next.
    page.get_by_label("Message").fill("Hello")
    page.get_by_label("Message").press("Enter")
    ends_with(page, "You may not make calls here.", 30_000)
    has_ended(site, "limit")


@pytest.mark.slow
@pytest.mark.logs("403")
def test_a_lost_line_is_not_a_way_past_the_limit(page: Page, site: Site, faulty: Peer) -> None:
    insert(site, "limit", calls_at_once=1, minutes_per_call=1)
    start(page)
    provider_id(site)
    faulty.fail(line_cut_after_s=0)
    status(page, "Reconnecting")
    faulty.fail()
    status(page, "Connected")
    ends_with(page, "A call may last 1 minute here.", 70_000)
    started = "SELECT count(*) FROM voicechat_call WHERE first_id IS NOT NULL"
    assert site.rows(started) == [(1,)]
    [(began, ended)] = site.rows("SELECT min(started_at), max(ended_at) FROM voicechat_call")
    assert time(ended) - time(began) < timedelta(seconds=64)


# --- Calls that the site sets up itself -------------------------------------------------------


@pytest.fixture(scope="module")
def _strict_site(start_site: Callable[..., Site]) -> Site:
    return start_site(REALTIME_SIGNALLING="server")


@pytest.fixture
def strict(_strict_site: Site, peer: Peer) -> Iterator[Site]:
    """A site whose limits do not rest on what browsers say."""
    _strict_site.forget()
    yield _strict_site
    with _strict_site.connect() as database:
        database.execute("DELETE FROM voicechat_limit")
        database.execute("DELETE FROM voicechat_dayusage")


@pytest.fixture
def strict_page(
    request: pytest.FixtureRequest, browsers: Browsers, strict: Site, voice: Path
) -> Iterator[Page]:
    marker = request.node.get_closest_marker("logs")
    with browsers.page(voice, marker.args if marker else ()) as page:
        strict.sign_in(page)
        page.locator("#start:enabled").wait_for()
        yield page


@pytest.mark.slow
def test_a_call_through_the_site_is_a_call_like_any_other(
    strict_page: Page, strict: Site, peer: Peer
) -> None:
    asked: list[str] = []
    strict_page.on("request", lambda request: asked.append(request.url))
    start(strict_page)
    heard_by(strict_page, "You")
    heard_by(strict_page, "Juniper")
    assert all(url.startswith(strict.url) for url in asked)  # sound and events only go elsewhere
    strict_page.get_by_role("button", name="End", exact=True).click()
    has_ended(strict, "ended")
    assert provider_id(strict).startswith("rtc_")
    orders = "SELECT count(*) FROM voicechat_hangup"
    wait_until(lambda: strict.rows(orders) == [(0,)])
    assert not goes_on_at(peer, provider_id(strict))


@pytest.mark.slow
def test_pages_may_connect_to_nobody_but_the_site(strict_page: Page, strict: Site) -> None:
    policy = strict_page.request.get(strict.url).headers["content-security-policy"]
    assert "connect-src 'self'" in policy.split("; ")


@pytest.mark.slow
def test_a_call_that_takes_over_is_not_one_too_many(
    strict_page: Page, strict: Site, faulty: Peer
) -> None:
    insert(strict, "limit", calls_at_once=1, minutes_per_day=30)
    faulty.fail(session_expires_after_s=30)
    start(strict_page)
    faulty.fail()
    heard_by(strict_page, "Juniper")
    wait_until(lambda: strict.ends() == ["rolled_over", ""])
    status(strict_page, "Connected")
    assert strict.rows("SELECT count(*) FROM voicechat_call WHERE first_id IS NOT NULL") == [(1,)]


@pytest.mark.slow
def test_there_is_no_websocket_without_a_key_and_the_page_says_so(strict_page: Page) -> None:
    strict_page.get_by_role("button", name="Settings").click()
    choice = strict_page.get_by_label("The next call goes over").locator("option")
    expect(choice).to_have_text(["WebRTC: the quickest"])
    expect(strict_page.get_by_text("so that no key leaves it")).to_be_visible()


@pytest.mark.slow
@pytest.mark.logs("503")
def test_a_provider_that_fails_is_named_as_ever(
    strict_page: Page, faulty: Peer, strict: Site
) -> None:
    faulty.fail(call="500")
    strict_page.get_by_role("button", name="Start").click()
    ends_with(strict_page, "The voice service cannot be reached.")
    has_ended(strict, "failed")
    faulty.fail()
    start(strict_page)


@pytest.mark.slow
@pytest.mark.logs("502", "503")
def test_a_lost_line_is_replaced_through_the_site(
    strict_page: Page, strict: Site, peer: Peer
) -> None:
    start(strict_page)
    heard_by(strict_page, "Juniper")
    peer.kill()
    status(strict_page, "Reconnecting")
    peer.ensure()
    status(strict_page, "Connected")
    assert strict.rows("SELECT count(*) FROM voicechat_conversation") == [(1,)]


@pytest.mark.slow
@pytest.mark.logs("403", "ERR_FAILED")
def test_a_page_that_never_reports_anything_is_cut_off_on_time(
    strict_page: Page, strict: Site, peer: Peer
) -> None:
    know_of_no_limit(strict_page)
    report_nothing(strict_page)
    leave(strict, seconds=20)
    start(strict_page)
    call_id = provider_id(strict)
    ends_with(strict_page, USED_UP, 20_000 + MOMENT)
    has_ended(strict, "limit")
    assert not goes_on_at(peer, call_id)


@pytest.mark.slow
@pytest.mark.logs("403", "ERR_FAILED")
def test_a_limit_of_one_minute_holds_though_nothing_was_ever_reported(
    strict_page: Page, strict: Site, peer: Peer
) -> None:
    know_of_no_limit(strict_page)
    report_nothing(strict_page)
    insert(strict, "limit", minutes_per_call=1)
    start(strict_page)
    ends_with(strict_page, "A call may last 1 minute here.", 60_000 + MOMENT)
    has_ended(strict, "time_limit")
    assert 60 <= lasted(strict) <= 70
    assert not goes_on_at(peer, provider_id(strict))
