"""Who is free?: a brief against the whole roster."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from campaigns import actions
from campaigns.models import Booking, Brief, Campaign, WantedDeliverable
from campaigns.promises import sketch_of
from campaigns.usage import UsageTerms, as_json
from clients.models import Brand, Category
from exclusivity.actions import record_waiver
from exclusivity.models import Waiver
from talent.actions import keep_wishes
from talent.models import Talent
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival, draft_rival
from tests.factories import (
    NOW,
    ActMemberFactory,
    BrandFactory,
    CampaignFactory,
    CategoryFactory,
    TalentFactory,
    booker,
    days,
    manager,
)
from tests.portals.desk.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

PAGE = "/desk/who-is-free/"


@pytest.fixture
def brief(brand: Brand, soda: Category) -> dict[str, Any]:
    """Soda in Japan on Instagram, in June."""
    return {
        "brand": brand.public_id, "category": [soda.pk], "first": "2026-06-01", "last": "2026-06-10", "where": ["JP"],
        "channel": ["instagram"], "activity": ["PAID"], "check": "booking",
    }  # fmt: skip


def groups(response: Any) -> dict[str, tuple[int, list[tuple[str, str]]]]:
    """Verdict to its count, and the names that are shown with their reasons."""
    return {
        group.verdict: (group.count, [(row.talent.name, row.reason) for row in group.rows])
        for group in response.context["answer"].groups
    }


def test_nothing_is_asked_until_a_brand_is_said(desk: Client) -> None:
    answer = desk.get(PAGE)
    assert (answer.status_code, answer.context["answer"]) == (200, None)
    assert "Say the brand, the product and the days" in text(answer)
    assert answer.context["brief_form"].errors == {}
    answer = desk.get(PAGE, {"first": "2026-06-01", "brand": ""})
    assert answer.context["brief_form"].errors == {"brand": ["Say for which brand."]}
    assert "Not asked yet" in text(answer)


def test_everybody_stands_in_a_group_with_a_reason(
    desk: Client, talent: Talent, soda: Category, brief: dict[str, Any]
) -> None:
    bind_to_rival(talent, soda)
    bind_to_rival(TalentFactory(name="Emi", followers=900), soda, "Umbra", channels=("youtube",))
    bind_to_rival(TalentFactory(name="Fumi", followers=800), soda, "Mizukage", territories=("TW",))
    bind_to_rival(TalentFactory(name="Gen", followers=700), soda, "Kaskad", territory_basis="", territories=("TW",))
    draft_rival(TalentFactory(name="Hana", followers=600), soda, "Nordlund")
    act = TalentFactory(name="The Act", kind="act", followers=500)
    member = TalentFactory(name="Ichi", followers=400)
    ActMemberFactory(act=act, member=member, period=days("2025-01-01"))
    bind_to_rival(act, soda, "Telmio", binds_members="")
    TalentFactory(name="Jun", followers=None)
    assert groups(desk.get(PAGE, brief)) == {
        "CLEAR": (
            3,
            [
                ("Emi", "Channel: Umbra’s clause covers YouTube only"),
                ("Fumi", "Territory: Mizukage’s clause covers Taiwan only"),
                ("Jun", "No promise on file"),
            ],
        ),
        "ADVISORY": (1, [("Hana", "Nordlund waits too: a draft contract, whoever binds first")]),
        "REVIEW": (
            2,
            [
                ("Gen", "Unknown, Kaskad: do the countries meet?"),
                ("Ichi", "Unknown, Telmio: does it bind the act and its members alike?"),
            ],
        ),
        "BLOCK": (
            2,
            [("Aoi", "Lumeya, soda, until 31 Dec 2026"), ("The Act", "Telmio, soda, until 31 Dec 2026")],
        ),
    }
    as_hold = groups(desk.get(PAGE, {**brief, "check": "hold"}))
    assert as_hold["CONDITIONAL"] == (
        2,
        [("Aoi", "Lumeya, soda, until 31 Dec 2026"), ("The Act", "Telmio, soda, until 31 Dec 2026")],
    )
    assert "BLOCK" not in as_hold


def test_what_is_left_out_is_asked_and_never_clear(
    desk: Client, talent: Talent, soda: Category, brief: dict[str, Any]
) -> None:
    bind_to_rival(talent, soda, channels=("youtube",))
    bare = {"brand": brief["brand"]}
    answer = desk.get(PAGE, bare)
    assert groups(answer) == {"REVIEW": (1, [("Aoi", "Unknown, Lumeya: do the two compete?")])}
    assert "Nobody said the product, the days, the countries, the channels." in text(answer)
    answer = desk.get(PAGE, {**brief, "channel": []})
    assert groups(answer) == {"REVIEW": (1, [("Aoi", "Unknown, Lumeya: do the channels meet?")])}


@pytest.mark.parametrize(("longer", "unit"), [("365", ""), ("12", "MONTH")])
def test_its_own_clause_meets_what_others_show(
    desk: Client, booking: Booking, soda: Category, brief: dict[str, Any], longer: str, unit: str
) -> None:
    rival = {**brief, "brand": Brand.objects.exclude(pk=booking.campaign.brand_id).get().public_id}
    begins = booking.campaign.brief.days.lower
    rival |= {"first": (begins - timedelta(days=9)).isoformat(), "last": (begins - timedelta(days=5)).isoformat()}
    assert set(groups(desk.get(PAGE, rival))) == {"CLEAR"}
    twelve = {**rival, "keeps": [soda.pk], "longer": "12", "longer_unit": "DAY"}
    assert set(groups(desk.get(PAGE, twelve))) != {"BLOCK"}, "it may be over before they show"
    kept = groups(desk.get(PAGE, {**rival, "keeps": [soda.pk], "longer": longer, "longer_unit": unit}))
    assert kept == {"BLOCK": (1, [("Aoi", "Shows for Kirei, which this brief’s own clause would bar")])}


@pytest.fixture
def booking(campaign: Campaign, talent: Talent, sora: Any, soda: Category) -> Booking:
    BrandFactory(name="Solenne", categories=[soda])
    hold = actions.place_hold(campaign=campaign, talent=talent, by=sora, now=NOW)
    return actions.confirm_booking(booking=hold, by=sora, now=NOW)


def test_the_filters_leave_only_whom_they_mean(desk: Client, talent: Talent, brief: dict[str, Any]) -> None:
    TalentFactory(name="Emi", followers=900)
    answer = desk.get(PAGE, {**brief, "followers_min": "1000"})
    assert [name for name, _ in groups(answer)["CLEAR"][1]] == ["Aoi"]
    assert "1 of 2" in text(answer)
    assert "Nobody on the roster fits" in text(desk.get(PAGE, {**brief, "q": "zzz"}))


def test_a_long_group_shows_its_first_rows_and_then_all(desk: Client, brief: dict[str, Any]) -> None:
    for number in range(8):
        TalentFactory(name=f"Talent {number}", followers=1000 - number)
    short = desk.get(PAGE, brief)
    assert [name for name, _ in groups(short)["CLEAR"][1]] == [f"Talent {n}" for n in range(6)]
    assert "Show 2 more" in text(short)
    assert len(groups(desk.get(PAGE, {**brief, "more": "CLEAR"}))["CLEAR"][1]) == 8


def test_beyond_the_bound_nobody_is_called_clear(
    desk: Client, talent: Talent, soda: Category, brief: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portals.desk.exclusivity.groups.BOUND", 1)
    bind_to_rival(talent, soda)
    for name, followers in (("Emi", 900), ("Fumi", 800)):
        bind_to_rival(TalentFactory(name=name, followers=followers), soda, f"Brand {name}", channels=("youtube",))
    TalentFactory(name="Gen", followers=700)
    answer = desk.get(PAGE, brief)
    assert groups(answer) == {
        "CLEAR": (2, [("Emi", "Channel: Brand Emi’s clause covers YouTube only"), ("Gen", "No promise on file")]),
        "BLOCK": (1, [("Aoi", "Bound to Lumeya until 31 Dec 2026 (clause 4.2).")]),
    }
    assert "1 not looked at yet" in text(answer)


def test_a_campaigns_brief_fills_the_form(desk: Client, campaign: Campaign, talent: Talent, soda: Category) -> None:
    bind_to_rival(talent, soda)
    answer = desk.get(PAGE, {"brief": campaign.public_id, "talent": talent.public_id})
    form = answer.context["brief_form"]
    assert form.days == (campaign.brief.days.lower, campaign.brief.days.upper)
    assert form.missing == []
    assert set(groups(answer)) == {"BLOCK"}
    hold = f"/desk/campaigns/{campaign.public_id}/hold?talent={talent.public_id}"
    assert hold in text(answer)
    assert f"{PAGE}?brief={campaign.public_id}" in text(desk.get(f"/desk/campaigns/{campaign.public_id}/"))
    assert f"{PAGE}?talent={talent.public_id}" in text(desk.get(f"/desk/talents/{talent.public_id}/"))
    assert PAGE in text(desk.get("/desk/clashes/"))


def test_paid_usage_of_a_brief_is_asked_to_its_end(desk: Client, campaign: Campaign) -> None:
    Brief.objects.update(usage=as_json([UsageTerms("ads", 60)]))
    day = campaign.brief.days.lower
    WantedDeliverable.objects.update(live_on=day + timedelta(days=3))
    campaign = Campaign.objects.get(pk=campaign.pk)
    form = desk.get(PAGE, {"brief": campaign.public_id}).context["brief_form"]
    usage = form.sketch().exposures[-1]
    theirs = sketch_of(campaign).exposures[-1]
    assert (usage.activity, usage.days) == ("PAID_USAGE", (day, theirs.days[1]))
    assert [shown.channels for shown in form.sketch().exposures] == [s.channels for s in sketch_of(campaign).exposures]


@pytest.mark.parametrize(("unit", "said"), [("DAY", (3, "DAY")), ("MONTH", (3, "MONTH"))])
def test_the_tail_of_a_brief_is_asked_in_its_own_unit(
    desk: Client, campaign: Campaign, soda: Category, unit: str, said: tuple[int, str]
) -> None:
    campaign.brief.exclusive_categories.set([soda])
    Brief.objects.update(exclusive_tail=3, exclusive_tail_unit=unit)
    form = desk.get(PAGE, {"brief": campaign.public_id}).context["brief_form"]
    (clause,) = form.sketch().clauses
    assert (clause.tail_length, clause.tail_unit) == said


def test_an_unknown_brief_or_talent_is_not_there(desk: Client, brief: dict[str, Any]) -> None:
    assert desk.get(PAGE, {"brief": "nobody"}).status_code == 404
    assert desk.get(PAGE, {**brief, "talent": "nobody"}).status_code == 404


def test_the_pane_says_why_and_its_ways_lead_to_a_clear_question(
    desk: Client, talent: Talent, soda: Category, brief: dict[str, Any]
) -> None:
    bind_to_rival(talent, soda, channels=("instagram", "tiktok"))
    answer = desk.get(PAGE, {**brief, "talent": talent.public_id})
    explained = answer.context["explained"]
    assert (explained.verdict, explained.told[0].side.name) == ("BLOCK", "Lumeya")
    links = {way.repair.kind: way.url for way in explained.ways}
    assert parse_qs(urlsplit(links["start"]).query)["first"] == ["2027-01-01"]
    assert parse_qs(urlsplit(links["start"]).query)["last"] == ["2027-01-10"]
    for kind in ("start", "channels"):
        moved = desk.get(PAGE + links[kind])
        assert moved.context["explained"].verdict == "CLEAR", kind
        assert "possible in this period" in text(moved)
    assert "not possible in this period" in text(answer)


def test_the_request_for_a_waiver_asks_for_the_plan_and_no_more(
    desk: Client, talent: Talent, soda: Category, brand: Brand, brief: dict[str, Any]
) -> None:
    bind_to_rival(talent, soda, channels=("instagram", "tiktok"))
    explained = desk.get(PAGE, {**brief, "talent": talent.public_id}).context["explained"]
    (url,) = [way.url for way in explained.ways if way.repair.kind == "waiver"]
    page = desk.get(url)
    assert f"Whatever is for {brand.name}" in text(page)
    assert (page.context["form"]["where"].value(), page.context["form"]["category"].value()) == (["JP"], soda.pk)
    form = page.context["form"]
    said = {field.html_name: field.value() for field in form if field.value() not in (None, "", [], False)}
    said |= {"whom": "else", "to_name": "Emi", "to_email": "emi@rival.example", "brand": brand.public_id}
    asked = desk.post(url.split("?")[0], said)
    assert asked.status_code == 302, text(asked)
    waiver = Waiver.objects.get()
    assert (waiver.brand, waiver.commitment, waiver.channels, waiver.activities) == (
        brand,
        None,
        ["instagram"],
        ["PAID"],
    )
    assert (waiver.days.lower, waiver.days.upper) == (date(2026, 6, 1), date(2026, 6, 11))


def test_a_waiver_that_is_asked_shows_for_its_brand_alone(
    desk: Client, talent: Talent, soda: Category, brand: Brand, brief: dict[str, Any]
) -> None:
    clause = bind_to_rival(talent, soda).commitment.clauses.get()
    record_waiver(clause=clause, state="REQUESTED", brand=brand, by=booker(), now=NOW)
    other = BrandFactory(name="Sawa", categories=[soda])
    for whose, said in ((brand, True), (other, False)):
        pane = text(desk.get(PAGE, {**brief, "brand": whose.public_id, "talent": talent.public_id}))
        assert ("Waiver of Lumeya pending" in pane) == said, whose


def test_an_address_that_says_nonsense_asks_for_the_whole_clause(desk: Client, talent: Talent, soda: Category) -> None:
    clause = bind_to_rival(talent, soda).commitment.clauses.get()
    odd = {
        "brand": "nobody",
        "channels": "radio",
        "first": "2026-02-31",
        "last": "soon",
        "where": "ZZ",
        "category": "²",
    }
    page = desk.get(f"/desk/clauses/{clause.public_id}/waivers/ask", odd)
    form = page.context["form"]
    assert (form["covers"].value(), form["channels"].value(), form["first"].value()) == ("all", [], None)
    assert (form["where"].value(), form["category"].value()) == ([], None)


def test_htmx_asks_for_the_list_or_the_pane_alone(desk: Client, talent: Talent, brief: dict[str, Any]) -> None:
    both = {**brief, "talent": talent.public_id}
    pane = text(desk.get(PAGE, both, headers={"HX-Request": "true", "HX-Target": "pane"}))
    assert ('id="pane"' in pane, 'id="list"' in pane) == (True, False)
    answer = desk.get(PAGE, both, headers={"HX-Request": "true", "HX-Target": "list"})
    assert ('id="pane"' in text(answer), 'id="list"' in text(answer), "<html" in text(answer)) == (True, True, False)
    assert "talent=" in answer["HX-Push-Url"]


def test_a_day_before_the_first_is_refused_beside_the_field(desk: Client, brief: dict[str, Any]) -> None:
    answer = desk.get(PAGE, {**brief, "last": "2026-05-01"})
    assert (answer.status_code, answer.context["answer"]) == (200, None)
    assert "The last day comes before the first." in text(answer)


@pytest.mark.parametrize(
    ("said", "missing"),
    [({"first": ""}, "the first day"), ({"last": ""}, "the last day"), ({"first": "", "last": ""}, "the days")],
)
def test_the_day_that_nobody_said_is_named(
    desk: Client, talent: Talent, brief: dict[str, Any], said: dict[str, str], missing: str
) -> None:
    assert f"Nobody said {missing}. Where it matters, the answer is Review." in text(desk.get(PAGE, {**brief, **said}))


def test_the_page_asks_no_more_queries_for_more_talents(
    desk: Client, talent: Talent, soda: Category, brief: dict[str, Any], django_assert_num_queries: Any
) -> None:
    bind_to_rival(talent, soda)
    with django_assert_num_queries(26):
        desk.get(PAGE, brief)
    others = [TalentFactory(name=name) for name in ("Emi", "Fumi")]
    for other in others:
        bind_to_rival(other, soda, f"Brand {other}")
    with django_assert_num_queries(26):
        desk.get(PAGE, brief)
    for count, each in enumerate((talent, *others), start=1):
        keep_wishes(talent=each, rates={}, currency="", refused_categories=[soda.key], by=booker(), now=NOW)
        with django_assert_num_queries(29):
            assert text(desk.get(PAGE, brief)).count("Does not work for Soda") == count


def test_what_somebody_refuses_is_said_beside_their_name_and_in_the_pane_and_forbids_nothing(
    desk: Client, talent: Talent, soda: Category, brief: dict[str, Any]
) -> None:
    duo, mika = TalentFactory(name="Duo", kind="act"), TalentFactory(name="Mika")
    ActMemberFactory(act=duo, member=mika)
    keep_wishes(talent=mika, rates={}, currency="", refused_brands=["Kirei"], by=booker(), now=NOW)
    answer = desk.get(PAGE, {**brief, "talent": duo.public_id})
    rows = {name: next(row for row in text(answer).split("<li") if f">{name}</a>" in row) for name in ("Duo", "Mika")}
    assert "A member, Mika, does not work with Kirei</span>" in rows["Duo"]
    assert ">Does not work with Kirei</span>" in re.sub("<svg.*?</svg>", "", rows["Mika"])
    assert "A member, Mika, does not work with Kirei</span>" in text(answer).split('id="pane"')[1]
    assert groups(answer)["CLEAR"][0] == 3


def test_the_pane_says_for_what_the_talent_is_wanted_in_those_days_options_too(
    desk: Client, talent: Talent, brief: dict[str, Any]
) -> None:
    held = steps.hold(CampaignFactory(name="Snow"), talent)
    start = datetime.combine(date.fromisoformat(brief["first"]), time(1), UTC)
    actions.plan_appointment(
        booking=held, what="Shoot", starts_at=start, ends_at=start + timedelta(hours=2), timezone="UTC",
        by=manager(), now=NOW,
    )  # fmt: skip
    assert "In these days: Shoot (option) for Snow, " in text(desk.get(PAGE, {**brief, "talent": talent.public_id}))


def test_a_booker_may_ask(client: Client, brief: dict[str, Any]) -> None:
    client.force_login(booker())
    CategoryFactory(name="Beer", key="t-beer")
    CampaignFactory(name="Loaded")
    assert client.get(PAGE, brief).status_code == 200
