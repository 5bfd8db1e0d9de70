"""The database that the migrations make, which each test process copies instead of migrating again."""

import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tools.places import ROOT, say

NAME = "test_jimusho_template"


def _at(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def begin(env: dict[str, str]) -> subprocess.Popen[bytes]:
    """Empty the template and start to migrate it, beside whatever else goes on. `env` has the server's address."""
    name = sql.Identifier(NAME)
    with psycopg.connect(_at(env["DATABASE_URL"], "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    return subprocess.Popen(migrate, cwd=ROOT, env={**env, "DATABASE_URL": _at(env["DATABASE_URL"], NAME)})


def end(migrating: subprocess.Popen[bytes]) -> dict[str, str]:
    """Wait for the migrations; what the tests have to be told. Nothing where the migrations failed."""
    if migrating.wait():
        say("The migrations failed, so each test process will try and say so.")
        return {}
    return {"TEST_TEMPLATE": NAME}
