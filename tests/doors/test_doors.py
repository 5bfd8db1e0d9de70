"""Knock at every door as everybody."""

import re
from collections.abc import Iterator
from html import unescape
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from accounts.roles import GRANTS, Kind, Role
from outbox.once import TAKES
from portals.doors import KEYS
from tests.doors import Row
from tests.doors.world import World, build_world

FOREIGN = ("account", "mfa")  # allauth keeps its own doors; its URL names begin with these
NOT_COUNTED = ("django_session", "outbox_formkey")


def tables() -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for file in sorted(Path(__file__).parent.glob("table_*.py")):
        found = import_module(f"tests.doors.{file.stem}").ROWS
        assert not rows.keys() & found.keys(), f"{file.name} names URLs that another table has"
        rows |= found
    return rows


def names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}" if entry.name else f"unnamed: {entry.pattern}"


def ours() -> set[str]:
    return {
        name
        for name in names(get_resolver())
        if not name.startswith(FOREIGN) and not name.startswith("unnamed: ^media")
    }


ROWS = tables()


def test_every_url_has_a_line_and_every_line_a_url() -> None:
    assert ours() == set(ROWS)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One office for all doors, in a transaction that nobody commits; each knock undoes what it wrote."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def session_of(world: World, django_db_blocker: Any) -> dict[str, str]:
    """The session of each person, who signs in once for all doors."""
    keys = {}
    with django_db_blocker.unblock():
        for who, user in world.people.items():
            client = Client()
            client.force_login(user)
            keys[who] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return keys


def expected(row: Row, name: str, who: str, world: World) -> set[int]:
    portal = name.split(":")[0] if ":" in name else ""
    if who == "anonymous":
        return row.expected_ok() if row.anonymous == 200 else {row.anonymous}
    user = world.people[who]
    if portal in KEYS and user.kind != KEYS[portal]:
        return {404}
    if row.right and row.right not in GRANTS[Role(user.role)].may:
        # a stranger may learn that they lack the right, never that the thing is there
        return {403, 404} if user.kind != Kind.STAFF and who.startswith("other_") else {403}
    if row.of and not row.shared and user.kind != Kind.STAFF and who.startswith("other_"):
        return {404}
    return row.expected_ok()


def changed_rows() -> int:
    """Rows that this transaction has written so far, by PostgreSQL's own count."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)"
            " + pg_stat_get_xact_tuples_deleted(oid)), 0) FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND NOT relname = ANY(%s)",
            [list(NOT_COUNTED)],
        )
        return int(cursor.fetchone()[0])


def unheard(page: str, url: str) -> set[str]:
    """Where the page's forms and buttons send what somebody fills in, of those addresses that take nothing."""
    sent = set(re.findall(r'hx-post="([^"]*)"', page))
    for form, inside in re.findall(r'<form\b([^>]*\bmethod="post"[^>]*)>(.*?)</form>', page, re.S):
        named = re.search(r'\baction="([^"]+)"', form)
        sent.add(named[1] if named else url)
        sent |= set(re.findall(r'<button\b(?![^>]*formmethod="get")[^>]*formaction="([^"]*)"', inside))
    found = {address: resolve(urlsplit(address).path) for address in map(unescape, sent)}
    ours = {address: at for address, at in found.items() if KEYS.keys() & set(at.namespaces[:1])}
    return {address for address, at in ours.items() if not getattr(at.func, TAKES, False)}


def knock(row: Row, url: str, session: str | None) -> tuple[int, int, str, set[str]]:
    """Status, all rows written so far, where a redirect leads, forms that nobody takes. Nothing written stays."""
    client = Client()
    with transaction.atomic():
        if session is not None:
            client.cookies[settings.SESSION_COOKIE_NAME] = session
        response = client.generic(row.method, url) if row.method not in ("GET", "POST") else None
        if response is None:
            send = client.get if row.method == "GET" else client.post
            response = send(url, row.data)
        body = b"".join(response)  # a file is closed at its end
        written = changed_rows()
        transaction.set_rollback(True)
    html = response.headers.get("Content-Type", "").startswith("text/html") and response.status_code == 200
    forms = unheard(body.decode(), url) if html else set()
    return response.status_code, written, response.headers.get("Location", ""), forms


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ROWS))
def test_door_opens_only_for_its_own(name: str, world: World, session_of: dict[str, str]) -> None:
    row = ROWS[name]
    kwargs = row.kwargs(world) if row.kwargs else {}
    if row.of:
        kwargs = {row.by: getattr(getattr(world, row.of), row.by), **kwargs}
    url = reverse(name, kwargs=kwargs)
    wrong, before = [], changed_rows()
    for who in ("anonymous", *world.people):
        status, after, where, forms = knock(row, url, session_of.get(who))
        written, before = after - before, after
        wanted = expected(row, name, who, world)
        if status not in wanted:
            wrong.append(f"{who}: {status}, wanted {sorted(wanted)} {where}")
        if who == "anonymous" and status == 302 and "/accounts/login/" not in where:
            wrong.append(f"anonymous is sent to {where}")
        if status in (403, 404) and written:
            wrong.append(f"{who}: refused, and yet {written} rows changed")
        if row.method == "GET" and written:
            wrong.append(f"{who}: reading changed {written} rows")
        if forms:
            wrong.append(f"{who}: the page sends to {sorted(forms)}, where nothing is taken")
    assert wrong == []


@pytest.mark.django_db
def test_a_stranger_cannot_tell_foreign_from_absent(world: World) -> None:
    """Another client's campaign and one that was never there give the same page."""
    pairs = [
        (n, r)
        for n, r in ROWS.items()
        if r.of and r.by == "public_id" and r.method == "GET" and not r.kwargs and not r.shared
    ]
    seen = 0
    for name, row in pairs:
        portal = name.split(":")[0]
        if portal not in ("client", "talent"):
            continue
        client = Client()
        client.force_login(world.people[f"other_{portal}"])
        foreign = client.get(reverse(name, kwargs={"public_id": getattr(world, row.of).public_id}))
        absent = client.get(reverse(name, kwargs={"public_id": "2" * 12}))
        pages = [re.sub(rb"[A-Za-z0-9]{64}", b"token", answer.content) for answer in (foreign, absent)]
        assert (foreign.status_code, pages[0]) == (absent.status_code, pages[1]), name
        seen += 1
    assert seen > 0
