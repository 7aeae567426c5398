"""The documentation tells the truth, as far as a machine can tell."""

import re
from pathlib import Path

import pytest

from realtime_site.dotenv import BASE_DIR

DOCS = sorted(BASE_DIR.glob("docs/*.md"))
PAGES = [BASE_DIR / "README.md", *DOCS]


def anchors(page: Path) -> set[str]:
    """The fragments that lead to the headings of a page, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(), re.M)
    return {re.sub(r"[^\w\- ]", "", title).strip().lower().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
        if target.startswith("https://"):
            continue
        path, _, fragment = target.partition("#")
        aim = (page.parent / path).resolve() if path else page
        assert aim.exists(), target
        assert not fragment or fragment in anchors(aim), target


def test_every_page_is_in_the_index() -> None:
    index = (BASE_DIR / "docs" / "README.md").read_text()
    assert all(page.name in index for page in DOCS if page.name != "README.md")


def test_every_setting_is_documented_and_no_other() -> None:
    example = (BASE_DIR / ".env.example").read_text()
    settings = set(re.findall(r"^#?([A-Z_]+)=", example, re.M))
    rows = re.findall(r"^\| (`[^|]+) \|", (BASE_DIR / "docs/configuration.md").read_text(), re.M)
    documented = [name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)]
    assert sorted(documented) == sorted(settings)


def test_every_message_that_is_explained_can_be_seen() -> None:
    sources = [*BASE_DIR.glob("voicechat/**/*.py"), *BASE_DIR.glob("templates/**/*.html")]
    sources += BASE_DIR.glob("static/**/*.js")
    code = "".join(path.read_text() for path in sources)
    code = re.sub(r'"\s+"', "", code)  # literals that go on in the next line
    messages = re.findall(r"“([^”]+)”", (BASE_DIR / "docs/troubleshooting.md").read_text())
    assert len(messages) > 10
    assert [message for message in messages if message not in code] == []
