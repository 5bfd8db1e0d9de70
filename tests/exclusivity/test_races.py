"""Twenty bookers press at the same second, over connections of their own."""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import connection, connections

from accounts.models import User
from exclusivity.actions import bind, binding, differences, locks
from exclusivity.models import Box, Commitment, Finding, Status
from lib.refusals import Refused
from tests.factories import BrandFactory

RIVALS, ROUNDS = 20, 10 * int(os.environ.get("ROUNDS", "2"))
pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@dataclass
class Outcome:
    won: list[int] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    broken: list[BaseException] = field(default_factory=list)


@pytest.fixture
def rivals(racing_market) -> list[int]:
    """Holds of twenty brands for one talent and one day, each of which keeps skincare to itself."""
    market = racing_market
    found = []
    for n in range(RIVALS):
        hold = market.booking(
            market.shows(date(2026, 6, 10), date(2026, 6, 11)),
            brand=BrandFactory(name=f"Rival {n}", categories=[market.skincare]),
            clauses=[market.clause(number="1")],
        )
        found.append(hold.pk)
    return found


class Crowd:
    """A thread a booker, each with a connection of its own, who all press at once, round after round."""

    def __init__(self, keys: list[int], market) -> None:
        self.market, self.outcome = market, Outcome()
        self.start, self.end = Barrier(len(keys) + 1), Barrier(len(keys) + 1)
        self.over = False
        self.threads = [Thread(target=self.booker, args=(key,)) for key in keys]

    def __enter__(self) -> "Crowd":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.over = True
        self.start.wait(30)
        for thread in self.threads:
            thread.join(30)

    def booker(self, key: int) -> None:
        try:
            patiently()
            by = User.objects.get(pk=self.market.by.pk)
            while True:
                self.start.wait(60)
                if self.over:
                    return
                self.press(key, by)
                self.end.wait(60)
        finally:
            connections.close_all()

    def press(self, key: int, by: User) -> None:
        try:
            bind(commitment=Commitment.objects.get(pk=key), by=by, now=self.market.now)
            self.outcome.won.append(key)
        except Refused as refusal:
            self.outcome.refused.append(str(refusal))
        except Exception as error:
            self.outcome.broken.append(error)

    def round(self) -> Outcome:
        self.outcome = Outcome()
        self.start.wait(60)
        self.end.wait(60)
        return self.outcome


def patiently() -> None:
    """On a busy machine twenty may queue for longer than a page would wait."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200s'")
        cursor.execute("SET statement_timeout = '200s'")


def back_to_hold() -> None:
    Box.objects.all().delete()
    Finding.objects.all().delete()
    Commitment.objects.update(status=Status.HOLD, bound_at=None, bound_by=None)


def test_twenty_rivals_at_once_exactly_one_binds(rivals, racing_market):
    with Crowd(rivals, racing_market) as crowd:
        for number in range(ROUNDS):
            outcome = crowd.round()
            assert outcome.broken == [], f"round {number}"
            assert (len(outcome.won), len(outcome.refused)) == (1, RIVALS - 1), f"round {number}"
            assert Commitment.objects.filter(status=Status.CONFIRMED).count() == 1
            assert all("keeps skincare to itself" in sentence for sentence in outcome.refused)
            back_to_hold()


@pytest.fixture
def without_wall():
    """PostgreSQL without the exclusion constraint."""
    constraint = next(c for c in Box._meta.constraints if c.name == "exclusivity_box_no_clash")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Box, constraint)
    yield
    Box.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Box, constraint)


@pytest.fixture
def without_lock(monkeypatch):
    monkeypatch.setattr(locks, "_hold", lambda sql, **values: None)
    # The clash desk has a constraint of its own, which would queue them.
    monkeypatch.setattr(binding, "note_findings", lambda *args, **kwargs: [])


@pytest.fixture
def slowly(monkeypatch) -> Callable[[], None]:
    """Everybody who has passed the check waits for the others before writing."""
    gate = Barrier(RIVALS)
    write = binding.write_boxes

    def late(*args, **kwargs):
        with suppress(BrokenBarrierError):
            gate.wait(0.5)
        return write(*args, **kwargs)

    monkeypatch.setattr(binding, "write_boxes", late)
    return gate.reset


def test_without_lock_and_wall_more_than_one_binds(rivals, racing_market, without_lock, without_wall, slowly):
    """What the two are for: the check alone sells the same promise many times."""
    winners = []
    with Crowd(rivals, racing_market) as crowd:
        for _ in range(3):
            slowly()
            outcome = crowd.round()
            assert outcome.broken == []
            winners.append(len(outcome.won))
            back_to_hold()
    assert max(winners) > 1


def test_with_the_lock_alone_one_binds(rivals, racing_market, without_wall, slowly):
    with Crowd(rivals, racing_market) as crowd:
        for _ in range(3):
            slowly()
            assert len(crowd.round().won) == 1
            back_to_hold()


def test_with_the_wall_alone_one_binds_and_nobody_sees_the_database(rivals, racing_market, without_lock, slowly):
    """Two at once, so that PostgreSQL need not untangle a chain of deadlocks."""
    with Crowd(rivals[:2], racing_market) as crowd:
        for _ in range(5):
            outcome = crowd.round()
            assert outcome.broken == []
            assert len(outcome.won) == 1
            back_to_hold()


def test_boxes_after_a_race_are_as_the_facts_say(rivals, racing_market):
    with Crowd(rivals, racing_market) as crowd:
        crowd.round()
    assert differences() == []
