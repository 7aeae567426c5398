"""Whatever happens in a call is said in the reader's language."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.processes import Site

FOREIGN = Path(__file__).with_name("foreign.js").read_text()
# What is called the same in every language: people, voices, models, keys, units and formats.
NAMES = re.compile(
    r"Juniper|Ada|Mateo|Marlow|Wren|marin|cedar|alloy|ash|ballad|coral|echo|sage|shimmer|verse|"
    r"gpt-[\w.-]+|WebRTC|WebSocket|OpenAI|Enter|English|JSON|KB|received audio|"
    r"Fake (Default )?Audio (In|Out)put( \d)?|[a-z_]+(\.[a-z_]+)+|"
    r"en, de, ja|user@example\.com",
    re.IGNORECASE,
)


@pytest.fixture
def in_japanese(page: Page, site: Site) -> Page:
    """The call page of somebody who reads Japanese; collects what is in other letters."""
    with site.connect() as database:
        database.execute("UPDATE voicechat_user SET language = 'ja'")
    page.add_init_script(FOREIGN)
    page.goto(site.url)
    page.locator("#start:enabled").wait_for()
    return page


# Where the first line ends in a place for four and a half letters.
FIRST_LINE = """(text) => {
  const place = document.body.appendChild(document.createElement("h2"));
  place.style.cssText = "inline-size: 4.5em; font-size: 20px";
  place.textContent = text;
  const range = document.createRange();
  const { top } = place.getBoundingClientRect();
  const length = [...text].findIndex((_, index) => {
    range.setStart(place.firstChild, index);
    range.setEnd(place.firstChild, index + 1);
    return range.getBoundingClientRect().top > top + 20;
  });
  return text.slice(0, length);
}"""


def foreign(page: Page) -> set[str]:
    """Give what was shown until now that is neither Japanese nor a name."""
    shown = page.evaluate("[...globalThis.foreign]")
    return {text for text in shown if re.search("[A-Za-z]{2}", NAMES.sub("", text))}


def test_a_call_speaks_japanese_in_all_of_its_states(in_japanese: Page) -> None:
    page, status = in_japanese, in_japanese.get_by_role("status").first
    page.get_by_role("button", name="設定").click()
    page.get_by_role("checkbox", name="送受信の内容を記録する").check()
    page.get_by_role("button", name="閉じる").click()
    page.get_by_role("button", name="開始").click()
    expect(status).to_have_text("通話中", timeout=10_000)
    page.get_by_role("textbox", name="メッセージ").fill("Is anybody there?")
    page.keyboard.press("Enter")
    answer = page.get_by_role("article", name="Juniper").filter(has_text="anybody")
    expect(answer).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="ミュート", exact=True).click()
    expect(page.get_by_role("button", name="ミュート解除")).to_be_visible()
    page.get_by_role("button", name="終了", exact=True).click()
    expect(status).to_have_text("終了")
    expect(page.get_by_role("link", name="読み返す")).to_be_visible()
    assert foreign(page) == set()


@pytest.mark.logs("500")
def test_a_failure_is_told_in_japanese(in_japanese: Page) -> None:
    page = in_japanese

    def fail(route: Route) -> None:
        route.fulfill(status=500)

    page.route("**/api/calls*", fail)
    page.route("**/api/calls/reserved", fail)
    page.get_by_role("button", name="開始").click()
    expect(page.get_by_role("alert")).to_contain_text("サイト側でエラーが起きました")
    assert foreign(page) == set()


def test_a_line_ends_where_a_phrase_does(in_japanese: Page) -> None:
    assert in_japanese.evaluate(FIRST_LINE, "端末に合わせる") == "端末に"
