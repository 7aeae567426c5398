"""The style sheets say start and end, so that the site can be read from the right, too."""

import re
from pathlib import Path

import pytest

from realtime_site.dotenv import BASE_DIR

SIDES = r"left|right"
PHYSICAL = re.compile(
    rf"""
    (?<![\w-]) (?: (?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:{SIDES}) [\w-]*
      | {SIDES} | border-(?:top|bottom)-(?:{SIDES})-radius ) \s*:
    | : [^;{{}}]* (?<![\w-]) (?:{SIDES}) (?![\w-])
    """,
    re.VERBOSE,
)
FOUR_SIDES = re.compile(r"(?<![\w-])(?:margin|padding|inset|border-width)\s*:([^;{}]+)")
# The two sides of a chevron, which is turned.
DRAWN = {"1.5px 0 0 1.5px", "0 1.5px 1.5px 0"}


def physical(css: str) -> list[str]:
    """Give what is said of the left or the right."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    found = [match[0] for match in PHYSICAL.finditer(css)]
    for match in FOUR_SIDES.finditer(css):
        sides = re.findall(r"(?:[^\s(]|\([^()]*(?:\([^()]*\)[^()]*)*\))+", match[1])
        if len(sides) == 4 and sides[1] != sides[3] and match[1].strip() not in DRAWN:
            found.append(match[0])
    return found


@pytest.mark.parametrize(
    "declaration",
    [
        "margin-left: 1rem", "left: 0", "text-align: right", "float: left",
        "border-top-left-radius: 1px", "inset: 0 auto 0 0", "padding: 0 calc(1px + (2px)) 0 1px",
        "background: linear-gradient(to right, red, blue)", "border-right-color: red",
    ],
)  # fmt: skip
def test_what_is_physical_is_found(declaration: str) -> None:
    assert physical(f".a {{ color: red; {declaration}; }}")


def test_what_is_logical_is_not() -> None:
    assert not physical(
        ".left { inset: auto 0 0; margin: 0 calc(1px + 2px) 1px calc(1px + 2px); "
        "text-align: start; margin-inline-start: 1px; } /* left: as it is */ "
        "a:dir(rtl)::before { rotate: 45deg; }"
    )


@pytest.mark.parametrize(
    "sheet", sorted((BASE_DIR / "static").rglob("*.css")), ids=lambda path: path.name
)
def test_no_style_sheet_knows_left_from_right(sheet: Path) -> None:
    assert physical(sheet.read_text()) == []
