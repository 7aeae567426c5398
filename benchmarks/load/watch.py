"""What processes use while the load lasts, from /proc and from PostgreSQL itself."""

import asyncio
import os
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

TICKS = os.sysconf("SC_CLK_TCK")
MEBIBYTE = 1 << 20


def cpu_seconds(pid: int) -> float:
    """Processor time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident(pid: int) -> int:
    """Bytes that a process has in memory, shared ones with it."""
    pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


@dataclass
class Watch:
    """Looks once a minute; `memory` is of all workers, in MiB, `connections` of the database."""

    workers: set[int]
    database: str
    memory: list[float] = field(default_factory=list)
    connections: list[int] = field(default_factory=list)

    def look(self) -> None:
        """Note what is used now."""
        self.memory.append(sum(map(resident, self.workers)) / MEBIBYTE)
        with psycopg.connect(self.database) as connection:
            row = connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            ).fetchone()
        self.connections.append(row[0] - 1 if row else 0)

    async def each_minute(self) -> None:
        """Look until cancelled."""
        while True:
            await asyncio.to_thread(self.look)
            await asyncio.sleep(60)

    def cpu(self) -> float:
        """Processor time of all workers so far, in seconds."""
        return sum(map(cpu_seconds, self.workers))
