"""Says whether a PostgreSQL and a Redis answer on this machine, by the exit code."""

import sys

import psycopg
import redis

SERVER = "postgres://postgres@127.0.0.1:5432"
REDIS = "redis://127.0.0.1:6379"


def absence() -> str:
    """Why there is nothing to test with as a large site has it; empty where there is."""
    try:
        psycopg.connect(f"{SERVER}/postgres?connect_timeout=3").close()
        redis.Redis.from_url(REDIS, socket_connect_timeout=3).ping()
    except psycopg.OperationalError as error:
        return f"No PostgreSQL at 127.0.0.1:5432. ({error})"
    except redis.RedisError as error:
        return f"No Redis at 127.0.0.1:6379. ({error})"
    return ""


if __name__ == "__main__":
    if why := absence():
        sys.exit(f"On SQLite only, then. {why}")
