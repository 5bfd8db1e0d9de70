"""A brand writes what it wants; the office takes it up or says no."""

from datetime import date

import pytest
from djmoney.money import Money

from accounts.roles import Role
from campaigns import actions
from campaigns.actions import WantedLine
from campaigns.models import Campaign, ClientBrief
from campaigns.queries import desk_queue
from campaigns.usage import UsageTerms
from lib.refusals import Refused
from outbox.models import Message
from tests.campaigns import steps
from tests.factories import BrandFactory, CategoryFactory, brand_person, days, reader


def refusal(verb, **values):
    with pytest.raises(Refused) as refused:
        verb(**values)
    return refused.value.denied.for_outside


def test_a_draft_is_the_brands_own_until_it_is_sent(brand, approver, aoi, by, now):
    brief = steps.client_brief(brand, by=approver, sent=False, name=" Lunch ")
    stranger = brand_person(BrandFactory(name="Omega"), email="omega@brands.example")
    everybody = (approver, by, aoi, stranger)
    assert [ClientBrief.objects.visible_to(user).count() for user in everybody] == [1, 0, 0, 0]
    assert (brief.name, brief.state) == ("Lunch", "draft")
    assert desk_queue(by, now).todo == []
    actions.send_client_brief(brief=brief, by=approver, now=now)
    assert [ClientBrief.objects.visible_to(user).count() for user in everybody] == [1, 1, 0, 0]
    (entry,) = desk_queue(by, now).todo
    assert (entry.title, entry.line, entry.url_name, entry.public_id, entry.since) == (
        "Answer Kirei’s brief “Lunch”", "From Petra", "desk:client-brief", brief.public_id, now,
    )  # fmt: skip


def test_a_draft_can_change_and_what_is_sent_cannot(brand, approver, now):
    said = {name: getattr(ClientBrief(), name) for name in actions.client_briefs.SAID} | {"name": "Dinner"}
    row = steps.client_brief(brand, by=approver, sent=False)
    values = {"brand": brand, "brief": row, "said": said, "by": approver, "now": now}
    assert actions.write_client_brief(**values).name == "Dinner"
    assert refusal(actions.send_client_brief, brief=row, by=approver, now=now) == (
        "Say what it is to do for you, then send it."
    )
    actions.write_client_brief(**{**values, "said": {**said, "goal": "Eat"}})
    actions.send_client_brief(brief=row, by=approver, now=now)
    assert (
        refusal(actions.write_client_brief, **values)
        == "It is not a draft any more. Begin again from it, or tell the office."
    )
    assert refusal(actions.send_client_brief, brief=row, by=approver, now=now) != ""


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": " "}, "Give it a name, so that you and the office mean the same."),
        ({"budget": Money(-1, "JPY")}, "The budget is 0 or more."),
    ],
)
def test_a_brief_that_cannot_be_is_refused(brand, approver, values, sentence):
    assert refusal(steps.client_brief, brand=brand, by=approver, **values) == sentence
    assert not ClientBrief.objects.exists()


def test_a_brief_with_a_field_too_few_is_a_bug(brand, approver, now):
    with pytest.raises(TypeError, match="a client's brief says"):
        actions.write_client_brief(brand=brand, brief=None, said={"name": "A"}, by=approver, now=now)


def test_only_the_brands_own_who_may_write_do(brand, approver, by, now):
    stranger = brand_person(BrandFactory(name="Omega"), email="omega@brands.example")
    assert refusal(steps.client_brief, brand=brand, by=stranger) == "There is nothing here to write."
    for person in (brand_person(brand, Role.BRAND_READER, email="reads@kirei.example"), by):
        assert "write briefs for the brand" in refusal(steps.client_brief, brand=brand, by=person)
    brief = steps.client_brief(brand, by=approver)
    assert refusal(actions.withdraw_client_brief, brief=brief, by=stranger, now=now) != ""


