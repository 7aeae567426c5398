"""A page with all pictures, to look through."""

import shutil
from html import escape
from pathlib import Path

from realtime_site.dotenv import BASE_DIR
from tests.screenshots.stage import SCHEMES

README = BASE_DIR / "docs" / "pictures"
SHOWN = ("call-connected.1440", "call-connected.390", "history.1440", "admin-usage.1440")

PAGE = """<!doctype html>
<meta charset="utf-8">
<title>Screenshots</title>
<style>
  body {{ font: 16px/1.5 system-ui; margin: 2rem; background: #888; }}
  section {{ display: flex; flex-wrap: wrap; align-items: start; gap: 1rem; }}
  a[href$=".png"] {{ display: block; }}
  img {{ block-size: 20rem; inline-size: auto; }}
</style>
{sections}
"""


def write_gallery(folder: Path) -> None:
    """Write `index.html` beside the pictures, with the looks of a state in one row."""
    rows: dict[str, list[str]] = {}
    for picture in sorted(folder.glob("*.png")):
        rows.setdefault(picture.name.partition(".")[0], []).append(picture.name)
    sections = [
        f"<h2>{escape(name)}</h2>\n<section>\n{''.join(map(_picture, pictures))}</section>\n"
        for name, pictures in rows.items()
    ]
    (folder / "index.html").write_text(PAGE.format(sections="".join(sections)), encoding="utf-8")


def show_in_readme(folder: Path) -> None:
    """Put the pictures that the README shows where it looks for them."""
    README.mkdir(exist_ok=True)
    for name in SHOWN:
        for scheme in SCHEMES:
            shutil.copy(folder / f"{name}.{scheme}.en.png", README / f"{name}.{scheme}.png")


def _picture(name: str) -> str:
    return f'<a href="{escape(name)}"><img src="{escape(name)}" alt="{escape(name)}"></a>\n'
