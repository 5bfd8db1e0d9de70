"""What is sent to a page that is only read changes nothing and is told so."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver, reverse

from outbox.once import TAKES
from tests.doors.test_doors import ROWS
from tests.factories import brand_person, owner, talent_user
from tests.portals.outside import signed_in

PORTALS = ("desk", "client", "talent")


def views(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from views(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        else:
            yield f"{prefix}{entry.name}", entry.callback


TAKING = {name for name, view in views(get_resolver()) if getattr(view, TAKES, False)}


def test_every_address_that_is_knocked_at_by_sending_takes_it():
    sent = [name for name, row in ROWS.items() if name.split(":")[0] in PORTALS and row.method != "GET"]
    assert [name for name in sent if name not in TAKING] == []
    assert len(sent) > 150


@pytest.mark.django_db
def test_a_page_that_is_only_read_refuses_what_is_sent():
    readers = {"desk": signed_in(owner()), "client": signed_in(brand_person()), "talent": signed_in(talent_user())}
    read = [
        name for name, row in ROWS.items()
        if name.split(":")[0] in PORTALS and name not in TAKING and not row.of and not row.kwargs
    ]  # fmt: skip
    answers = {name: readers[name.split(":")[0]].post(reverse(name), {}) for name in read}
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(read, 405)
    assert {answer.headers["Allow"] for answer in answers.values()} == {"GET, HEAD"}
    assert {"desk:talents", "desk:today", "client:home", "client:gifts", "talent:home", "talent:notices"} <= set(read)
    home = reverse("talent:home")
    assert readers["talent"].head(home).status_code == 200
    assert readers["talent"].get(home, headers={"HX-Request": "true"}).status_code == 200
    assert readers["desk"].post(home).status_code == 404, "a stranger learns nothing of how it is asked"
