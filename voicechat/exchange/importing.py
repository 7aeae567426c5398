"""Personas of the database as documents, and documents as personas of the database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError as NotAllowedError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError
from pydantic_core import from_json

from voicechat.exchange.document import McpServerDocument, PersonaDocument, UncheckedDocument
from voicechat.models import McpServer, Persona, User
from voicechat.models.changes import because
from voicechat.models.mcp import tool_names

TOOL_RIGHTS = [f"voicechat.{right}_mcpserver" for right in ("add", "change", "delete")]
OF_PERSONA = set(PersonaDocument.model_fields) - {"groups", "mcp_servers"}


class UnusableError(Exception):
    """The file holds no personas; says why, in words for the person."""


class RefusedError(Exception):
    """A persona cannot be taken; says why, in words for the person."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What becomes of one persona, or became of it: by its name it is made or changed.

    `changed` are names of fields; `unsigned` are labels of servers that need a credential.
    """

    name: str
    state: Literal["made", "changed", "same", "refused"]
    reason: str = ""
    changed: list[str] = field(default_factory=list)
    is_published: bool = False
    groups: list[str] = field(default_factory=list)
    servers: list[McpServerDocument] = field(default_factory=list)
    unsigned: list[str] = field(default_factory=list)

    @property
    def is_taken(self) -> bool:
        """Whether it makes or changes anything."""
        return self.state in ("made", "changed")


def document_of(
    persona: Persona,
    groups: Iterable[Group] | None = None,
    servers: Iterable[McpServer] | None = None,
) -> PersonaDocument:
    """Give a persona as it is exported; with its own groups and servers, unless they are given."""
    values = {name: getattr(persona, name) for name in OF_PERSONA}
    having = persona.mcp_servers.all() if servers is None else servers
    found_by = persona.groups.all() if groups is None else groups
    documents = [
        McpServerDocument.model_construct(
            label=server.label, url=server.url, allowed_tools=tool_names(server.allowed_tools)
        )
        for server in sorted(having, key=lambda server: server.label)
    ]
    names = sorted(group.name for group in found_by)
    return PersonaDocument.model_construct(**values, groups=names, mcp_servers=documents)


def read(content: bytes | str) -> list[dict[str, Any]]:
    """Give what stands in a file of personas, each unchecked. Raises UnusableError."""
    try:
        return UncheckedDocument.model_validate(from_json(content)).personas
    except ValueError as error:
        raise UnusableError(_unusable(error)) from None


def look(given: list[dict[str, Any]], user: User) -> list[Outcome]:
    """Say what would become of each persona, and change nothing."""
    return list(_outcomes(given, user, is_kept=False))


def take(given: list[dict[str, Any]], user: User) -> list[Outcome]:
    """Make or change each persona, whole or not at all, and say what became of it."""
    return list(_outcomes(given, user, is_kept=True))


def _outcomes(given: list[dict[str, Any]], user: User, *, is_kept: bool) -> Iterator[Outcome]:
    seen: set[str] = set()
    for number, unchecked in enumerate(given, start=1):
        name = str(unchecked.get("name") or _("Persona %s") % number)[:60]
        try:
            found = PersonaDocument.model_validate(unchecked)
            if name in seen:
                raise RefusedError(_("It stands in the file twice."))
            seen.add(name)
            yield _one(found, user, is_kept=is_kept)
        except ValidationError as error:
            yield Outcome(name=name, state="refused", reason=_first(error))
        except RefusedError as error:
            yield Outcome(name=name, state="refused", reason=str(error))


@transaction.atomic
def _one(given: PersonaDocument, user: User, *, is_kept: bool) -> Outcome:
    """Make or change one persona. Raises RefusedError."""
    persona = Persona.objects.filter(owner=None, name=given.name).first() or Persona()
    is_new = persona._state.adding
    before = document_of(persona)
    for name in OF_PERSONA:
        setattr(persona, name, getattr(given, name))
    groups, servers = _groups(given), _servers(persona, given)
    _check(persona, servers)
    after = document_of(persona, groups, servers)
    if before.mcp_servers != after.mcp_servers and not user.has_perms(TOOL_RIGHTS):
        raise RefusedError(_("You may not change tools, and it comes with others."))
    fields = PersonaDocument.model_fields
    changed = [name for name in fields if getattr(before, name) != getattr(after, name)]
    if is_kept and (is_new or changed):
        _store(persona, groups, servers)
    return Outcome(
        name=persona.name,
        state="made" if is_new else "changed" if changed else "same",
        changed=[] if is_new else [_label(name) for name in changed],
        is_published=persona.is_published,
        groups=after.groups,
        servers=after.mcp_servers,
        unsigned=[server.label for server in servers if not server.credential],
    )


def _groups(given: PersonaDocument) -> list[Group]:
    """Give the groups of these names. Raises RefusedError: without them it would be for all."""
    groups = list(Group.objects.filter(name__in=given.groups))
    if missing := set(given.groups) - {group.name for group in groups}:
        raise RefusedError(_("There is no group “%s” here.") % min(missing))
    return groups


def _servers(persona: Persona, given: PersonaDocument) -> list[McpServer]:
    """Give the servers that it is to have; one that has moved loses its credential."""
    known = {server.label: server for server in persona.mcp_servers.all()}
    found = []
    for document in given.mcp_servers:
        server = known.pop(document.label, None) or McpServer(label=document.label)
        if server.url != document.url:
            server.credential = ""
        server.persona, server.url = persona, document.url
        server.allowed_tools = ", ".join(document.allowed_tools)
        found.append(server)
    return found


def _check(persona: Persona, servers: list[McpServer]) -> None:
    """Hold all of it against what a persona may be. Raises RefusedError."""
    if len({server.label for server in servers}) < len(servers):
        raise RefusedError(_("Two of its servers have the same label."))
    try:
        persona.full_clean()
        for server in servers:
            server.full_clean(exclude=["persona"], validate_unique=False)
    except NotAllowedError as error:
        found = [f"{_label(name)}: {' '.join(of)}" for name, of in error.message_dict.items()]
        raise RefusedError(" ".join(found)) from None


def _label(name: str) -> str:
    """Name a field as the admin's pages do."""
    labels = {
        field.name: field.verbose_name
        for field in (*Persona._meta.fields, *Persona._meta.many_to_many)
    }
    labels |= {field.name: field.verbose_name for field in McpServer._meta.fields}
    return str({**labels, "mcp_servers": McpServer._meta.verbose_name_plural}.get(name, name))


def _store(persona: Persona, groups: list[Group], servers: list[McpServer]) -> None:
    because(persona, _("Imported from a file."))
    try:
        with transaction.atomic():
            persona.save()
    except IntegrityError:  # somebody made one of this name since it was looked for
        raise RefusedError(_("Somebody has just made one of this name. Try again.")) from None
    persona.groups.set(groups)
    for gone in persona.mcp_servers.exclude(label__in=[server.label for server in servers]):
        gone.delete()  # one by one, so that it is told in the history
    for server in servers:
        server.save()


def _unusable(error: ValueError) -> str:
    if isinstance(error, ValidationError):  # else it is not JSON
        place = error.errors()[0]["loc"]
        if place == ("version",):
            return _("It was exported by a version of this site that is not known here.")
        if place[:1] == ("personas",):
            return _first(error)
    return _("This is not a file of personas that was exported here.")


def _first(error: ValidationError) -> str:
    """Say what is wrong first, and where; not with what words."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    what = first["msg"].removeprefix("Value error, ")
    place = " › ".join(map(str, first["loc"]))  # noqa: RUF001
    return f"{place}: {what}" if place else what
