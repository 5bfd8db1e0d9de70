"""Staff and brands are told of what came in, was answered, went live or stands, each by the way they chose."""

from datetime import timedelta

import pytest

from accounts.models import User
from accounts.queries import staff_who_can
from accounts.roles import Permission
from accounts.topics import topic_of, topics_for
from campaigns import actions
from campaigns.models import Campaign
from campaigns.queries.news import campaigns_to_tell
from lib.refusals import Refused
from outbox.models import Message
from tests.campaigns import steps
from tests.campaigns.test_gifts import sent
from tests.campaigns.test_jobs import run
from tests.factories import BrandFactory, CampaignFactory, TalentFactory, booker, brand_person, finance, manager

KINDS = ("draft_sent", "draft_answered", "client_brief_sent", "applications_in", "post_live_manager", "gift_received")


def told(kind):
    return list(Message.objects.filter(kind=kind).order_by("pk").values_list("to_address", "way", "thing"))


def people(campaign):
    """The brand's own."""
    return set(User.objects.filter(brand_memberships__brand=campaign.brand).values_list("email", flat=True))


def test_staff_and_brands_choose_each_of_these_on_their_own_page():
    staff, brands = topics_for("staff"), topics_for("client")
    assert all(topic_of(kind) in staff for kind in (*KINDS, "confirmation_accepted_manager"))
    assert [topic_of(kind) in brands for kind in ("post_live", "results_stand")] == [True, True]
    assert not any(topic_of(kind).fixed for kind in (*KINDS, "confirmation_accepted_manager", "post_live"))


def test_draft_and_the_brands_answers_reach_the_manager_in_the_digest(campaign, talent, approver, by):
    piece = steps.piece(steps.book(campaign, talent))
    first = steps.submit(piece)
    assert told("draft_sent") == [(by.email, "digest", f"draft:{first.public_id}")]
    steps.answer(first)
    assert told("draft_answered") == []
    steps.answer(first, "client", approved=False, comment="Brighter.", by=approver)
    second = steps.submit(piece)
    steps.answer(second)
    steps.answer(second, "client", by=approver)
    letters = Message.objects.filter(kind="draft_answered").order_by("pk")
    assert [(row.to_address, row.subject) for row in letters] == [
        (by.email, "Kirei asks for changes to draft 1 from Aoi"), (by.email, "Kirei approves draft 2 from Aoi"),
    ]  # fmt: skip
    assert "Brighter." in letters[0].body


def test_nobody_is_told_of_what_they_did_themselves(campaign, talent, by, now):
    piece = steps.piece(steps.book(campaign, talent))
    said = {"caption": "Summer. #PR", "label": "#PR", "link": "", "note": ""}
    draft = actions.submit_draft(deliverable=piece, by=by, now=now, **said)
    steps.answer(draft, by=by)
    steps.answer(draft, "client", by=by)
    actions.give_post_address(deliverable=piece, url="https://instagram.com/p/1", by=by, now=now)
    assert [told(kind) for kind in ("draft_sent", "draft_answered", "post_live_manager")] == [[], [], []]


def test_live_post_reaches_manager_and_brand_and_no_other_brand(campaign, talent, approver, by):
    brand_person(BrandFactory(name="Lumeya"))
    piece = steps.publish(steps.piece(steps.book(campaign, talent)))
    assert told("post_live_manager") == [(by.email, "digest", f"piece:{piece.public_id}")]
    assert {(address, way) for address, way, _ in told("post_live")} == {(one, "digest") for one in people(campaign)}
    assert piece.post_url in Message.objects.filter(kind="post_live")[0].body


def test_brand_reads_that_its_results_stand_once_the_campaign_is_closed(campaign, talent, approver, by, now):
    steps.end_call(campaign)
    steps.publish(steps.piece(steps.book(campaign, talent)))
    assert told("results_stand") == []
    actions.close_campaign(campaign=campaign, by=by, now=now)
    assert {(address, way) for address, way, _ in told("results_stand")} == {(one, "mail") for one in people(campaign)}


