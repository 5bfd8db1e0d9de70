"""What happened to a thing, in words."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from djmoney.money import Money

from campaigns.actions import write_brief
from campaigns.models import Brief
from campaigns.rules import WantedLine
from campaigns.usage import UsageTerms
from exclusivity.actions import open_commitment, set_clauses
from exclusivity.models import Clause
from exclusivity.plain import plain_windows
from exclusivity.terms import CarveOutTerms, ClauseTerms, WindowTerms
from portals.history import Change, changes_since, deed, timeline, version
from portals.plain_facts import TOLD
from talent import actions
from talent.models import ActMember, SocialAccount, Talent
from tests.factories import BrandFactory, CampaignFactory, CategoryFactory, TalentFactory, booker, manager

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("action", "label", "words"),
    [
        ("talent.set_stage", "update", "changed the stage"),
        ("talent.add_talent", "insert", "added the talent"),
        ("campaigns.confirm_booking", "update", "confirmed the booking"),
        ("talent.frobnicate", "update", "changed the talent"),
        ("", "delete", "removed the talent"),
    ],
)
def test_an_action_is_told_in_the_past(action: str, label: str, words: str) -> None:
    assert deed(action, label, "talent") == words


def test_a_change_says_who_what_why_and_before_and_after(now: datetime) -> None:
    freya = manager(name="Freya")
    talent = actions.add_talent(name="Mia", stage="registered", by=freya, now=now)
    actions.set_stage(talent=talent, stage="exclusive", reason="Third year", by=freya, now=now)
    newest, oldest = timeline(talent)
    assert (newest.who, newest.what, newest.why) == ("Freya", "changed the stage", "Third year")
    assert newest.changes == [Change("Stage", "Registered", "Exclusive")]
    assert (oldest.sentence, oldest.changes) == ("Freya added the talent", [])


def test_channels_and_countries_are_told_by_name_and_money_as_everywhere(now: datetime) -> None:
    campaign = CampaignFactory()
    fields = {"channels": ["tiktok", "x"], "territories": ["JP", "*"], "fee": Money("420000", "JPY")}
    write_brief(
        campaign=campaign,
        fields=fields,
        categories=list(campaign.brief.categories.all()),
        exclusive_categories=[],
        wanted=[WantedLine("reel", "tiktok")],
        by=booker(),
        now=now,
    )
    told = {change.label: change.after for change in timeline(campaign.brief)[0].changes}
    assert (told["Channels"], told["Territories"], told["Fee"]) == ("TikTok, X", "Japan, the world", "¥ 420,000")


def test_a_person_is_named_and_nothing_is_nothing(now: datetime) -> None:
    aki, ben = booker(name="Aki"), booker(name="Ben")
    talent = actions.add_talent(name="Mia", manager=aki, city="Kobe", by=aki, now=now)
    actions.edit_talent(talent=talent, fields={"manager": ben, "city": ""}, by=ben, now=now)
    assert timeline(talent)[0].changes == [Change("Manager", "Aki", "Ben"), Change("City", "Kobe", "nothing")]


def test_parts_are_told_with_the_whole_and_by_name(now: datetime) -> None:
    aki = booker(name="Aki")
    act = actions.add_talent(name="The Two", kind="act", by=aki, now=now)
    member = actions.add_talent(name="Rin", by=aki, now=now)
    actions.add_account(talent=act, platform="tiktok", handle="the.two", by=aki, now=now)
    actions.join_act(act=act, member=member, since=date(2024, 4, 1), by=aki, now=now)
    actions.leave_act(act=act, member=member, on=date(2026, 3, 31), by=aki, now=now)
    entries = timeline(act, also={SocialAccount: "talent", ActMember: "act"})
    # The test is one transaction, so its deeds have one instant and no order between the parts.
    told = {entry.what: entry.changes for entry in entries}
    assert told == {
        "ended the membership of Rin": [Change("Period", "from 1 Apr 2024", "1 Apr 2024–31 Mar 2026")],
        "added the member Rin": [],
        "added the account the.two": [],
        "added the talent": [],
    }


def test_a_part_without_a_name_is_called_once_and_facts_are_told_in_words(now: datetime) -> None:
    aki, campaign = booker(name="Aki"), CampaignFactory()
    soda = list(campaign.brief.categories.all())
    told = {
        "campaign": campaign,
        "categories": soda,
        "exclusive_categories": [],
        "wanted": [WantedLine("reel", "instagram")],
        "by": aki,
        "now": now,
    }
    usage = [UsageTerms("ads", 1, ("tiktok",), unit="month"), UsageTerms("store", 0, unit="ever")]
    write_brief(fields={"attributes": {"form": "drink", "size": "can"}, "exclusive_tail": 3}, usage=usage, **told)
    (written,) = [entry for entry in timeline(campaign, also={Brief: "campaign"}) if entry.who == "Aki"]
    assert written.sentence == "Aki wrote the brief"
    changes = {change.label: change.after for change in written.changes}
    assert (changes["What the product is"], changes["Kept longer by"]) == ("form: drink, size: can", "3")
    assert changes["Usage rights"].split("; ") == [
        "Run as an ad for 1 month from the first post, on TikTok",
        "In shops and at stands for good from the first post",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kept", "words"),
    [
        (
            "uses",  # as lengths were kept when all were days
            [{"use": "ads", "days": 60, "channels": [], "territories": ["JP"], "anchor": "last"}],
            "Run as an ad for 60 days from the last post, in Japan",
        ),
        ("answers", [{"question": "Where?", "answer": "Roof"}, {"question": "Why?", "answer": "I can"}],
         "Where? Roof; Why? I can"),
        ("outcome", {"new": 1_200, "updated": 1, "unchanged": 0, "refused_rows": [[3, "Bad Row", "no number"]]},
         "1,200 new, 1 updated"),
        ("outcome", {"new": 0}, "nothing"),
        ("activities", {"PAID": True, "AFFILIATE": False}, "Paid post: yes, Affiliate link: no"),
        ("pieces", [{"kind": "reel", "channel": "instagram", "count": 2, "live_on": "2026-05-04"}],
         "2 × Reel on Instagram, live 4 May 2026"),
        ("goals", {"views": 100000, "posts": 4}, "Views 100,000, Live posts 4"),
        ("windows", plain_windows([WindowTerms("FIRST_POST", 1, 30, to="LAST_POST")]),
         "from 1 day before the first post until 30 days after the last post"),
    ],
)  # fmt: skip
def test_what_is_kept_as_a_list_is_told_in_the_words_of_the_pages(name: str, kept: Any, words: str) -> None:
    assert TOLD[name](kept) == words


def test_what_a_clause_lets_be_is_named(now: datetime) -> None:
    talent, lumeya, soda = TalentFactory(), BrandFactory(name="Lumeya"), CategoryFactory(name="Soda")
    other = open_commitment(kind="ambassador", brand=lumeya, talents=[talent], status="draft", by=manager(), now=now)
    own = open_commitment(
        kind="ambassador", brand=BrandFactory(), talents=[talent], status="draft", by=manager(), now=now
    )  # fmt: skip
    outs = (
        CarveOutTerms(brand_ids=(lumeya.pk,), category_ids=(soda.pk,), activities=("ORGANIC",), channels=("tiktok",)),
        CarveOutTerms(commitment_ids=(other.pk,), brand_ids=(987_654,), territories=("KR",), pre_existing=True),
    )
    for said in ((), outs):
        clause = ClauseTerms(number="1", category_ids=(soda.pk,), carve_outs=said)
        set_clauses(commitment=own, clauses=[clause], by=booker(name="Aki"), now=now)
    with CaptureQueriesContext(connection) as counted:
        (change,) = [c for entry in timeline(own, also={Clause: "commitment"}) for c in entry.changes if c.after]
    assert change == Change(
        "Carve outs", "",
        "Lumeya, Soda, unpaid mention, TikTok; one that is gone, Ambassador contract for Lumeya, Korea, "
        "what was there before",
    )  # fmt: skip
    assert len([q for q in counted if "clients_brand" in q["sql"]]) == 2


def test_a_change_outside_the_pages_is_told_too(now: datetime) -> None:
    talent = TalentFactory(name="Mia")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE talent_talent SET name = 'Mya' WHERE id = %s", [talent.pk])
    entry = timeline(talent)[0]
    assert (entry.who, entry.changes) == ("Somebody at the database", [Change("Name", "Mia", "Mya")])


def test_history_queries_do_not_grow(now: datetime, django_assert_num_queries) -> None:
    aki = booker()
    talent = actions.add_talent(name="Mia", manager=aki, by=aki, now=now)
    also = {SocialAccount: "talent"}
    for number in range(3):
        actions.add_account(talent=talent, platform="tiktok", handle=f"mia{number}", by=aki, now=now)
        with django_assert_num_queries(4):
            timeline(talent, also=also)


def test_the_limit_cuts_the_oldest(now: datetime) -> None:
    aki = booker()
    talent = actions.add_talent(name="Mia 0", by=aki, now=now)
    for number in range(1, 4):
        actions.edit_talent(
            talent=talent, fields={"name": f"Mia {number}"}, by=aki, now=now + timedelta(minutes=number)
        )
    assert [entry.changes for entry in timeline(talent, 2)] == [
        [Change("Name", "Mia 2", "Mia 3")],
        [Change("Name", "Mia 1", "Mia 2")],
    ]


def test_what_changed_since_a_version_is_told_at_once(now: datetime) -> None:
    aki, ben = booker(name="Aki"), booker(name="Ben")
    talent: Talent = actions.add_talent(name="Mia", by=aki, now=now)
    seen = version(talent)
    assert changes_since(talent, seen) == (None, [])
    actions.edit_talent(talent=talent, fields={"city": "Kobe"}, by=ben, now=now)
    actions.edit_talent(talent=talent, fields={"phone": "1"}, by=ben, now=now)
    entry, changes = changes_since(talent, seen)
    assert entry is not None and entry.who == "Ben"
    assert changes == [Change("City", "", "Kobe"), Change("Phone", "", "1")]
