"""Which language a text is in, as far as its letters tell, and what eSpeak calls it."""

import re
from collections.abc import Sequence

HAN = re.compile(r"[\u3400-\u9fff]")

# Languages by the script that gives them away. Kana comes before Chinese
# characters, which Japanese has, too. Russian stands for what is written in its letters.
SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", HAN),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
)

# Languages that share a script with the one above that stands for it.
SHARED = {
    "zh": {"ja"},
    "ru": {"uk", "be", "bg", "sr", "mk", "kk"},
    "ar": {"fa", "ur"},
    "hi": {"mr", "ne"},
}

ESPEAK_NAMES = {"zh": "cmn", "no": "nb"}


def is_english(language: str) -> bool:
    """Whether an ISO 639-1 code, with or without a region, stands for English."""
    return primary(language) == "en"


def primary(language: str) -> str:
    """`pt` of `pt-BR`."""
    return re.split("[-_]", language.lower())[0]


def language_of(text: str, expected: Sequence[str]) -> str:
    """The language that `text` is most likely in, as ISO 639-1.

    Args:
        text: Any text.
        expected: What it may be in, best first: decides among those that share a script.
    """
    hints = [primary(language) for language in expected]
    for language, letters in SCRIPTS:
        if letters.search(text):
            kin = {language} | SHARED.get(language, set())
            return next((hint for hint in hints if hint in kin), language)
    scripted = {language for language, _ in SCRIPTS}.union(*SHARED.values())
    return next((hint for hint in hints if hint not in scripted), "en")
