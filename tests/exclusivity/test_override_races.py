"""Several who may confirm an override press at the same second."""

from threading import Barrier, Thread

import pytest
from django.db import connections

from accounts.models import User
from exclusivity.actions import bind, propose_override, second_override, withdraw_override
from exclusivity.models import Decision, Finding
from lib.refusals import Refused
from tests.exclusivity.test_races import patiently
from tests.factories import manager, owner

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def at_once(deeds):
    """What came of each deed, over connections of their own."""
    start, told = Barrier(len(deeds)), []

    def press(deed):
        try:
            patiently()
            start.wait(60)
            deed()
            told.append("done")
        except Refused as refusal:
            told.append(str(refusal))
        finally:
            connections.close_all()

    threads = [Thread(target=press, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(told)


@pytest.fixture
def override(racing_market):
    market = racing_market
    bind(commitment=market.ambassador(), by=market.by, now=market.now)
    market.booking()
    return propose_override(finding=Finding.objects.get(), reason="One last reel.", by=owner(), now=market.now)


def second(override, by, now):
    row = Decision.objects.get(pk=override.pk)
    return lambda: second_override(override=row, reason="Agreed.", by=User.objects.get(pk=by.pk), now=now)


def test_one_of_five_who_second_at_once_is_the_second_person(override, racing_market):
    people = [manager() for _ in range(5)]
    told = at_once([second(override, person, racing_market.now) for person in people])
    assert told == ["It was confirmed already."] * 4 + ["done"]
    override.refresh_from_db()
    assert override.seconded_by in people
    assert Finding.objects.get().decided_by == override.seconded_by


def test_seconded_and_withdrawn_at_once_only_one_holds(override, racing_market):
    row = Decision.objects.get(pk=override.pk)
    maker = override.made_by
    told = at_once(
        [
            second(override, manager(), racing_market.now),
            lambda: withdraw_override(override=row, by=maker, now=racing_market.now),
        ]
    )
    assert told.count("done") == 1
    override.refresh_from_db()
    assert (override.seconded_at is None) != (override.withdrawn_at is None)
