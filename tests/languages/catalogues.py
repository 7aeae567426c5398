"""The catalogues of the site's languages, as they are in the repository."""

from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation import to_locale

from realtime_site.dotenv import BASE_DIR

LOCALE = Path("voicechat/locale")
DOMAINS = ("django", "djangojs")
TRANSLATED = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]

Key = tuple[str | None, str, str]


def path(code: str, domain: str, ending: str = "po") -> Path:
    """Where a language's messages of a domain are, below the site."""
    return LOCALE / to_locale(code) / "LC_MESSAGES" / f"{domain}.{ending}"


def catalogue(code: str, domain: str, folder: Path = BASE_DIR) -> polib.POFile:
    """Read a language's messages of a domain."""
    return polib.pofile(str(folder / path(code, domain)))


def forms(entry: polib.POEntry) -> list[str]:
    """Give all that a message is translated to."""
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def key(entry: polib.POEntry) -> Key:
    """What a message is found by."""
    return entry.msgctxt, entry.msgid, entry.msgid_plural
