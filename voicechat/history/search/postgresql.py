"""The index on PostgreSQL: a GIN index of trigrams over the search lines, by owner."""

import re
from collections.abc import Sequence
from typing import cast
from uuid import UUID

from django.core.management.base import CommandError
from django.db.backends.base.base import BaseDatabaseWrapper

from voicechat.history.folding import (
    DROPPED,
    LETTERS,
    SPACES,
    TOO_MANY_MARKS,
    TRIPLED,
    UNSPACED,
)
from voicechat.history.search.lines import INSERT, TURN_BITS


def _folded(value: str) -> str:
    """Write `folding.fold` in SQL."""
    value = f"regexp_replace({value}, '{TOO_MANY_MARKS}', '\\1', 'g')"
    value = f"lower(regexp_replace(normalize({value}, NFKD), '{DROPPED}', '', 'g'))"
    for letter, other in LETTERS.items():
        value = f"replace({value}, $letter${letter}$letter$, $letter${other}$letter$)"
    value = f"lower(normalize({value}, NFKC))"
    value = f"regexp_replace({value}, '{SPACES}', ' ', 'g')"
    return f"regexp_replace({value}, '{UNSPACED}', '{TRIPLED}', 'g')"


FOLD = f"""
CREATE FUNCTION voicechat_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT {_folded("value")} $$"""

_KNOWS_CASE = "SELECT lower('Я') = 'я'"
_NO_CASE = """\
This database knows no upper and lower case beyond English, so that a search would not find "Я" by \
"я". Create it with a character type in UTF-8, and migrate again:
  createdb --template=template0 --encoding=UTF8 --lc-ctype=C.UTF-8 NAME
For all databases of a new server: initdb --encoding=UTF8 --lc-ctype=C.UTF-8"""

REMOVE_FOLD = "DROP FUNCTION voicechat_fold(text)"

INDEX = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE EXTENSION IF NOT EXISTS btree_gin",
    """
CREATE INDEX voicechat_searchline_text ON voicechat_searchline
USING gin (owner_id, text gin_trgm_ops)""",
    # A function, as it can have a setting of its own: by its estimates the planner would at times
    # read all that everybody said. What stands in one of twenty of the newest lines is common
    # without asking the index, which would have to find them all.
    f"""
CREATE FUNCTION voicechat_find(owner bigint, pattern text, most integer) RETURNS uuid[]
LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
DECLARE found uuid[];
BEGIN
    IF (
        SELECT count(*) FROM (
            SELECT text FROM voicechat_searchline
            WHERE id BETWEEN owner << {TURN_BITS} AND (owner + 1) << {TURN_BITS}
            ORDER BY id DESC LIMIT 500
        ) AS newest WHERE text LIKE pattern
    ) >= 25 THEN RETURN NULL; END IF;
    SELECT array_agg(conversation_id) INTO found FROM (
        SELECT conversation_id FROM voicechat_searchline
        WHERE owner_id = owner AND text LIKE pattern LIMIT most
    ) AS lines;
    RETURN CASE WHEN cardinality(found) = most THEN NULL ELSE coalesce(found, '{{}}') END;
END $$""",
)

TRIGGERS = (
    f"""
CREATE FUNCTION voicechat_keep_turn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM voicechat_searchline WHERE turn_id = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        {INSERT} AND t.id = NEW.id;
    END IF;
    RETURN NULL;
END $$""",
    f"""
CREATE FUNCTION voicechat_keep_conversation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM voicechat_searchline WHERE conversation_id = OLD.id;
    {INSERT} AND c.id = NEW.id;
    RETURN NULL;
END $$""",
    """
CREATE TRIGGER voicechat_turn_added_or_deleted AFTER INSERT OR DELETE ON voicechat_turn
FOR EACH ROW EXECUTE FUNCTION voicechat_keep_turn()""",
    """
CREATE TRIGGER voicechat_turn_changed AFTER UPDATE OF text, conversation_id ON voicechat_turn
FOR EACH ROW WHEN (OLD.text <> NEW.text OR OLD.conversation_id <> NEW.conversation_id)
EXECUTE FUNCTION voicechat_keep_turn()""",
    """
CREATE TRIGGER voicechat_conversation_given AFTER UPDATE OF owner_id ON voicechat_conversation
FOR EACH ROW WHEN (OLD.owner_id <> NEW.owner_id)
EXECUTE FUNCTION voicechat_keep_conversation()""",
)

REMOVE = (
    "DROP FUNCTION voicechat_keep_turn(), voicechat_keep_conversation() CASCADE",
    "DROP FUNCTION voicechat_find(bigint, text, integer)",
    "DROP INDEX voicechat_searchline_text",
)

# Of anything but letters and digits there are no trigrams: it would look at every one.
INDEXED = re.compile(r"[^\W_]{3}")

_FIND = "SELECT voicechat_find(%s, %s, %s)"


def require_case(connection: BaseDatabaseWrapper) -> None:
    """Make sure that the database can fold. Raises CommandError, for whoever migrates."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWS_CASE)
        [knows] = cursor.fetchone()
    if not knows:
        raise CommandError(_NO_CASE)


def find(
    connection: BaseDatabaseWrapper, owner: int, term: str, most: int
) -> Sequence[UUID] | None:
    """Give the conversation of each line that contains an indexed term; None of `most` or more."""
    pattern = f"%{connection.ops.prep_for_like_query(term)}%"
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [owner, pattern, most])
        [found] = cursor.fetchone()
        return cast("Sequence[UUID] | None", found)
