"""Every address of the site, from the table by which Django finds its views."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

Table = URLResolver | URLPattern


def patterns() -> Iterator[tuple[str, str]]:
    """Give the name of each pattern, with its namespaces, and the pattern itself.

    What has no name, as some of Django's own, is called by its pattern.
    """
    yield from _within(get_resolver().url_patterns, "", "")


def _within(table: list[Any], prefix: str, space: str) -> Iterator[tuple[str, str]]:
    for entry in table:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield (space + entry.name if entry.name else pattern), pattern
        else:
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _within(entry.url_patterns, pattern, inner)
