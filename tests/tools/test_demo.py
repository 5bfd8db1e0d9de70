"""A fresh demo office takes the place of the private one, never of anybody's own."""

import psycopg
import pytest

from tests.tools.test_services import Services
from tools import demo


@pytest.fixture
def office(office_dir):
    services = Services(office_dir)
    url = services.up()["DATABASE_URL"]
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE talents AS SELECT 7 AS figure")
    yield url
    services("down")


def tables(url: str) -> int:
    with psycopg.connect(url) as connection:
        return connection.execute(demo.TABLES).fetchone()[0]


def test_database_of_your_own_is_refused_and_kept(office, monkeypatch, capsys):
    monkeypatch.setattr(demo.services, "known", dict)
    with pytest.raises(SystemExit, match="1"):
        demo.empty(office)
    assert "holds tables. Give it an empty database for a demo." in capsys.readouterr().err
    assert tables(office) == 1


def test_private_database_is_emptied_under_those_who_read_it(office, monkeypatch):
    monkeypatch.setattr(demo.services, "known", lambda: {"DATABASE_URL": office})
    reader = psycopg.connect(office)
    demo.empty(office)
    with pytest.raises(psycopg.OperationalError):
        reader.execute("SELECT 1")
    reader.close()
    assert tables(office) == 0
