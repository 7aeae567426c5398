"""Where a person's own few colours are forced on pages, these still say what theirs said."""

from playwright.sync_api import Page, expect

from tests.browser.talks import talk
from tests.support.processes import Site

ADDRESSES = (
    "/", "/history/", "/history/?q=lighthouse", "/personas/", "/usage/",
    "/account/",
)  # fmt: skip
# What cannot be told by a colour that is left.
UNSEEN = """() => {
  const style = (one, pseudo) => getComputedStyle(one, pseudo);
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.cssText = "forced-color-adjust: none; color: HighlightText; background: Highlight";
  const isChosen = (one) => ["color", "backgroundColor"].every((property) =>
    style(one)[property] === style(probe)[property]);
  const hasLine = (one) => ["borderBlockEndStyle", "outlineStyle", "textDecorationLine"].some(
    (property) => style(one)[property] !== "none");
  const isSeen = {
    "button, .button": (one) => hasLine(one) || one.closest("nav"), // there all lines are links
    ".notice, .tag, .turn:is(:target, .at)": hasLine,
    ".icon": (one) => style(one).color === style(one.parentElement).color,
    "label:has([type=radio]), .place, .button[aria-pressed], #mute": (one) => isChosen(one) ===
      one.matches(":has(:checked), [aria-current], [aria-pressed=true], .on"),
    ".level": (one) => style(one, "::before").backgroundColor === style(probe).backgroundColor,
    ".chart text": (one) => style(one).fill === style(document.body).color,
  };
  const unseen = Object.entries(isSeen).flatMap(([selector, isTold]) =>
    [...document.querySelectorAll(selector)].filter(
      (one) => one.checkVisibility() && !isTold(one)));
  probe.remove();
  return unseen.map((one) => one.cloneNode().outerHTML);
}"""
# The colours at the middles of the figure's two shapes.
SHAPES = """() => {
  const { width, height } = figure;
  const { data } = figure.getContext("2d").getImageData(0, 0, width, height);
  const at = (share) => 4 * (Math.round(height * share) * width + Math.round(width * share));
  return [at(0.38), at(0.62)].map((place) => data.slice(place, place + 4).join());
}"""
# Whether the frame round what has the focus is drawn, and unlike what is chosen.
IS_FRAMED = """() => {
  const label = getComputedStyle(document.activeElement.closest("label"));
  return label.outlineStyle !== "none" && label.outlineColor !== label.backgroundColor;
}"""


def test_every_page_is_told_by_lines_and_chosen_colours(page: Page, site: Site) -> None:
    pk = talk(site, "The keeper of the lighthouse", "A storm at sea")
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    found = []
    for address in ADDRESSES:
        page.goto(site.url + address.format(pk=pk))
        found += [f"{address} {one}" for one in page.evaluate(UNSEEN)]
    page.goto(f"{site.url}/history/{pk}/")
    page.goto(site.url + page.locator(".turn .time").last.get_attribute("href"))
    page.locator(".turn:is(:target, .at)").wait_for()
    found += page.evaluate(UNSEEN)
    page.context.clear_cookies()
    page.goto(f"{site.url}/accounts/login/")
    found += page.evaluate(UNSEEN)
    assert not found, "\n".join(found)


def test_a_call_is_told_by_lines_and_chosen_colours(page: Page) -> None:
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.reload()
    page.locator("#start:enabled").wait_for()
    person, voice = page.evaluate(SHAPES)
    assert person != voice
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("button", name="Test the microphone").click()
    assert page.evaluate(UNSEEN) == []
    page.get_by_role("button", name="Close").click()
    page.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate(IS_FRAMED)
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("status").first).to_have_text("Connected", timeout=10_000)
    page.get_by_role("button", name="Mute").click()
    page.get_by_role("button", name="Unmute").wait_for()
    assert page.evaluate(UNSEEN) == []
