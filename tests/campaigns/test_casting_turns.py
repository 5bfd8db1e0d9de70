"""What of a campaign as a whole stands on *Today*: its brief, a place that is free again, its end."""

from datetime import timedelta

import pytest

from campaigns import actions
from campaigns.models import Booking, Campaign
from campaigns.queries import desk_queue
from campaigns.queries.casting import of_campaigns
from tests.campaigns import steps
from tests.campaigns.test_gifts import offer
from tests.factories import BrandFactory, CampaignFactory, TalentFactory, booker, brand_person


def titles(now, by, *, mine=False):
    todo, waiting = of_campaigns(by, now.date(), mine=mine)
    return [entry.title for entry in todo], [entry.title for entry in waiting]


def reserve(campaign, by, now):
    """Somebody who reads: if a place frees, we come to you."""
    application = steps.apply(campaign)
    actions.mark_decisions(campaign=campaign, applications=[application], choice="backup", answer="", by=by, now=now)
    seen = actions.decisions.set_key([application.__class__.objects.get(pk=application.pk)])
    actions.apply_decisions(campaign=campaign, seen=seen, by=by, now=now)
    return application


def test_reserve_is_asked_for_once_a_place_is_given_up_until_it_is_filled(by, now):
    campaign = CampaignFactory(name="Summer", brand__name="Kirei", brief__places=2, manager=by)
    waits = reserve(campaign, by, now)
    booking = steps.book(campaign)
    assert titles(now, by) == ([], [])  # the call goes on, and nobody gave a place up
    actions.cancel_booking(booking=booking, reason="Ill.", by=by, now=now)
    entry = of_campaigns(by, now.date(), mine=False)[0][0]
    assert (entry.title, entry.line, entry.url_name) == (
        "Fill 2 free places for Kirei", "Summer. 1 in reserve, who wait to hear", "desk:campaign-decisions",
    )  # fmt: skip
    steps.hold(campaign)
    assert titles(now, by)[0] == ["Fill 1 free place for Kirei"]
    actions.accept_application(application=waits, answer="", by=by, now=now)
    assert titles(now, by) == ([], [])


def test_reserve_is_asked_for_once_the_call_is_over(campaign, by, now):
    reserve(campaign, by, now)
    assert titles(now, by) == ([], [])
    assert titles(now + timedelta(days=20), by)[0] == ["Fill 3 free places for Kirei"]
    steps.end_call(campaign)
    assert titles(now, by)[0] == ["Fill 3 free places for Kirei"]
    assert titles(now, booker(), mine=True) == ([], [])


def test_brands_backup_is_named_once_a_place_is_given_up(campaign, by, now):
    first, second = TalentFactory(name="Ren"), TalentFactory(name="Mio")
    shortlist = steps.proposed(campaign, [first, second])
    for entry, choice in zip(shortlist.entries.order_by("order"), ("yes", "backup"), strict=True):
        actions.note_answer(entry=entry, told_by="Petra", choice=choice, by=by, now=now)
    booking = actions.hold_chosen(entry=shortlist.entries.get(talent=first), by=by, now=now)
    booking = actions.confirm_booking(booking=booking, by=by, now=now)
    of_shortlist = lambda: [e.title for e in desk_queue(by, now).todo if e.url_name == "desk:campaign-shortlist"]  # noqa: E731
    assert of_shortlist() == []
    actions.cancel_booking(booking=booking, reason="Ill.", by=by, now=now)
    assert of_shortlist() == ["Fill 3 free places for Kirei"]
    steps.hold(campaign, second)
    assert of_shortlist() == []


def test_campaign_in_which_all_is_done_is_reported_then_closed(campaign, talent, by, now):
    booking = steps.book(campaign, talent)
    other = steps.hold(campaign)
    steps.end_call(campaign)
    steps.publish(steps.piece(booking))
    assert titles(now, by) == ([], [])
    Booking.objects.filter(pk=other.pk).update(state="released", released_at=now, released_by=by)
    assert titles(now, by) == (["Start reporting on Summer"], [])
    actions.start_reporting(campaign=campaign, by=by, now=now)
    assert titles(now, by) == ([], ["Figures of Summer"])
    later = now + timedelta(days=14)
    assert titles(later, by) == (["Close Summer"], [])
    actions.close_campaign(campaign=campaign, by=by, now=later)
    assert titles(later, by) == ([], [])


def test_campaign_with_free_places_is_not_reported_while_a_brand_or_a_talent_has_to_answer(by, now):
    campaign = CampaignFactory(brief__places=2, manager=by)
    entry = steps.proposed(campaign, [TalentFactory()]).entries.get()
    booking = steps.book(campaign)
    steps.end_call(campaign)
    steps.publish(steps.piece(booking))
    assert titles(now, by) == ([], [])
    actions.note_answer(entry=entry, told_by="Petra", choice="no", by=by, now=now)
    assert titles(now, by)[0] == [f"Start reporting on {campaign.name}"]
    steps.nominate(campaign)
    assert titles(now, by) == ([], [])


def test_brief_that_was_taken_up_waits_until_it_opens(by, now):
    brand = BrandFactory(name="Kirei")
    brief = steps.client_brief(brand, by=brand_person(brand))
    CampaignFactory(state="draft", manager=by)
    campaign = actions.take_client_brief(brief=brief, by=by, now=now)
    entry = of_campaigns(by, now.date(), mine=True)[0][0]
    assert (entry.title, entry.url_name, entry.public_id) == (
        "Finish the brief of Lunch", "desk:campaign-edit", campaign.public_id,
    )  # fmt: skip
    Campaign.objects.filter(pk=campaign.pk).update(state="open")
    assert titles(now, by) == ([], [])


def test_promised_product_is_to_be_offered_to_who_is_booked_until_it_is(by, now):
    campaign = CampaignFactory(name="Summer", brief__gift="A lamp", brief__places=5, manager=by)
    steps.hold(campaign)
    assert titles(now, by) == ([], [])
    ren, mio = (steps.book(campaign, TalentFactory(name=name)).talent for name in ("Ren", "Mio"))
    entry = of_campaigns(by, now.date(), mine=True)[0][0]
    assert (entry.title, entry.url_name) == ("Offer A lamp to Ren and Mio", "desk:campaign-work")
    offer(ren, campaign.brand, campaign=campaign)
    assert titles(now, by)[0] == ["Offer A lamp to Mio"]
    gift = offer(mio, campaign.brand, campaign=campaign)
    actions.decline_gift(gift=gift, words="", by=by, now=now)
    assert titles(now, by) == ([], [])
    steps.book(CampaignFactory(manager=by))
    assert titles(now, by) == ([], [])


@pytest.mark.parametrize("number", [1, 3])
def test_three_queries_however_many_campaigns(by, now, number, django_assert_num_queries):
    for _ in range(number):
        campaign = CampaignFactory(manager=by)
        reserve(campaign, by, now)
        steps.end_call(campaign)
        CampaignFactory(state="reporting", manager=by)
        steps.book(CampaignFactory(brief__gift="A lamp", manager=by))
    with django_assert_num_queries(3):
        todo, _ = of_campaigns(by, now.date(), mine=False)
    assert len(todo) == 3 * number
