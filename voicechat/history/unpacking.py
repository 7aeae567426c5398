"""The conversations in a file that somebody sends, one at a time. Pure.

Nothing that a ZIP says of itself is believed: what comes out of it is counted while it does.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024
MOST_BYTES = 25 * MEGABYTE  # of a conversation
MOST_IN_ALL = 512 * MEGABYTE  # that may come out of a ZIP
MOST_FILES = 10_000  # conversations in a ZIP
ZIP_BEGINS = (b"PK\x03\x04", b"PK\x05\x06")
ENTRY = b"PK\x01\x02"  # with which each entry of a ZIP's directory begins
UNREADABLE = (BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError)
NOT_CONVERSATIONS = ("account.json",)


class UnusableError(Exception):
    """The file cannot be read; says why, in words for the person."""


@dataclass(frozen=True, kw_only=True)
class Packed:
    """One file that may hold a conversation; `content` is None where it is too long."""

    name: str
    content: bytes | None


def unpacked(file: IO[bytes], name: str) -> Iterator[Packed]:
    """Give what a JSON file or a ZIP holds. Raises UnusableError, also on the way."""
    begin = file.read(4)
    file.seek(0)
    if begin not in ZIP_BEGINS:
        yield _read(file, name)
        return
    _check_directory(file)
    try:
        with ZipFile(file) as archive:
            yield from _entries(archive)
    except UNREADABLE:
        raise UnusableError(_("This ZIP is damaged, or not of a kind that can be read.")) from None


def _entries(archive: ZipFile) -> Iterator[Packed]:
    found = [info for info in archive.infolist() if _may_be_conversation(info)]
    if not found:
        raise UnusableError(_("There are no conversations in JSON in this ZIP."))
    if len(found) > MOST_FILES:
        raise UnusableError(_too_many())
    left = MOST_IN_ALL
    for info in found:
        with archive.open(info) as entry:
            packed = _read(entry, info.filename)
        left -= MOST_BYTES if packed.content is None else len(packed.content)
        if left < 0:
            raise UnusableError(_("There is more in this ZIP than can be taken at once."))
        yield packed


def _read(file: IO[bytes], name: str) -> Packed:
    content = file.read(MOST_BYTES + 1)
    return Packed(name=name, content=content if len(content) <= MOST_BYTES else None)


def _may_be_conversation(info: ZipInfo) -> bool:
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return False  # others may take any amount of memory
    return info.filename.endswith(".json") and info.filename not in NOT_CONVERSATIONS


def _check_directory(file: IO[bytes]) -> None:
    """Refuse a ZIP whose directory could be too long for memory. Raises UnusableError."""
    count, before = 0, b""
    while block := file.read(MEGABYTE):
        count += (before + block).count(ENTRY)
        before = block[-(len(ENTRY) - 1) :]
    file.seek(0)
    if count > 2 * MOST_FILES:
        raise UnusableError(_too_many())


def _too_many() -> str:
    return _("There are more than %(most)s conversations in this ZIP.") % {"most": MOST_FILES}
