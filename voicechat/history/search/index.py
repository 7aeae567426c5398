"""The index over what was said, on whichever database: made, kept and asked here."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from voicechat.history.search import lines, postgresql, sqlite


def create_folding(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Have the database fold, by a migration before anything that needs it."""
    if editor.connection.vendor == "postgresql":
        postgresql.require_case(editor.connection)
        editor.execute(postgresql.FOLD, None)


def create(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Index what is there and, on PostgreSQL, keep it so; on SQLite that follows migrations."""
    if editor.connection.vendor == "sqlite":
        editor.execute(sqlite.TABLE, None)
        return
    editor.execute(lines.INSERT, None)
    for statement in (*postgresql.INDEX, *postgresql.TRIGGERS):
        editor.execute(statement, None)


def remove(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Undo `create`."""
    database = postgresql if editor.connection.vendor == "postgresql" else sqlite
    for statement in database.REMOVE:
        editor.execute(statement, None)


def remove_folding(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Undo `create_folding`."""
    if editor.connection.vendor == "postgresql":
        editor.execute(postgresql.REMOVE_FOLD, None)


def connected(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Have a new connection know what the index needs."""
    if connection.vendor == "sqlite":
        sqlite.prepare(connection)


def before_migrations(using: str, plan: Sequence[object], **kwargs: Any) -> None:
    """Let migrations change tables."""
    if plan and connections[using].vendor == "sqlite":
        sqlite.drop_triggers(connections[using])


def after_migrations(using: str, **kwargs: Any) -> None:
    """Keep the index from now on, if there is one."""
    made = connections[using]
    if made.vendor == "sqlite" and "voicechat_searchindex" in made.introspection.table_names():
        sqlite.put_back_triggers(made)


def conversations(owner: int, term: str, most: int) -> Sequence[UUID | str] | None:
    """Give the conversation of each line of a person that contains a folded term, if it is rare.

    None where there are `most` lines or more, and of a term that the index does not know, such as
    one that is shorter than a trigram.
    """
    database = postgresql if connection.vendor == "postgresql" else sqlite
    if not database.INDEXED.search(term):
        return None
    return cast("Sequence[UUID | str] | None", database.find(connection, owner, term, most))
