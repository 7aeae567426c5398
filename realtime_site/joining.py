"""Joins a JavaScript module with all that it imports, so that a page asks for one file. Pure.

Understands what our own modules use: named imports of neighbours by relative paths at the
beginning of a line, imports for their effect alone, and exports of declarations.
"""

import re
from collections.abc import Callable
from posixpath import dirname, join, normpath, splitext

IMPORT = re.compile(r'^import (?:(\{[^}]*\}) from )?"(\.[^"]*)";\n?', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async function|function|class|const) (\w+))", re.MULTILINE)
UNKNOWN = re.compile(r"^(?:import|export)\b|\bimport\s*\(", re.MULTILINE)


class JoiningError(Exception):
    """A module imports or exports in a way that is not understood here."""


def joined(path: str, read: Callable[[str], str]) -> str:
    """Give a module's source with everything that it imports, directly or not, before it.

    `read` gives the source at a path. Each imported module becomes a function that is called
    once, in the order in which a browser would run them. The module itself still exports.
    Raises JoiningError, also where modules import one another in a circle.
    """
    done: dict[str, str] = {}

    def require(needed: str, above: tuple[str, ...]) -> None:
        if needed in above:
            raise JoiningError(f"{needed} imports itself, by way of {above[-1]}")
        if needed in done:
            return
        source = read(needed)
        for match in IMPORT.finditer(source):
            require(_neighbour(needed, match[2]), (*above, needed))
        done[needed] = source

    require(path, ())
    own = _with_imports(path, done.pop(path))
    _refuse_unknown(path, EXPORT.sub("", own))
    return "".join(_as_function(*each) for each in done.items()) + own


def _as_function(path: str, source: str) -> str:
    names = EXPORT.findall(source)
    body = EXPORT.sub("", _with_imports(path, source))
    _refuse_unknown(path, body)
    return f"const {_name(path)} = (() => {{\n{body}\nreturn {{ {', '.join(names)} }};\n}})();\n"


def _with_imports(path: str, source: str) -> str:
    """Have a module take what it imports from the functions before it."""

    def take(match: re.Match[str]) -> str:
        names, place = match.groups()
        return f"const {names} = {_name(_neighbour(path, place))};\n" if names else ""

    return IMPORT.sub(take, source)


def _refuse_unknown(path: str, source: str) -> None:
    if found := UNKNOWN.search(source):
        raise JoiningError(f"{path}: {found[0]} …")


def _neighbour(path: str, place: str) -> str:
    return normpath(join(dirname(path), place))


def _name(path: str) -> str:
    return "$" + re.sub(r"\W", "_", splitext(path)[0])
