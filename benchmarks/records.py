"""Runs `benchmarks.storing` on SQLite, and on PostgreSQL where one answers at 127.0.0.1:5432."""

from benchmarks.databases import on_each


def main() -> None:
    """Print what storing records costs on each database."""
    on_each("from benchmarks import storing; storing.main()")
