"""`make bench`: the budgets, measured on a database of their own beside the office's."""

import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tools import check, services
from tools.places import ROOT, secret

NAME = "jimusho_bench"


def beside(url: str) -> str:
    """The address of the benchmark's database on the same server, made anew: migrations change."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
    return urlunsplit(urlsplit(url)._replace(path=f"/{NAME}"))


def main(arguments: list[str]) -> int:
    with services.at_hand() as addresses:
        check.database(addresses["DATABASE_URL"])
        addresses["DATABASE_URL"] = beside(addresses["DATABASE_URL"])
        env = {
            "SECRET_KEY": secret("secret"),
            "SEALING_KEYS": secret("sealing"),
            **os.environ,
            **addresses,
            "DEBUG": "0",
            "DEMO": "0",
        }
        for command in (["manage.py", "migrate", "--noinput", "--verbosity", "0"], ["-m", "bench", *arguments]):
            code = subprocess.run([sys.executable, *command], cwd=ROOT, env=env).returncode
            if code:
                return code
        return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
