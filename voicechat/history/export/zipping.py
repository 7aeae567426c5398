"""Many files as one ZIP that is written while it is sent. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

BLOCK = 64 * 1024  # bytes that are sent at a time
FIRST_YEAR, LAST_YEAR = 1980, 2107  # that a ZIP can write


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One file of a ZIP; its pieces are asked for when it is its turn."""

    name: str
    time: datetime
    pieces: Iterable[str]


class _Sink:
    """What the ZIP is written to: keeps what has not been sent yet, and no more."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def write(self, data: bytes) -> int:
        self.waiting += data
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is written goes out with the next block."""

    def take(self, least: int = 1) -> Iterator[bytes]:
        """Give what waits, if that is as much."""
        if len(self.waiting) >= least:
            taken, self.waiting = bytes(self.waiting), bytearray()
            yield taken


def zipped(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Give a ZIP block by block; in memory are the current block and the list of names.

    Whatever fails on the way ends it without a directory, so that no program takes it for whole.
    """
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for entry in entries:
            with archive.open(_info(entry), "w") as file:
                for block in blocks(entry.pieces):
                    file.write(block)
                    yield from sink.take(1 if len(block) >= BLOCK else BLOCK)
    yield from sink.take()


def blocks(pieces: Iterable[str]) -> Iterator[bytes]:
    """Give a text as UTF-8 in blocks that are worth sending."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece.encode()
        if len(waiting) >= BLOCK:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)


def _info(entry: Entry) -> ZipInfo:
    time = entry.time
    year = min(max(time.year, FIRST_YEAR), LAST_YEAR)
    written = (year, time.month, time.day, time.hour, time.minute, time.second)
    info = ZipInfo(entry.name, written)
    info.compress_type = ZIP_DEFLATED
    return info
