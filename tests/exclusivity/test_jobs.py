"""The market moves: what depends on it is written anew by the clock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from exclusivity.actions import differences, record_waiver
from exclusivity.models import Box
from outbox import work
from outbox.handlers import PERIODIC
from outbox.models import Job
from tests.campaigns.rivals import bind_to_rival
from tests.factories import CategoryFactory, TalentFactory

pytestmark = pytest.mark.django_db


def run(kind: str = "exclusivity.rebuild_boxes") -> str:
    job = Job.objects.create(kind=kind, title="Boxes", run_after=timezone.now())
    assert work.run(job.pk) is True
    job.refresh_from_db()
    return job.result


def test_rebuild_boxes_comes_round_by_the_clock():
    assert PERIODIC["exclusivity.rebuild_boxes"].every.total_seconds() == 3600


def test_rebuild_boxes_follows_a_category_that_was_added_below():
    drinks = CategoryFactory(name="Drinks")
    bind_to_rival(TalentFactory(), drinks, name="Lumeya")
    assert run() == "All boxes agree with the facts"
    before = {str(box.markets) for box in Box.objects.filter(side=1)}
    CategoryFactory(name="Iced tea", parent=drinks)
    assert len(differences()) == 1
    assert run() == "1 promises written anew"
    assert differences() == []
    assert {str(box.markets) for box in Box.objects.filter(side=1)} != before


def test_waivers_that_ran_out_are_ended_by_the_clock(market):
    waiver = record_waiver(
        clause=market.ambassador().clauses.get(), state="GRANTED", by=market.by, now=market.now,
        expires_at=market.now + timedelta(days=1),
    )  # fmt: skip
    assert run("exclusivity.expire_waivers") == "1 waiver ran out"
    waiver.refresh_from_db()
    assert waiver.state == "EXPIRED"
    assert run("exclusivity.expire_waivers") == "No waiver ran out"
    assert PERIODIC["exclusivity.expire_waivers"].every.total_seconds() == 900
