"""The conversations in which all terms of a query stand."""

from django.db.models import Exists, OuterRef, Q, TextField, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from voicechat.history.search import index
from voicechat.models import SearchLine, User
from voicechat.models.conversations import ConversationQuerySet

# Lines for which the index is asked. A term in fewer is rare: its conversations are known. Any
# other is common: whoever looks for it in one conversation after the other soon has a page full.
PROBE = 500


def matching(own: ConversationQuerySet, owner: User, terms: list[str]) -> ConversationQuerySet:
    """Leave those of a person's conversations in whose title or turns each folded term stands."""
    for term in terms:
        own = own.filter(Q(contains("title_folded", term)) | _in_lines(owner, term))
    return own


def contains(field: str, term: str) -> GreaterThan:
    """Say whether a term stands in a field, without any index."""
    return GreaterThan(StrIndex(field, Value(term, TextField())), 0)


def _in_lines(owner: User, term: str) -> Q:
    found = index.conversations(owner.pk, term, PROBE)
    if found is not None:
        return Q(pk__in=set(found))
    # A range of one, else PostgreSQL may read the lines of everybody to join them.
    here = SearchLine.objects.filter(
        conversation__gte=OuterRef("pk"), conversation__lte=OuterRef("pk")
    )
    return Q(Exists(here.filter(contains("text", term))))
