"""Says whether a PostgreSQL answers at 127.0.0.1:5432, by the exit code."""

import sys

import psycopg

SERVER = "postgres://postgres@127.0.0.1:5432"


def absence() -> str:
    """Why there is no PostgreSQL to test with; empty where there is one."""
    try:
        psycopg.connect(f"{SERVER}/postgres?connect_timeout=3").close()
    except psycopg.OperationalError as error:
        return f"No PostgreSQL at 127.0.0.1:5432. ({error})"
    return ""


if __name__ == "__main__":
    if why := absence():
        sys.exit(f"On SQLite only, then. {why}")
