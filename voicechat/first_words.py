"""What a new site says of its personas, voices and models, in each reader's language.

They are rows of the database, from migrations 0002, 0013 and 0014. An admin may change them: what
somebody has written stays as it is.
"""

from django.utils.translation import gettext_lazy, pgettext_lazy
from django.utils.translation import gettext_noop as _

_WORDS = (
    _("The best there is"),
    _("Quick and cheaper"),
    _("Accurate; takes languages"),
    _("Clear and warm; recommended"),
    _("Calm and deep; recommended"),
    _("Even and neutral"),
    _("Soft and direct"),
    _("Gentle and melodic"),
    _("Bright and friendly"),
    _("Steady and measured"),
    _("Quiet and thoughtful"),
    _("Light and lively"),
    _("Expressive and quick"),
    _("Good company for whatever is on your mind."),
    _("A patient tutor who lets you find the answer yourself."),
    _("A language partner who gently mends what you say."),
    _("Rehearse the interview, the pitch or the hard conversation."),
    _("Tells a story, and you decide what happens next."),
)
FIRST_WORDS = {words: gettext_lazy(words) for words in _WORDS} | {
    "Older": pgettext_lazy("of a model", "Older")
}


def in_readers_words(text: str) -> str:
    """Give one of the first words in the reader's language; any other text as it is."""
    return str(FIRST_WORDS.get(text, text))
