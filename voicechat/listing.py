"""Several things in one line, as a reader's language lists them."""

from collections.abc import Iterable

from django.utils.translation import pgettext


def listed(items: Iterable[object]) -> str:
    """Write them one after the other."""
    return pgettext("between items of a list", ", ").join(map(str, items))
