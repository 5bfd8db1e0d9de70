"""Prices and wishes: written at the desk and in the portal, read where somebody plans with them, by no brand."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Campaign, Nomination
from talent.actions import keep_wishes
from talent.models import Talent, Wishes
from tests.campaigns import steps
from tests.factories import NOW, CategoryFactory, TalentFactory, booker, reader, talent_user
from tests.portals.desk.reading import text
from tests.portals.outside import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def sent(*rates: tuple[str, str, str], **told: Any) -> dict[str, Any]:
    rows = {
        f"rate-{n}-{name}": value
        for n, rate in enumerate(rates)
        for name, value in zip(("kind", "platform", "price"), rate, strict=True)
    }
    return {"currency": "JPY", "rate-TOTAL_FORMS": len(rates), "rate-INITIAL_FORMS": "0", **rows, **told}


def test_the_desk_writes_them_down_and_reads_them_on_the_talents_page(desk: Client, talent: Talent) -> None:
    CategoryFactory(key="ale", name="Ale")
    url, home = (reverse(f"desk:{name}", args=[talent.public_id]) for name in ("talent-wishes", "talent"))
    assert "Nothing is said yet." in text(desk.get(home))
    said = sent(
        ("reel", "instagram", "120,000"), ("", "", ""), ("ads", "", "30000"),
        refused_categories=["ale"], loved_brands="Nori\r\n\r\nKirei", words="By train only",
    )  # fmt: skip
    assert desk.post(url, said)["Location"] == home
    page = text(desk.get(home))
    for words in (
        "work for Ale",
        "work with Nori, Kirei",
        "Reel on Instagram",
        "¥ 120,000",
        "By train only",
        "by Sora",
    ):
        assert words in page
    form = text(desk.get(url))
    assert ('value="120000"' in form, "Nori\nKirei</textarea>" in form, '"ale" selected' in form) == (True, True, True)
    desk.force_login(reader())
    page, history = text(desk.get(home)), text(desk.get(reverse("desk:talent-history", args=[talent.public_id])))
    assert ("work for Ale" in page, "120,000" in page, "120000" in history) == (True, False, False)
    assert "said the prices and wishes" in history


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (sent(("reel", "", "")), "Say what it costs."),
        (sent(("", "", "500")), "Say of which piece that is the price."),
        (sent(("reel", "", "a lot")), "Write it in figures alone"),
        (sent(("reel", "", "0.5")), "JPY has no digits after the point."),
        (sent(("ads", "tiktok", "500")), "A month as an ad has one price, wherever it runs."),
        (sent(("reel", "", "1"), ("reel", "", "2")), "Reel stands above already."),
        (sent(refused_brands="Nori", loved_brands="NORI"), "Say Nori once"),
        (sent(refused_categories=["nowhere"]), "nowhere"),
    ],
)
def test_what_cannot_be_kept_says_so_and_keeps_what_was_typed(desk: Client, talent: Talent, said, words) -> None:
    answer = desk.post(reverse("desk:talent-wishes", args=[talent.public_id]), {**said, "words": "By train only"})
    assert (answer.status_code, words in text(answer), "By train only" in text(answer)) == (422, True, True)
    assert not Wishes.objects.exists()


def test_a_talent_says_their_own_and_is_told_when_the_desk_saved_meanwhile(talent: Talent) -> None:
    portal, url = signed_in(talent_user(talent, name="Aoi")), reverse("talent:wishes")
    assert portal.post(url, sent(("story", "", "20000"))).status_code == 302
    profile = text(portal.get(reverse("talent:profile")))
    assert ("¥ 20,000" in profile, "Said by Aoi" in profile) == (True, True)
    opened = portal.get(url).context["guard"].version
    keep_wishes(talent=talent, rates={}, currency="", words="From the desk", by=booker(), now=NOW)
    late = portal.post(url, sent(("story", "", "25000"), version=opened))
    assert ("saved this at" in text(late), "From the desk" in text(late), "25000" in text(late)) == (True, True, True)
    again = sent(("story", "", "25000"), version=late.context["guard"].version)
    assert portal.post(url, again).status_code == 302
    assert Wishes.objects.get().rates == {"story": "25000"}


def test_whoever_says_the_first_ones_is_not_overwritten_unasked(desk: Client, talent: Talent) -> None:
    url = reverse("desk:talent-wishes", args=[talent.public_id])
    opened = desk.get(url)
    version = opened.context["guard"].version
    assert (version, 'name="version" value="0"' in text(opened)) == ("0", True)
    aoi = talent.access.get().user
    keep_wishes(talent=talent, rates={"reel": Decimal(9_000)}, currency="JPY", words="By train", by=aoi, now=NOW)
    late = desk.post(url, sent(words="At night", version=version))
    page = text(late)
    assert (late.status_code, "Aoi saved this at" in page, "By train" in page, "At night</textarea>" in page) == (
        422, True, True, True,
    )  # fmt: skip
    assert Wishes.objects.get().words == "By train"
    assert desk.post(url, sent(words="At night", version=late.context["guard"].version)).status_code == 302
    assert Wishes.objects.get().words == "At night"


def test_a_line_that_says_what_the_other_saved_there_meanwhile_is_kept(desk: Client, talent: Talent) -> None:
    url = reverse("desk:talent-wishes", args=[talent.public_id])
    version = desk.get(url).context["guard"].version
    keep_wishes(talent=talent, rates={"reel": Decimal(9_000)}, currency="JPY", by=talent.access.get().user, now=NOW)
    lines = sent(("reel", "", "9000"), ("story", "", "3000"), version=version)
    late = desk.post(url, lines)
    assert (late.status_code, Wishes.objects.get().rates) == (422, {"reel": "9000"})
    assert desk.post(url, {**lines, "version": late.context["guard"].version}).status_code == 302
    assert Wishes.objects.get().rates == {"reel": "9000", "story": "3000"}


def test_lines_of_which_only_the_place_is_said_are_no_prices(desk: Client, talent: Talent) -> None:
    url = reverse("desk:talent-wishes", args=[talent.public_id])
    said = sent(("", "instagram", ""), ("", "instagram", ""), ("reel", "", "9000"))
    assert desk.post(url, said).status_code == 302
    assert Wishes.objects.get().rates == {"reel": "9000"}


def test_the_press_locks_the_talent_before_it_looks_whether_anything_was_said(desk: Client, talent: Talent) -> None:
    with CaptureQueriesContext(connection) as queries:
        desk.post(reverse("desk:talent-wishes", args=[talent.public_id]), sent(words="At night"))
    asked = [query["sql"] for query in queries]
    locked = next(n for n, sql in enumerate(asked) if 'FROM "talent_talent"' in sql and "FOR UPDATE" in sql)
    assert locked < next(n for n, sql in enumerate(asked) if 'FROM "talent_wishes"' in sql)


def test_asking_somebody_by_name_who_refuses_it_says_so_before_the_request_goes(
    desk: Client, campaign: Campaign, talent: Talent
) -> None:
    other = TalentFactory(name="Ren")
    refuses = f"Does not work with {campaign.brand.name}"
    keep_wishes(talent=talent, rates={}, currency="", refused_brands=[campaign.brand.name], by=booker(), now=NOW)
    first = f"/desk/ask?campaign={campaign.public_id}&talent="
    page = text(desk.get(f"{first}{talent.public_id}&talent={other.public_id}"))
    assert (page.count(f"{refuses}</span>"), page.count("all the same")) == (1, 1)
    assert "all the same" not in text(desk.get(f"{first}{other.public_id}"))
    said = {
        "campaign": campaign.public_id, "talent": [talent.public_id, other.public_id], "fee": "", "currency": "JPY",
        "reply_by": "2026-04-18T18:00", "words": "",
    }  # fmt: skip
    unsaid = desk.post("/desk/ask", said)
    assert (unsaid.status_code, Nomination.objects.count()) == (422, 0)
    assert text(unsaid).count(f"{talent.name}: does not work with {campaign.brand.name}") == 1
    assert desk.post("/desk/ask", {**said, "anyway": talent.public_id}).status_code == 302
    assert Nomination.objects.count() == 2


def test_asking_all_the_same_holds_for_whom_it_was_ticked_alone(
    desk: Client, campaign: Campaign, talent: Talent
) -> None:
    other = TalentFactory(name="Ren")
    for each in (talent, other):
        keep_wishes(talent=each, rates={}, currency="", refused_brands=[campaign.brand.name], by=booker(), now=NOW)
    said = {"campaign": campaign.public_id, "talent": [talent.public_id], "anyway": [talent.public_id],
            "fee": "", "currency": "JPY", "reply_by": "2026-04-18T18:00", "words": ""}  # fmt: skip
    found = text(desk.post("/desk/ask", {**said, "q": "ren", "find": "1"}))
    ticks = {who: f'name="anyway" value="{who.public_id}" checked' in found for who in (talent, other)}
    assert ticks == {talent: True, other: False}
    both = {**said, "talent": [talent.public_id, other.public_id]}
    page = text(desk.post("/desk/ask", both))
    assert ("Ren: does not work with" in page, f"{talent.name}: does not work with" in page) == (True, False)
    assert Nomination.objects.count() == 0
    assert desk.post("/desk/ask", {**both, "anyway": [talent.public_id, other.public_id]}).status_code == 302


def test_an_application_says_what_who_sent_it_refuses_before_the_answer(
    desk: Client, campaign: Campaign, talent: Talent
) -> None:
    url = reverse("desk:application", args=[steps.apply(campaign, talent).public_id])
    assert "Does not work" not in text(desk.get(url))
    keep_wishes(talent=talent, rates={}, currency="", refused_brands=[campaign.brand.name], by=booker(), now=NOW)
    with CaptureQueriesContext(connection) as queries:
        page = text(desk.get(url))
    assert f"Does not work with {campaign.brand.name}</span>" in page.split("If booked")[1]
    assert len(queries) == 31


def test_screening_reads_what_they_refuse_wish_for_and_cost(desk: Client, campaign: Campaign, talent: Talent) -> None:
    row = steps.apply(campaign, talent)
    campaign.brief.wanted.all().delete()
    campaign.brief.wanted.create(kind="reel", channel="tiktok", count=2)
    category = campaign.brief.categories.first() or CategoryFactory(name="Ale", key="ale")
    campaign.brief.categories.set([category])
    keep_wishes(
        talent=talent, rates={"reel": Decimal(45_000)}, currency="JPY", refused_categories=[category.key],
        loved_brands=[campaign.brand.name], by=booker(), now=NOW,
    )  # fmt: skip
    url = reverse("desk:application-screen", args=[row.public_id])
    page = text(desk.get(url))
    said = f"Does not work for {category.name}", f"Would love to work with {campaign.brand.name}", "¥ 90,000"
    assert [words in page for words in said] == [True, True, True]
    desk.force_login(reader())
    page = text(desk.get(url))
    assert [words in page for words in said] == [True, True, False]


def test_matching_says_a_refusal_beside_the_name(desk: Client, campaign: Campaign, talent: Talent) -> None:
    keep_wishes(talent=talent, rates={}, currency="", refused_brands=[campaign.brand.name], by=booker(), now=NOW)
    page = text(desk.get(reverse("desk:campaign-matching", args=[campaign.public_id])))
    assert f"Does not work with {campaign.brand.name}</span>" in page.split("match-chips")[1]