def test_brief_reaches_who_looks_after_the_brand_else_all_who_run_campaigns(brand, campaign, by):
    other = booker(name="Rin")
    writer = brand_person(brand, role="brand_approver")
    steps.client_brief(brand, by=writer)
    assert [row[0] for row in told("client_brief_sent")] == [by.email]
    Campaign.objects.update(manager=other)
    CampaignFactory(brand=brand, manager=other, state="closed")
    steps.client_brief(brand, by=writer)
    Campaign.objects.all().delete()
    steps.client_brief(brand, by=writer)
    told_to = [row[0] for row in told("client_brief_sent")[1:]]
    assert told_to[0] == other.email
    assert sorted(told_to[1:]) == sorted(staff_who_can(Permission.RUN_CAMPAIGNS).values_list("email", flat=True))
    assert by.email in told_to[1:]


def test_gift_received_reaches_who_offered_it_and_says_it_not_to_whoever_noted_it(campaign, talent, aoi, by, now):
    gift = sent(talent, campaign.brand, by=by)
    actions.receive_gift(gift=gift, received_on=now.date(), value=None, by=aoi, now=now)
    assert told("gift_received") == [(by.email, "digest", "")]
    gift = sent(talent, campaign.brand, by=by)
    actions.receive_gift(gift=gift, received_on=now.date(), value=None, by=by, now=now)
    assert len(told("gift_received")) == 1


def test_forty_applications_are_one_letter_and_the_next_ones_another(campaign, by, now):
    for number in range(40):
        steps.apply(campaign, TalentFactory(name=f"Talent {number:02}"))
    rows = actions.tell_applications(campaign=campaign, by=User.objects.system(), now=now)
    letter = Message.objects.get(kind="applications_in")
    assert (len(rows), letter.to_address, letter.subject) == (40, by.email, "40 applications for “Summer”")
    assert "Talent 00, Talent 01, Talent 02, Talent 03, Talent 04 and 35 more." in letter.body
    steps.apply(campaign, TalentFactory(name="Late"), now=now + timedelta(hours=1))
    with pytest.raises(Refused, match="Nobody has applied since."):
        actions.tell_applications(campaign=campaign, by=User.objects.system(), now=now + timedelta(hours=2))
    later = now + timedelta(hours=4)
    assert list(campaigns_to_tell(later)) == [campaign]
    actions.tell_applications(campaign=campaign, by=User.objects.system(), now=later)
    assert Message.objects.filter(kind="applications_in").latest("pk").subject == "Late applied for “Summer”"
    assert list(campaigns_to_tell(later + timedelta(hours=9))) == []


def test_applications_of_a_blind_pass_are_counted_and_not_named(by, now):
    campaign = CampaignFactory(blind_first=True, manager=by)
    steps.apply(campaign, TalentFactory(name="Mio Hayashi"))
    actions.tell_applications(campaign=campaign, by=User.objects.system(), now=now)
    letter = Message.objects.get(kind="applications_in")
    assert letter.subject.startswith("1 application for")
    assert "Mio" not in letter.subject + letter.body


def test_what_the_manager_wrote_down_or_is_old_is_no_news(campaign, talent, by, now):
    actions.apply(campaign=campaign, talent=talent, idea="", proposed_fee=None, by=by, now=now)
    steps.apply(campaign, now=now - timedelta(days=8))
    assert list(campaigns_to_tell(now)) == []


def test_job_tells_each_campaigns_manager_once(db, now):
    for _ in range(2):
        steps.apply()
    assert run("campaigns.tell_applications", now) == ("done", "2 managers told")
    assert run("campaigns.tell_applications", now) == ("done", "0 managers told")


def test_what_came_in_for_a_manager_who_left_is_told_to_who_can_act(campaign, talent, by, now):
    other, finance_ = manager(name="Other"), finance()
    User.objects.filter(pk=by.pk).update(is_active=False)
    campaign.refresh_from_db()
    steps.apply(campaign, talent)
    actions.tell_applications(campaign=campaign, by=User.objects.system(), now=now)
    told_ = {address for address, _, _ in told("applications_in")}
    assert other.email in told_ and not {by.email, finance_.email} & told_
    CampaignFactory(brand=campaign.brand, manager=other)
    steps.apply(campaign, TalentFactory(), now=now + timedelta(hours=1))
    Message.objects.update(written=now)
    Message.objects.filter(kind="applications_in").update(kind="done")
    actions.tell_applications(campaign=campaign, by=User.objects.system(), now=now + timedelta(hours=5))
    assert [address for address, _, _ in told("applications_in")] == [other.email]
