"""The index on SQLite: an FTS5 table of trigrams over the search lines.

SQLite loses the triggers of a table that a migration makes anew, and refuses to make one anew that
another's trigger reads. So they are dropped before migrations, and put back after them.
"""

import re
from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

from voicechat.history.folding import fold
from voicechat.history.search.lines import INSERT, TURN_BITS

TABLE = """
CREATE VIRTUAL TABLE voicechat_searchindex USING fts5(
    text, content='voicechat_searchline', content_rowid='id', columnsize=0,
    tokenize='trigram case_sensitive 1'
)"""

REMOVE = ("DROP TABLE voicechat_searchindex",)

_FORGET = "INSERT INTO voicechat_searchindex (voicechat_searchindex, rowid, text)"

TRIGGERS = {
    "voicechat_turn_added": f"""
AFTER INSERT ON voicechat_turn WHEN NEW.text <> '' BEGIN
    {INSERT} AND t.id = NEW.id;
END""",
    "voicechat_turn_changed": f"""
AFTER UPDATE OF text, conversation_id ON voicechat_turn
WHEN OLD.text <> NEW.text OR OLD.conversation_id <> NEW.conversation_id BEGIN
    DELETE FROM voicechat_searchline WHERE turn_id = OLD.id;
    {INSERT} AND t.id = NEW.id;
END""",
    "voicechat_turn_deleted": """
AFTER DELETE ON voicechat_turn BEGIN
    DELETE FROM voicechat_searchline WHERE turn_id = OLD.id;
END""",
    "voicechat_conversation_given": f"""
AFTER UPDATE OF owner_id ON voicechat_conversation WHEN OLD.owner_id <> NEW.owner_id BEGIN
    DELETE FROM voicechat_searchline WHERE conversation_id = OLD.id;
    {INSERT} AND c.id = NEW.id;
END""",
    "voicechat_searchline_added": """
AFTER INSERT ON voicechat_searchline BEGIN
    INSERT INTO voicechat_searchindex (rowid, text) VALUES (NEW.id, NEW.text);
END""",
    "voicechat_searchline_deleted": f"""
AFTER DELETE ON voicechat_searchline BEGIN
    {_FORGET} VALUES ('delete', OLD.id, OLD.text);
END""",
}

# What was written while there were no triggers.
_CATCH_UP = (
    f"""
DELETE FROM voicechat_searchline AS line WHERE NOT EXISTS (
    SELECT 1 FROM voicechat_turn t JOIN voicechat_conversation c ON c.id = t.conversation_id
    WHERE t.id = line.turn_id AND (c.owner_id << {TURN_BITS}) | t.id = line.id
    AND c.id = line.conversation_id AND voicechat_fold(t.text) = line.text
)""",
    f"{INSERT} AND NOT EXISTS (SELECT 1 FROM voicechat_searchline WHERE turn_id = t.id)",
)

INDEXED = re.compile(".{3}", re.DOTALL)

_FIND = """
SELECT conversation_id FROM voicechat_searchline WHERE id IN (
    SELECT rowid FROM voicechat_searchindex
    WHERE voicechat_searchindex MATCH %s AND rowid BETWEEN %s AND %s LIMIT %s
)"""


def prepare(connection: BaseDatabaseWrapper) -> None:
    """Have a new connection know how to fold."""
    connection.connection.create_function("voicechat_fold", 1, fold, deterministic=True)


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Let tables be made anew."""
    with connection.cursor() as cursor:
        for name in TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def put_back_triggers(connection: BaseDatabaseWrapper) -> None:
    """Have the database keep the index from now on, and catch up where it did not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        missing = TRIGGERS.keys() - {name for (name,) in cursor.fetchall()}
        for name in missing:
            cursor.execute(f"CREATE TRIGGER {name} {TRIGGERS[name]}")
        for statement in _CATCH_UP if missing else ():
            cursor.execute(statement)


def find(connection: BaseDatabaseWrapper, owner: int, term: str, most: int) -> Sequence[str] | None:
    """Give the conversation of each line that contains an indexed term; None of `most` or more."""
    phrase = '"{}"'.format(term.replace('"', '""'))
    first, end = owner << TURN_BITS, (owner + 1) << TURN_BITS
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [phrase, first, end, most])
        found = [conversation for (conversation,) in cursor.fetchall()]
        return found if len(found) < most else None