def test_taken_up_it_is_a_campaign_with_what_the_brand_wrote(brand, soda, approver, by, now):
    may = days("2026-05-01", "2026-06-01")
    brief = steps.client_brief(
        brand, by=approver, product="Yuzu", audience="Who cook", channels=["instagram"], territories=["JP"], days=may,
        places=4, dos="Light", donts="Night", budget=Money(500000, "JPY"), wanted="Two reels", usage="As ads",
        words="Now", uses=[UsageTerms("ads", 2, unit="month")],
    )  # fmt: skip
    campaign = actions.take_client_brief(brief=brief, by=by, now=now)
    got = Campaign.objects.get(pk=campaign.pk).brief
    assert (campaign.name, campaign.state, campaign.manager, campaign.brand) == ("Lunch", "draft", by, brand)
    assert (got.goal, got.product, got.audience, got.channels, got.territories, got.places, got.dos, got.donts) == (
        "A long lunch", "Yuzu", "Who cook", ["instagram"], ["JP"], 4, "Light", "Night",
    )  # fmt: skip
    assert got.usages == (UsageTerms("ads", 2, unit="month"),)
    assert (got.budget, got.days.lower, list(got.categories.all())) == (
        Money(500000, "JPY"), date(2026, 5, 1), [soda],
    )  # fmt: skip
    brief.refresh_from_db()
    assert (brief.state, brief.campaign, brief.answered_by) == ("taken", campaign, by)
    letter = Message.objects.get(kind="client_brief_taken")
    assert (letter.to_name, "completes it" in letter.body) == ("Petra", True)
    assert [entry.title for entry in desk_queue(by, now).todo] == ["Finish the brief of Lunch"]
    assert refusal(actions.take_client_brief, brief=brief, by=by, now=now) != ""
    assert refusal(actions.withdraw_client_brief, brief=brief, by=approver, now=now) != ""


def test_what_the_brand_left_open_comes_from_a_template(campaign, brand, approver, by, now):
    wanted = [WantedLine("reel", "instagram"), WantedLine("short", "tiktok")]
    actions.write_brief(
        campaign=campaign, fields={"channels": ["instagram", "tiktok"], "dos": "Daylight", "places": 7},
        categories=brand.categories.all(), exclusive_categories=[], wanted=wanted, by=by, now=now,
    )  # fmt: skip
    template = actions.save_template(campaign=campaign, name="Usual", by=by, now=now)
    brief = steps.client_brief(brand, by=approver, channels=["tiktok"], places=2)
    got = actions.take_client_brief(brief=brief, template=template, by=by, now=now).brief
    assert (got.channels, got.dos, got.places, got.fee) == (["tiktok"], "Daylight", 2, Money(120000, "JPY"))
    assert [str(line) for line in got.wanted.all()] == ["1 × Short on TikTok"]


def test_declined_it_says_why(brand, approver, by, now):
    brief = steps.client_brief(brand, by=approver)
    assert refusal(actions.decline_client_brief, brief=brief, answer=" ", by=by, now=now) == (
        "Say why. The brand reads it."
    )
    assert "create campaigns" in refusal(actions.decline_client_brief, brief=brief, answer="No", by=reader(), now=now)
    assert "create campaigns" in refusal(actions.take_client_brief, brief=brief, by=reader(), now=now)
    done = actions.decline_client_brief(brief=brief, answer=" May is full. ", by=by, now=now)
    assert (done.state, done.answer, done.answered_by) == ("declined", "May is full.", by)
    assert "May is full." in Message.objects.get(kind="client_brief_declined", to_name="Petra").body


def test_withdrawn_it_leaves_the_desk_and_what_was_never_sent_is_never_seen(brand, approver, by, now):
    sent, draft = steps.client_brief(brand, by=approver), steps.client_brief(brand, by=approver, sent=False)
    for row in (sent, draft):
        done = actions.withdraw_client_brief(brief=row, by=approver, now=now)
        assert (done.state, done.withdrawn_by) == ("withdrawn", approver)
    assert list(ClientBrief.objects.visible_to(by)) == [sent]
    assert desk_queue(by, now).todo == []
    assert refusal(actions.take_client_brief, brief=sent, by=by, now=now) != ""


def test_nobody_is_written_to_who_has_no_way_in_any_more(brand, approver, by, now):
    brief = steps.client_brief(brand, by=approver)
    approver.is_active = False
    approver.save()
    actions.take_client_brief(brief=brief, by=by, now=now)
    assert not Message.objects.filter(to_address=approver.email).exists()


def test_of_a_template_with_a_fee_for_each_piece_only_what_the_brand_wants_is_paid(campaign, brand, approver, by, now):
    reel = WantedLine("reel", "instagram", fee=Money(100000, "JPY"))
    wanted = [reel, WantedLine("short", "tiktok", fee=Money(50000, "JPY"))]
    actions.write_brief(
        campaign=campaign, fields={"channels": ["instagram", "tiktok"], "fee": None},
        categories=brand.categories.all(),
        exclusive_categories=[], wanted=wanted, by=by, now=now,
    )  # fmt: skip
    template = actions.save_template(campaign=campaign, name="Priced", by=by, now=now)
    brief = steps.client_brief(brand, by=approver, channels=["tiktok"], places=2)
    got = actions.take_client_brief(brief=brief, template=template, by=by, now=now).brief
    assert ([str(line) for line in got.wanted.all()], got.fee) == (["1 × Short on TikTok"], Money(50000, "JPY"))


