"""Prints what reading and storing records costs as conversations and the site grow.

History and its search, and batches of turns, on a site with 10,000 turns and on one with 1,000,000:
on SQLite, and on PostgreSQL where one answers at 127.0.0.1:5432. Everything is measured whole on
both sites in turn, so that whatever slows the machine down slows both. Takes ten minutes, and 4 GB
while it runs.
"""

from benchmarks.databases import on_each

SMALL, LARGE = 10_000, 1_000_000  # turns


def measure() -> None:
    """Print the figures of one database."""
    from benchmarks import history, posting
    from benchmarks.history_site import site

    with site(SMALL) as small, site(LARGE) as large:
        sites = {SMALL: small, LARGE: large}
        history.compare(sites)
        posting.compare(sites)


if __name__ == "__main__":
    on_each("from benchmarks import records; records.measure()")
