"""What a doctor says."""

from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """How bad it is."""

    WELL = "✓"
    WARNING = "!"
    PROBLEM = "✗"


class Finding(NamedTuple):
    """One thing that was looked at. `remedy` says what to do; empty where it is well."""

    level: Level
    what: str
    remedy: str = ""


def well(what: str) -> Finding:
    """Say that something is as it should be."""
    return Finding(Level.WELL, what)


def warning(what: str, remedy: str) -> Finding:
    """Say that something may be wanted so, or will be wrong soon."""
    return Finding(Level.WARNING, what, remedy)


def problem(what: str, remedy: str) -> Finding:
    """Say that something keeps the site from working."""
    return Finding(Level.PROBLEM, what, remedy)