def test_goals_in_numbers_go_with_the_brief_and_over_those_of_a_template(brand, approver, campaign, by, now):
    actions.set_goals(campaign=campaign, targets={"views": 5, "posts": 3, "revenue": 9}, by=by, now=now)
    template = actions.save_template(campaign=campaign, name="Two reels", by=by, now=now)
    assert template.facts["goals"] == {"views": 5, "posts": 3}
    brief = steps.client_brief(brand, by=approver, goals={"views": 80_000, "revenue": 700}, goals_currency="EUR")
    made = actions.take_client_brief(brief=brief, template=template, by=by, now=now)
    assert sorted(str(goal) for goal in made.goals.all()) == ["3 live posts", "80,000 views", "revenue of € 700.00"]


def test_what_a_brand_says_in_detail_is_taken_over_whole(brand, approver, by, now):
    soda, beer = CategoryFactory(key="test-pop", name="Pop"), CategoryFactory(key="test-ale", name="Ale")
    lines = (
        WantedLine("reel", "instagram", 2, live_on=date(2026, 7, 3), live_until=date(2026, 7, 9)),
        WantedLine("story", "tiktok"),
    )
    brief = steps.client_brief(
        brand, by=approver, channels=["instagram"], days=days("2026-07-01", "2026-08-01"), pieces=lines,
        categories=["test-pop"], attributes={"form": "drink"}, tags="#yuzu", label="#Ad", gift="A crate",
        fee=Money(150_000, "JPY"), gift_value=Money(4_000, "JPY"), exclusive_categories=["test-ale"], exclusive_tail=3,
    )  # fmt: skip
    assert (brief.channels, brief.lines) == (["instagram", "tiktok"], lines)
    found = actions.take_client_brief(brief=brief, by=by, now=now).brief
    assert [(line.kind, line.channel, line.count, line.live_on, line.live_until) for line in found.wanted.all()] == [
        ("reel", "instagram", 2, date(2026, 7, 3), date(2026, 7, 9)), ("story", "tiktok", 1, None, None),
    ]  # fmt: skip
    assert (list(found.categories.all()), list(found.exclusive_categories.all())) == ([soda], [beer])
    assert (found.tail.span, found.attributes, found.tags, found.label) == (
        "3 months", {"form": "drink"}, "#yuzu", "#Ad",
    )  # fmt: skip
    assert (found.fee, found.gift, found.gift_value) == (Money(150_000, "JPY"), "A crate", Money(4_000, "JPY"))


def test_what_it_leaves_open_stays_as_a_brief_begins(brand, approver, by, now):
    found = actions.take_client_brief(brief=steps.client_brief(brand, by=approver), by=by, now=now).brief
    assert (found.label, found.tail.span, found.fee, list(found.wanted.all())) == ("#PR", "0 days", None, [])
    assert list(found.categories.all()) == list(brand.categories.all())


def test_its_own_fee_takes_the_place_of_the_fees_of_a_templates_pieces(brand, approver, by, now, campaign):
    campaign.brief.wanted.all().delete()
    campaign.brief.wanted.create(kind="reel", channel="instagram", count=2, fee=Money(90_000, "JPY"))
    template = actions.save_template(campaign=campaign, name="Reels", by=by, now=now)
    brief = steps.client_brief(brand, by=approver, channels=["instagram"], fee=Money(150_000, "JPY"))
    found = actions.take_client_brief(brief=brief, by=by, now=now, template=template).brief
    assert (found.fee, [line.fee for line in found.wanted.all()]) == (Money(150_000, "JPY"), [None])


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"pieces": (WantedLine("reel", "tiktok", live_on=date(2026, 9, 1)),)}, "outside the days of the brief"),
        (
            {"pieces": (WantedLine("reel", "tiktok", live_on=date(2026, 7, 9), live_until=date(2026, 7, 3)),)},
            "The window of a piece begins with its first day.",
        ),
        ({"categories": ["nowhere"]}, "Nobody knows the category nowhere."),
        ({"exclusive_tail": 121}, "It is kept longer for ten years at most."),
    ],
)
def test_details_that_make_no_sense_are_refused_where_the_brand_writes_them(brand, approver, said, words):
    with pytest.raises(Refused, match=words):
        steps.client_brief(brand, by=approver, **{"days": days("2026-07-01", "2026-08-01"), **said})
    assert not ClientBrief.objects.exists()
