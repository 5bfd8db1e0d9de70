"""An open call stays open until its last day, until all places are taken, or until the office closes it."""

from datetime import date, timedelta
from importlib import import_module

import pytest
import time_machine
from django.db import connection

from campaigns import actions
from campaigns.applying import may_change_application, open_calls, takes_applications
from campaigns.models import Campaign
from campaigns.queries import open_projects
from lib.refusals import Refused
from tests.campaigns import steps
from tests.factories import NOW, CampaignFactory, TalentFactory, booker, reader

TODAY = date(2026, 4, 15)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_call_goes_on_after_the_first_booking_and_ends_with_the_last_place(talent, aoi, by, now):
    campaign = CampaignFactory(brief__places=2, manager=by)
    waits = steps.apply(campaign)
    steps.book(campaign)
    campaign = Campaign.objects.get(pk=campaign.pk)
    assert campaign.state == "running"
    assert [one.campaign for one in open_projects(talent, now)] == [campaign]
    assert Campaign.objects.visible_to(aoi).get() == campaign
    assert may_change_application(waits, now) is True
    assert steps.apply(campaign, talent).state == "applied"
    steps.book(campaign)
    other = TalentFactory()
    assert open_projects(other, now) == []
    with pytest.raises(Refused, match="^All places are taken.$"):
        steps.apply(campaign, other)
    assert str(may_change_application(waits, now)) == "All places are taken."
    actions.cancel_booking(booking=campaign.bookings.first(), reason="Ill.", by=by, now=now)
    assert steps.apply(campaign, other).state == "applied"


def test_call_is_over_after_its_last_day_also_while_the_campaign_runs(talent, now):
    campaign = CampaignFactory()
    steps.book(campaign)
    campaign.refresh_from_db()
    late = now + timedelta(days=30)
    assert str(takes_applications(campaign, late)) == "Applications closed on 25 Apr 2026."
    assert [open_projects(talent, at) == [] for at in (now, late)] == [False, True]


def test_close_call_refuses_applicants_keeps_those_there_and_can_be_undone(campaign, talent, aoi, by, now):
    waits = steps.apply(campaign)
    actions.close_call(campaign=campaign, by=by, now=now)
    campaign.refresh_from_db()
    assert (campaign.state, campaign.call_closed_by) == ("open", by)
    with pytest.raises(Refused, match="^The office has closed this call.$"):
        steps.apply(campaign, talent)
    with pytest.raises(Refused, match="^The office has closed this call.$"):
        actions.close_call(campaign=campaign, by=by, now=now)
    assert list(open_calls(TODAY)) == []
    assert actions.accept_application(application=waits, answer="", by=by, now=now).state == "accepted"
    actions.open_call(campaign=campaign, by=by, now=now)
    assert steps.apply(Campaign.objects.get(), talent).state == "applied"
    with pytest.raises(Refused, match="was not closed by hand"):
        actions.open_call(campaign=campaign, by=by, now=now)


def test_close_call_of_a_campaign_that_asks_by_name_refused(by, now):
    with pytest.raises(Refused, match="asks talents by name"):
        actions.close_call(campaign=CampaignFactory(brief__reach="named"), by=by, now=now)


def test_closed_call_of_a_running_campaign_is_out_of_sight_of_who_did_not_apply(campaign, aoi, by, now):
    steps.book(campaign)
    assert list(Campaign.objects.visible_to(aoi)) == [campaign]
    actions.close_call(campaign=campaign, by=by, now=now)
    assert list(Campaign.objects.visible_to(aoi)) == []


def test_write_call_changes_places_and_last_day_once_somebody_is_booked(campaign, by, now):
    steps.book(campaign)
    brief = actions.write_call(campaign=campaign, places=5, apply_until=date(2026, 5, 10), by=by, now=now)
    brief.refresh_from_db()
    assert (brief.places, brief.apply_until) == (5, date(2026, 5, 10))


@pytest.mark.parametrize(
    "places, until, words",
    [
        (1, date(2026, 4, 25), "^2 talents are booked, so fewer places do not do.$"),
        (2, None, "has a last day to apply"),
        (2, date(2026, 6, 1), "lies after the days of the brief"),
    ],
)
def test_write_call_refused(campaign, by, now, places, until, words):
    steps.book(campaign)
    steps.book(campaign)
    with pytest.raises(Refused, match=words):
        actions.write_call(campaign=campaign, places=places, apply_until=until, by=by, now=now)
    campaign.brief.refresh_from_db()
    assert (campaign.brief.places, campaign.brief.apply_until) == (3, date(2026, 4, 25))


def test_write_call_and_close_call_refused_to_readers_and_when_it_takes_nobody(campaign, by, now):
    with pytest.raises(Refused):
        actions.close_call(campaign=campaign, by=reader(), now=now)
    Campaign.objects.update(state="closed", closed_at=now, closed_by=by)
    with pytest.raises(Refused, match="is closed and takes no talents"):
        actions.write_call(campaign=campaign, places=4, apply_until=None, by=booker(), now=now)


def test_reporting_waits_while_places_are_free_and_the_call_is_open(db):
    campaign = CampaignFactory(brief__places=2)
    steps.publish(steps.piece(steps.book(campaign)))
    campaign.refresh_from_db()
    assert campaign.state == "running"
    steps.publish(steps.piece(steps.book(campaign)))
    campaign.refresh_from_db()
    assert campaign.state == "reporting"


@pytest.mark.parametrize(
    "said, state", [("", "running"), ("yes", "running"), ("backup", "reporting"), ("no", "reporting")]
)
def test_reporting_waits_for_the_brands_answers_while_places_are_free(by, now, said, state):
    campaign = CampaignFactory(brief__places=2, manager=by)
    entry = steps.proposed(campaign, [TalentFactory()]).entries.get()
    if said:
        actions.note_answer(entry=entry, told_by="Petra", choice=said, by=by, now=now)
    booking = steps.book(campaign)
    actions.close_call(campaign=campaign, by=by, now=now)
    steps.publish(steps.piece(booking))
    campaign.refresh_from_db()
    assert campaign.state == state


def test_two_calls_one_query(db, django_assert_num_queries):
    for _ in range(2):
        steps.book(CampaignFactory())
    with django_assert_num_queries(1):
        assert len(open_calls(TODAY)) == 2


def test_an_upgrade_opens_no_call_that_a_first_booking_had_closed(talent, by):
    running, waiting = CampaignFactory(manager=by), CampaignFactory(manager=by)
    steps.book(running)
    with connection.cursor() as cursor:
        cursor.execute(import_module("campaigns.migrations.0027_calls_that_were_over").CLOSE)
    for campaign in (running, waiting):
        campaign.refresh_from_db()
    assert running.call_closed_at and running.call_closed_by_id and waiting.call_closed_at is None
    assert [one.campaign for one in open_projects(talent, NOW)] == [waiting]
