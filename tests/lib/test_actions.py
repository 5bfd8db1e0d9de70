"""What every verb has in common."""

import threading
from contextlib import suppress
from datetime import datetime

import pghistory
import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from clients.models import Company
from lib.actions import RETRIES, action, retrying
from lib.refusals import Refused
from tests.crowd import crowd
from tests.factories import CompanyFactory, somebody

Event = pghistory.models.Events


@action
def rename(*, company: Company, name: str, by: object, now: datetime, reason: str = "") -> Company:
    company.name = name
    company.save(update_fields=["name"])
    if name == "refuse":
        raise Refused("No such name.")
    return company


@action
def rename_twice(*, company: Company, by: object, now: datetime) -> None:
    rename(company=company, name="inner", by=by, now=now, reason="inside")
    company.name = "outer"
    company.save(update_fields=["name"])


@action
def rename_after_a_refusal(*, company: Company, by: object, now: datetime) -> None:
    """Its first write is undone, and with it what PostgreSQL was told for the history."""
    with suppress(Refused):
        rename(company=company, name="refuse", by=by, now=now)
    for name in ("second", "third"):
        company.name = name
        company.save(update_fields=["name"])


def contexts(company: Company) -> list[dict]:
    events = Company.pgh_event_model.objects.filter(pgh_obj=company, pgh_label="update").order_by("pgh_id")
    return [event.pgh_context.metadata for event in events.select_related("pgh_context")]


def test_action_with_a_positional_parameter_is_a_mistake():
    with pytest.raises(TypeError, match="keyword-only and has by="):
        action(lambda company, *, by: None)


def test_action_without_by_is_a_mistake():
    with pytest.raises(TypeError, match="keyword-only and has by="):
        action(lambda *, company: None)


def test_action_takes_further_fields():
    def edit(*, by, **fields):
        return fields

    assert action(edit).is_action


@pytest.mark.django_db
def test_action_called_without_an_actor_or_by_position_is_a_mistake(now):
    with pytest.raises(TypeError, match="by="):
        rename(company=CompanyFactory(), name="New", now=now, by=None)
    with pytest.raises(TypeError, match="by="):
        rename(CompanyFactory(), name="New", now=now, by=somebody())


@pytest.mark.django_db(transaction=True)
def test_the_history_names_action_actor_and_reason(now):
    company, by = CompanyFactory(), somebody()
    rename(company=company, name="New", by=by, now=now, reason="They asked")
    assert contexts(company) == [{"action": "tests.rename", "user": by.pk, "who": "Hana Desk", "reason": "They asked"}]


@pytest.mark.django_db(transaction=True)
def test_the_history_names_the_outer_of_two_actions_for_both_changes(now):
    company, by = CompanyFactory(), somebody()
    rename_twice(company=company, by=by, now=now)
    assert contexts(company) == [{"action": "tests.rename_twice", "user": by.pk, "who": "Hana Desk"}] * 2


@pytest.mark.django_db(transaction=True)
def test_a_refused_action_leaves_nothing_behind(now):
    company = CompanyFactory(name="Old")
    with pytest.raises(Refused):
        rename(company=company, name="refuse", by=somebody(), now=now)
    assert (Company.objects.get().name, contexts(company)) == ("Old", [])


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_deadlock_between_two_actions_is_tried_again_until_both_are_done(now):
    one, two, by = CompanyFactory(name="One"), CompanyFactory(name="Two"), somebody()
    both_hold_one = threading.Barrier(2)
    tries: list[int] = []

    @action
    def rename_both(*, first: int, second: int, by: object) -> None:
        tries.append(first)
        Company.objects.filter(pk=first).update(notes=f"by {first}")
        if len(tries) <= 2:
            both_hold_one.wait(10)
        Company.objects.filter(pk=second).update(notes=f"by {first}")

    outcomes = crowd(
        lambda: rename_both(first=one.pk, second=two.pk, by=by), lambda: rename_both(first=two.pk, second=one.pk, by=by)
    )
    assert outcomes == [None, None]
    assert len(tries) == 3, "PostgreSQL undid one of the two, which was tried again"
    assert len(set(Company.objects.values_list("notes", flat=True))) == 1


@pytest.mark.django_db(transaction=True)
def test_retrying_gives_up_after_a_few_times(monkeypatch):
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    tries: list[int] = []

    @retrying
    def deadlocked() -> None:
        tries.append(1)
        with connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40P01'; END $$")

    with pytest.raises(OperationalError, match="again"):
        deadlocked()
    assert len(tries) == RETRIES + 1


@pytest.mark.django_db(transaction=True)
def test_retrying_leaves_other_errors_and_inner_transactions_alone():
    tries: list[str] = []

    @retrying
    def fails(code: str) -> None:
        tries.append(code)
        with connection.cursor() as cursor:
            cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'once' USING ERRCODE = '{code}'; END $$")

    with pytest.raises(OperationalError):
        fails("55P03")  # a lock that was not free in time
    with pytest.raises(OperationalError), transaction.atomic():
        fails("40P01")
    assert tries == ["55P03", "40P01"]


@pytest.mark.django_db
def test_history_is_told_once_and_again_after_an_undone_savepoint(now):
    company, by = CompanyFactory(), somebody()
    with CaptureQueriesContext(connection) as plain:
        rename_twice(company=company, by=by, now=now)
    with CaptureQueriesContext(connection) as undone:
        rename_after_a_refusal(company=company, by=by, now=now)
    assert [sum("pghistory.context_id" in each["sql"] for each in told) for told in (plain, undone)] == [1, 2]
    assert [(each["action"], each["user"]) for each in contexts(company)] == [
        *[("tests.rename_twice", by.pk)] * 2,
        *[("tests.rename_after_a_refusal", by.pk)] * 2,
    ]
