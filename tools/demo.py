"""`make demo`: a fresh demo office in place of what the private server holds. Your own server is never emptied."""

import subprocess
import sys
from urllib.parse import urlsplit

import psycopg

from tools import check, services
from tools.office import common, platforms_from
from tools.places import ROOT, give_up, say
from tools.ports import free_port

TABLES = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"


def is_private(url: str) -> bool:
    """Whether it is the server that `make services` made for this checkout."""
    return url == services.known().get("DATABASE_URL")


def empty(url: str) -> None:
    """Leave a database without tables, whoever is connected to it."""
    with psycopg.connect(url) as connection:
        row = connection.execute(TABLES).fetchone()
    if not row or row[0] == 0:
        return
    if not is_private(url):
        give_up(f"{check.where(url)} is a server of your own and holds tables. Give it an empty database for a demo.")
    say("Emptying the private database")
    name = urlsplit(url).path.lstrip("/")
    with psycopg.connect(url.rpartition("/")[0] + "/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')


def main() -> int:
    with services.at_hand() as addresses:
        check.database(addresses["DATABASE_URL"])
        empty(addresses["DATABASE_URL"])
        env = common(addresses, port=8000, platforms_port=free_port(platforms_from(8000)))
        for arguments in (["migrate", "--noinput", "--verbosity", "0"], ["demo"]):
            code = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=env).returncode
            if code:
                return code
        return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
