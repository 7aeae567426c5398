"""Prints what one call costs the server: `python -m benchmarks.cost`.

On SQLite, and on PostgreSQL where there is one: queries and bytes of each kind of request, and what
a row takes with its indexes. docs/scaling.md reckons with these figures.
"""

from benchmarks.databases import on_each

if __name__ == "__main__":
    on_each("from benchmarks.cost_of_call import main; main()")
