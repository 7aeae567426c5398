"""What is missing of a conversation. Pure."""

from django.utils.translation import gettext as _


def marks(
    *,
    has_ended: bool,
    was_abandoned: bool,
    has_user: bool,
    has_assistant: bool,
    has_failed: bool,
) -> list[str]:
    """Say what is missing, in words for the person; nothing where all came in.

    `was_abandoned`: a call of it was ended by the site, as its browser did not come back.
    `has_user`, `has_assistant` and `has_failed`: it has turns of that role, and turns whose words
    could not be written down. Of one that goes on, the other side may still come in.
    """
    found = []
    if was_abandoned:
        found.append(_("its end was not saved"))
    if has_ended and has_user and not has_assistant:
        found.append(_("only your side is here"))
    if has_ended and has_assistant and not has_user:
        found.append(_("only the voice is here"))
    if has_failed:
        found.append(_("some lines could not be written down"))
    return found
