"""Runs code in a page beside the client's modules."""

from typing import Any

from playwright.sync_api import Page

IMPORT = """async ([name, argument]) => {
  const link = [...document.querySelectorAll("link[rel=modulepreload]")]
    .find(({ href }) => href.includes(`/js/${name}.`));
  return CODE(await import(link.href), argument);
}"""


def run(page: Page, name: str, code: str, argument: Any = None) -> Any:
    """Call `code`, a JavaScript function of (module, argument), with a module by its name."""
    return page.evaluate(IMPORT.replace("CODE", f"({code})"), [name, argument])
