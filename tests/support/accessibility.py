"""What axe-core finds on a page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# WCAG 2.2 at levels A and AA, and what axe counts as good practice beside it.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page, *but: str) -> list[str]:
    """Give a line for each rule that the page as it is now breaks, with the elements that do.

    Elements that a selector in `but` finds are left out.
    """
    options = {
        "runOnly": {"type": "tag", "values": TAGS},
        "resultTypes": ["violations"],
        "preload": False,  # of style sheets, which the policy of the pages forbids
    }
    found = (
        Axe()
        .run(page, {"exclude": [[selector] for selector in but]}, options)
        .response["violations"]
    )
    return [f"{one['id']}: {[node['html'][:200] for node in one['nodes']]}" for one in found]
