"""Runs code in a page beside the client's modules."""

from typing import Any

from playwright.sync_api import Page

IMPORT = """async ([name, argument]) => {
  // Kept, so that the modules of a page are at hand while the site is down.
  globalThis.files ??= await fetch("/static/staticfiles.json").then((answer) => answer.json());
  return CODE(await import(`/static/${files.paths[`voicechat/js/${name}.js`]}`), argument);
}"""


def run(page: Page, name: str, code: str, argument: Any = None) -> Any:
    """Call `code`, a JavaScript function of (module, argument), with a module by its name."""
    return page.evaluate(IMPORT.replace("CODE", f"({code})"), [name, argument])
