"""The voice figure is drawn only for those who see it, and moves only for those who want it to."""

from playwright.sync_api import Page

DRAWN = """async (frames) => {
  let drawn = 0;
  const { clearRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    drawn++;
    clearRect.apply(this, box);
  };
  for (let i = 0; i < frames; i++) await new Promise(requestAnimationFrame);
  CanvasRenderingContext2D.prototype.clearRect = clearRect;
  return drawn;
}"""
HIDE = """() => new Promise((resolve) => {
  const figure = document.getElementById("figure");
  new IntersectionObserver(([{ isIntersecting }]) => isIntersecting || resolve()).observe(figure);
  figure.style.display = "none";
})"""


def test_the_figure_is_drawn_once_a_frame_while_it_is_seen(page: Page) -> None:
    assert 18 <= page.evaluate(DRAWN, 20) <= 21
    page.evaluate(HIDE)
    page.evaluate(DRAWN, 2)  # what was under way
    assert page.evaluate(DRAWN, 20) == 0


def test_the_figure_is_still_for_those_who_want_it_still(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.reload()
    page.locator("#start:enabled").wait_for()
    page.evaluate(DRAWN, 5)  # the first picture
    assert page.evaluate(DRAWN, 20) == 0
