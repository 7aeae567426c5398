"""Prints what the pages of usage cost on a site with 10,000 rows of usage and with 1,000,000.

On SQLite, and on PostgreSQL where one answers at 127.0.0.1:5432. The same pages of both sites are
measured whole, in turn. What pages say is held against the rows, to the cent. Takes ten minutes,
and 2 GB while it runs.
"""

from benchmarks.databases import on_each

SMALL, LARGE = 10_000, 1_000_000  # rows of usage


def measure() -> None:
    """Print the figures of one database."""
    from benchmarks.pages import compare_pages
    from benchmarks.usage_site import site

    with site(SMALL) as small, site(LARGE) as large:
        compare_pages(small, large, unit="rows")


if __name__ == "__main__":
    on_each("from benchmarks import usage; usage.measure()")
