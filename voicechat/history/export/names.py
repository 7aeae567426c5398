"""Names of files, as every system allows them. Pure."""

from datetime import date

from django.utils.text import slugify

MOST_BYTES = 120  # of the words in a name, where systems allow 255 for a whole one


def file_name(title: str, day: date, extension: str, mark: str = "") -> str:
    """Name a file by its day, which makes every name a good one, and by words of a title.

    `mark` tells it from others that have the same day and title.
    """
    cut = slugify(title, allow_unicode=True).encode("utf-8", "ignore")[:MOST_BYTES]
    words = cut.decode("utf-8", "ignore").strip("-_") or "conversation"
    stem = f"{day.isoformat()}-{words}" + (f"-{mark}" if mark else "")
    return f"{stem}.{extension}"
