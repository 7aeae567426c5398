"""Says whether a PostgreSQL answers at 127.0.0.1:5432, by the exit code."""

import sys

import psycopg

ADDRESS = "postgresql://postgres@127.0.0.1:5432/postgres?connect_timeout=3"

if __name__ == "__main__":
    try:
        psycopg.connect(ADDRESS).close()
    except psycopg.OperationalError as error:
        sys.exit(f"No PostgreSQL at 127.0.0.1:5432: the second run is left out. ({error})")
