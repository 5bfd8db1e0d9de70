"""A live post: its address corrected, taken down and replaced, held against what was approved."""

from datetime import timedelta

import pytest

from campaigns import actions
from campaigns.models import Campaign, Deliverable
from campaigns.queries.live import to_verify
from lib.refusals import Refused
from tests.campaigns import steps
from tests.factories import NOW, TalentFactory, booker, reader, talent_user

RIGHT = "https://www.instagram.com/p/Right/"
LATER = NOW + timedelta(days=3)


@pytest.fixture
def live(campaign, talent):
    return steps.publish(steps.piece(steps.book(campaign, talent)))


def fresh(live):
    return Deliverable.objects.get(pk=live.pk)


def refusal(verb, **values):
    with pytest.raises(Refused) as refused:
        verb(**values)
    return str(refused.value)


def test_a_wrong_address_is_corrected_with_a_reason_and_verified_anew(live, aoi):
    actions.verify_post(deliverable=live, url=live.post_url, departs=[], by=booker(), now=NOW)
    said = {"deliverable": fresh(live), "by": aoi, "now": LATER}
    assert "Say why" in refusal(actions.correct_post_address, url=RIGHT, reason=" ", **said)
    assert "on tiktok.com" in refusal(actions.correct_post_address, url="https://tiktok.com/1", reason="Oh", **said)
    assert "stands here already" in refusal(actions.correct_post_address, url=live.post_url, reason="Oh", **said)
    actions.correct_post_address(url=RIGHT, reason="Typed another one", **said)
    row = fresh(live)
    assert (row.state, row.post_url, row.published_at, row.verified_at) == ("published", RIGHT, live.published_at, None)
    [event] = type(row).pgh_event_model.objects.filter(post_url=RIGHT).select_related("pgh_context")
    assert event.pgh_context.metadata["reason"] == "Typed another one"


def test_only_its_talent_until_the_campaign_closed_and_who_runs_it_correct_an_address(live, campaign, aoi):
    said = {"deliverable": live, "url": RIGHT, "reason": "Oh", "now": LATER}
    assert "another talent's work" in refusal(actions.correct_post_address, by=talent_user(TalentFactory()), **said)
    refusal(actions.correct_post_address, by=reader(), **said)
    Campaign.objects.filter(pk=campaign.pk).update(state="closed")
    assert "Ask the office" in refusal(actions.correct_post_address, by=aoi, **said)
    actions.correct_post_address(by=booker(), **said)
    assert fresh(live).post_url == RIGHT


def test_only_a_live_piece_has_an_address_to_correct(campaign, talent):
    approved = steps.approve(steps.piece(steps.book(campaign, talent)))
    said = {"deliverable": approved, "reason": "Oh", "by": booker(), "now": NOW}
    assert refusal(actions.correct_post_address, url=RIGHT, **said) == "This piece is not live."
    assert refusal(actions.take_down_post, **said) == "This piece is not live."


def test_what_was_taken_down_is_said_once_and_replaced_by_another_address(live, aoi):
    said = {"by": aoi, "now": LATER}
    assert "Say why" in refusal(actions.take_down_post, deliverable=live, reason="", **said)
    actions.take_down_post(deliverable=live, reason="The sound was muted", **said)
    row = fresh(live)
    assert (row.state, row.taken_down_at, row.taken_down_by) == ("published", LATER, aoi)
    assert "noted already" in refusal(actions.take_down_post, deliverable=row, reason="Again", **said)
    then = LATER + timedelta(hours=2)
    actions.correct_post_address(deliverable=row, url=RIGHT, reason="Posted anew", by=aoi, now=then)
    row = fresh(live)
    assert (row.post_url, row.published_at, row.taken_down_at, row.taken_down_by) == (RIGHT, then, None, None)


def test_a_post_that_can_be_seen_whole_and_departs_in_nothing_is_verified_by_that(live):
    said = {"deliverable": live, "by": booker(), "now": LATER}
    assert actions.hold_post(departs=[], is_all=False, **said) is None
    actions.hold_post(departs=["Gone."], is_all=True, **said)
    assert (fresh(live).departs, fresh(live).verified_at) == (["Gone."], None)
    actions.hold_post(departs=[], is_all=True, **said)
    assert (fresh(live).departs, fresh(live).verified_at) == ([], LATER)
    assert actions.hold_post(departs=[], is_all=True, **said) is None


def test_who_verifies_lets_be_what_the_page_showed_and_nothing_that_came_since(live, aoi):
    by = booker()
    actions.hold_post(deliverable=live, departs=["No label.", "Gone."], is_all=True, by=by, now=LATER)
    said = {"deliverable": live, "by": by, "now": LATER, "url": live.post_url}
    assert "Something changed" in refusal(actions.verify_post, departs=["No label."], **said)
    refusal(actions.verify_post, departs=["No label.", "Gone."], **{**said, "by": aoi})
    actions.verify_post(departs=["No label.", "Gone."], **said)
    row = fresh(live)
    assert (row.verified_by, row.accepted) == (by, ["Gone.", "No label."])
    assert "verified already" in refusal(actions.verify_post, departs=[], **said)


def test_today_names_posts_that_depart_or_that_nobody_verified(live, campaign):
    by = booker()

    def lines(at):
        return [(entry.title, entry.line) for entry in to_verify(by, at, mine=False)]

    name = live.booking.talent.name
    assert lines(NOW + timedelta(days=1)) == []
    unseen = [(f"Verify {name}’s post: Reel", f"{campaign.name}. Nobody has held it against what was approved")]
    assert (lines(LATER), lines(NOW + timedelta(days=61))) == (unseen, [])
    actions.hold_post(deliverable=live, departs=["No label."], is_all=True, by=by, now=NOW)
    assert lines(NOW) == [(f"Look at what {name} posted: Reel", f"{campaign.name}. No label")]
    actions.verify_post(deliverable=live, url=live.post_url, departs=["No label."], by=by, now=NOW)
    assert lines(LATER) == []
    actions.hold_post(deliverable=live, departs=["No label.", "Gone."], is_all=True, by=by, now=NOW)
    assert lines(LATER) == [(f"Look at what {name} posted: Reel", f"{campaign.name}. Gone")]
    assert to_verify(by, LATER, mine=True) == []
    actions.take_down_post(deliverable=live, reason="Muted", by=by, now=LATER)
    assert [title for title, _ in lines(LATER)] == [f"Decide about {name}’s post: Reel"]


def test_nobody_verifies_a_post_at_another_address_than_they_looked_at(live, aoi):
    seen = live.post_url
    actions.correct_post_address(deliverable=live, url=RIGHT, reason="Typed another one", by=aoi, now=LATER)
    said = {"deliverable": fresh(live), "departs": [], "by": booker(), "now": LATER}
    assert "another address since" in refusal(actions.verify_post, url=seen, **said)
    assert fresh(live).verified_at is None
    actions.verify_post(url=RIGHT, **said)
    assert fresh(live).verified_at == LATER
