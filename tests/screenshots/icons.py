"""Draws the icons that devices want as pixels: `python -m tests.screenshots.icons`."""

from playwright.sync_api import sync_playwright

from realtime_site.dotenv import BASE_DIR
from tests.support.browsers import Browsers

IMAGES = BASE_DIR / "static" / "voicechat" / "img"
SIZES = (180, 192, 512)  # px: of Apple's devices, and of the manifest


def main() -> None:
    """Draw them from `icon.svg`."""
    drawing = (IMAGES / "icon.svg").read_text()
    with sync_playwright() as playwright:
        browsers = Browsers(playwright.chromium.launch)
        page = browsers.launch().new_page()
        page.set_content(f"<style>* {{ margin: 0; display: block }}</style>{drawing}")
        for size in SIZES:
            page.set_viewport_size({"width": size, "height": size})
            page.screenshot(path=IMAGES / f"icon-{size}.png")
        browsers.close()


if __name__ == "__main__":
    main()
