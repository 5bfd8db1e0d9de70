"""What the clock does: holds lapse, contracts run out."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from accounts.models import User
from campaigns import actions
from campaigns.models import Booking
from lib.refusals import Refused
from outbox import work
from outbox.handlers import PERIODIC
from outbox.models import Job, Message
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival
from tests.factories import TalentFactory, days


def run(kind, at):
    with time_machine.travel(at, tick=False):
        job = Job.objects.create(kind=kind, title=kind, run_after=at)
        assert work.run(job.pk) is True
        job.refresh_from_db()
        return job.state, job.result


def test_lapse_holds_releases_what_is_over_and_tells_the_manager(campaign, talent, by, now):
    steps.hold(campaign, talent, hold_until=now + timedelta(hours=1))
    later = steps.hold(campaign, hold_until=now + timedelta(hours=2))
    assert run("campaigns.lapse_holds", now + timedelta(hours=1)) == ("done", "1 holds released")
    lapsed = Booking.objects.get(talent=talent)
    later.refresh_from_db()
    assert (lapsed.state, lapsed.released_by, lapsed.end_reason, later.state) == (
        "released", User.objects.system(), "The hold lapsed.", "hold",
    )  # fmt: skip
    assert list(Message.objects.values_list("to_name", "kind")) == [("Sora", "hold_lapsed")]


def test_lapse_holds_answers_the_application(campaign, talent, by, now):
    application = steps.apply(campaign, talent)
    actions.accept_application(application=application, answer="", by=by, now=now)
    run("campaigns.lapse_holds", now + timedelta(days=8))
    application.refresh_from_db()
    assert (application.state, application.answer) == ("declined", "The place was not confirmed.")


def test_lapse_holds_twice_releases_once(campaign, talent, now):
    steps.hold(campaign, talent, hold_until=now + timedelta(hours=1))
    run("campaigns.lapse_holds", now + timedelta(hours=2))
    assert run("campaigns.lapse_holds", now + timedelta(hours=2)) == ("done", "0 holds released")
    assert Message.objects.filter(kind="hold_lapsed").count() == 1


def test_lapse_holds_leaves_one_that_was_extended_meanwhile(campaign, talent, now):
    booking = steps.hold(campaign, talent, hold_until=now + timedelta(hours=1))
    Booking.objects.update(hold_until=now + timedelta(days=3))
    with pytest.raises(Refused, match="The hold was extended meanwhile."):
        actions.release_hold(
            booking=booking, reason="The hold lapsed.", by=User.objects.system(), now=now + timedelta(hours=2)
        )


def test_end_contracts_ends_after_the_last_day_on_the_offices_clock(talent, soda):
    contract = bind_to_rival(talent, soda, term=days("2026-01-01", "2026-05-01"))
    forever = bind_to_rival(TalentFactory(), soda, name="Solenne", term=days("2026-01-01"))
    Message.objects.all().delete()
    midnight = datetime(2026, 4, 30, 15, 0, tzinfo=UTC)  # 1 May in Tokyo
    assert run("campaigns.end_contracts", midnight - timedelta(minutes=1)) == ("done", "0 contracts ended")
    assert run("campaigns.end_contracts", midnight) == ("done", "1 contracts ended")
    contract.refresh_from_db()
    forever.refresh_from_db()
    assert (contract.state, contract.ended_on, contract.commitment.status) == ("ended", date(2026, 4, 30), "expired")
    assert forever.state == "signed"
    assert [m.kind for m in Message.objects.all()] == ["contract_ended"]


def test_both_come_round_by_the_clock():
    periods = {name: PERIODIC[name].every for name in ("campaigns.lapse_holds", "campaigns.end_contracts")}
    assert periods == {"campaigns.lapse_holds": timedelta(minutes=10), "campaigns.end_contracts": timedelta(hours=1)}


@pytest.mark.parametrize("kind", ["campaigns.lapse_holds", "campaigns.end_contracts"])
def test_a_row_that_refuses_does_not_stop_the_others(kind, campaign, talent, soda, now, monkeypatch):
    steps.hold(campaign, talent, hold_until=now + timedelta(hours=1))
    steps.hold(campaign, hold_until=now + timedelta(hours=1))
    for name in ("Lumeya", "Solenne"):
        bind_to_rival(TalentFactory(), soda, name=name, term=days("2026-01-01", "2026-05-01"))
    verb = {"campaigns.lapse_holds": "release_hold", "campaigns.end_contracts": "expire_contract"}[kind]
    real, calls = getattr(actions, verb), []

    def once_refused(**values):
        calls.append(values)
        if len(calls) == 1:
            raise Refused("Somebody was faster.")
        return real(**values)

    monkeypatch.setattr(f"campaigns.jobs.{verb}", once_refused)
    state, result = run(kind, now + timedelta(days=30))
    assert (state, result.split()[0], len(calls)) == ("done", "1", 2)
