"""Whether what the office needs is there: one clear line where it is not, before anything else is tried."""

import sys
from urllib.parse import urlsplit

import psycopg
import redis

from tools import services
from tools.places import give_up
from tools.ports import is_free

EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
OLDEST_POSTGRES = 16


def where(url: str) -> str:
    """The address as a person may see it: without user and password."""
    parts = urlsplit(url)
    server = parts.netloc.rpartition("@")[2]
    return f"{server}{parts.path}" + (f"?{parts.query}" if parts.query and not server else "")


def database(url: str) -> None:
    """A PostgreSQL that answers, is new enough and carries the extensions that the constraints need."""
    if urlsplit(url).scheme not in {"postgres", "postgresql"}:
        give_up(f"DATABASE_URL is no PostgreSQL address (postgres://user:password@host:5432/name): {where(url)}")
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            version = connection.info.server_version // 10_000
            if version < OLDEST_POSTGRES:
                give_up(f"PostgreSQL at {where(url)} is version {version}; {OLDEST_POSTGRES} or newer is needed.")
            rows = connection.execute("SELECT name FROM pg_available_extensions WHERE name = ANY(%s)", [[*EXTENSIONS]])
            there = {row[0] for row in rows}
    except psycopg.Error as error:
        give_up(f"DATABASE_URL does not answer at {where(url)}: {' '.join(str(error).split())[:200]}")
    if missing := [name for name in EXTENSIONS if name not in there]:
        give_up(
            f"PostgreSQL at {where(url)} lacks {', '.join(missing)}. "
            f"Install its contrib package (Debian, Ubuntu: apt-get install postgresql-contrib)."
        )


def broker(url: str) -> None:
    """A Redis-protocol server that answers."""
    try:
        with redis.Redis.from_url(url, socket_timeout=3, socket_connect_timeout=3) as client:
            client.ping()
    except (redis.RedisError, OSError, ValueError) as error:
        give_up(f"REDIS_URL does not answer at {where(url)}: {' '.join(str(error).split())[:200]}")


def port(number: int) -> None:
    """A port on this machine that nobody has."""
    if not is_free(number):
        give_up(f"Port {number} is taken. Stop what listens there, or take another: make run PORT={number + 1}")


def main() -> int:
    addresses, _ = services.up()
    database(addresses["DATABASE_URL"])
    broker(addresses["REDIS_URL"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
