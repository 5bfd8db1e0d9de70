"""A talent's curve: what it draws, what its table says, where it ends."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from psycopg.types.range import DateRange

from accounts.models import User
from campaigns.models import AmbassadorContract, Deliverable
from portals.desk.roster.curve import chart
from portals.desk.roster.figures import account_lines
from portals.desk.roster.known import signed_contracts, went_live
from stats.models import AccountSnapshot
from tests.factories import (
    AmbassadorContractFactory,
    BookingFactory,
    BrandFactory,
    DeliverableFactory,
    SignalFactory,
    SocialAccountFactory,
    TalentFactory,
    booker,
)
from tests.portals.desk.figures import at, measured

pytestmark = pytest.mark.django_db


@pytest.fixture
def aki() -> User:
    return booker(name="Aki")


@pytest.fixture
def desk(client: Client, aki: User) -> Client:
    client.force_login(aki)
    return client


def test_the_curve_and_its_table_say_the_same() -> None:
    talent = TalentFactory()
    measured(SocialAccountFactory(talent=talent, platform="youtube"), (40, 1000), (0, 1100))
    measured(SocialAccountFactory(talent=talent, platform="tiktok", handle="tok"), (0, 50))
    drawn = chart(list(talent.accounts.all()), "3", timezone.now().date(), "UTC")
    values = [series["values"][-1] for series in drawn["data"]["series"]]
    newest = drawn["rows"].split("</tr>")[0]
    assert values == [1100, 50] and re.findall(r'num">([\d,]+)', newest) == ["1,100", "50", "1,150"]
    assert drawn["data"]["series"][1]["values"][0] is None  # unknown is not zero
    json.dumps(drawn["data"])


def test_the_curve_tells_measured_estimated_and_reported_apart_and_carries_nothing_for_ever() -> None:
    talent = TalentFactory()
    tube, snap = (SocialAccountFactory(talent=talent, platform=each, handle=each) for each in ("tiktok", "snapchat"))
    now = timezone.now()
    for account, days, followers, source in (
        (tube, 95, 900, "estimated"), (tube, 80, 900, "estimated"), (tube, 70, 1_000, "measured"),
        (tube, 10, 1_100, "measured"), (snap, 60, 40, "reported"),
    ):  # fmt: skip
        AccountSnapshot.objects.create(
            account=account, taken_at=now - timedelta(days=days), followers=followers, source=source
        )
    today = now.date()
    drawn = chart([tube, snap], "3", today, "UTC")
    ago = {(today - timedelta(days=days)).strftime("%-d %b %y"): days for days in range(100)}
    places = {ago[label]: place for place, label in enumerate(drawn["data"]["labels"])}
    tiktok, snapchat = drawn["data"]["series"]
    assert [tiktok["values"][places[days]] for days in (80, 70, 56, 55, 11, 10, 0)] == [
        900, 1_000, 1_000, None, None, 1_100, 1_100
    ]  # fmt: skip
    assert tiktok["notes"][places[80]] == "estimated" and places[70] not in tiktok["notes"]
    assert tiktok["notes"][places[69]] == f"of {today - timedelta(days=70):%-d %b}"
    assert [snapchat["values"][places[days]] for days in (61, 60, 15, 14)] == [None, 40, 40, None]
    assert snapchat["notes"][places[60]] == "reported"
    over = drawn["data"]["over"]
    assert [over[0][places[days]] for days in (80, 71, 70, 69, 64, 63, 62, 9, 4, 3, 1)] == [
        900, 900, None, None, None, 1_000, 1_000, None, None, 1_100, 1_100
    ]  # fmt: skip
    assert over[1][places[60]] == 1_040 and over[1][places[20]] == 40  # as high as it is drawn
    assert drawn["is_dashed"] and drawn["has_gaps"]
    assert "have a gap in the last 90 days" in chart([tube], "3", today, "UTC")["ahead"].words
    rows = dict(zip(places, drawn["rows"].split("</tr>")[-2::-1], strict=False))
    assert "estimated" in rows[80] and "reported" in rows[60] and "1 of 2" in rows[55] and "unknown" in rows[55]


def test_a_fall_by_half_that_nobody_confirmed_is_neither_drawn_nor_the_base_of_growth(aki: User) -> None:
    talent = TalentFactory()
    account = SocialAccountFactory(talent=talent, platform="tiktok", handle="tok")
    measured(account, (32, 10_000), (30.5, 100), (29, 10_100), (0, 11_000))
    drawn = chart([account], "3", timezone.now().date(), "UTC")
    assert 100 not in drawn["data"]["series"][0]["values"]
    lines, _ = account_lines(talent, aki, timezone.now())
    assert lines[0].growth == 10


def test_the_curve_ends_where_the_reader_wants_and_leads_on(desk: Client) -> None:
    talent = TalentFactory()
    measured(
        SocialAccountFactory(talent=talent, platform="tiktok"), *((days, 1_000 + days) for days in range(0, 200, 5))
    )
    today = timezone.localdate()
    until = today - timedelta(days=20)
    page = desk.get(at("talent", talent) + f"?months=3&until={until}").content.decode()
    assert f'"{until:%-d %b %y}"]' in page and f'"{today:%-d %b %y}"' not in page
    assert 'href="?months=3#curve">Later' in page and f"until={until - timedelta(days=91)}#curve" in page
    assert f'href="?months=1&amp;until={until}#curve">1<' in page and "If it goes on" not in page
    for nonsense in ("2026-13-40", "tomorrow", "1900-01-01", f"{today + timedelta(days=9)}"):
        page = desk.get(at("talent", talent) + f"?months=3&until={nonsense}").content.decode()
        assert f'"{today:%-d %b %y}"' in page and ">Later" not in page, nonsense


def test_one_account_has_a_curve_of_its_own_by_its_address(desk: Client) -> None:
    talent = TalentFactory()
    measured(SocialAccountFactory(talent=talent, platform="youtube"), (40, 1000), (0, 1100))
    small = SocialAccountFactory(talent=talent, platform="tiktok", handle="tok")
    measured(small, (30, 40), (0, 50))
    bare = SocialAccountFactory(talent=talent, platform="snapchat", handle="bare")
    drawn = chart(list(talent.accounts.all()), "3", timezone.now().date(), "UTC", of=small)
    assert [series["name"] for series in drawn["data"]["series"]] == ["TikTok 50"]
    assert (drawn["data"]["stacked"], drawn["heads"]) == (False, ["TikTok @tok"])
    assert re.findall(r'num">([\d,]+)', drawn["rows"].split("</tr>")[0]) == ["50"]
    page = desk.get(at("talent", talent) + f"?months=6&account={small.public_id}").content.decode()
    assert "Followers, TikTok" in page and f"?months=12&amp;account={small.public_id}#curve" in page
    assert 'href="?months=6#curve">All' in page and 'aria-label="TikTok @tok"' in page
    assert "Nothing was measured" in desk.get(at("talent", talent) + f"?account={bare.public_id}").content.decode()
    assert "Followers, all accounts" in desk.get(at("talent", talent) + "?account=anothers").content.decode()


def test_the_curve_goes_on_as_a_band_or_says_why_not(desk: Client, settings) -> None:
    talent = TalentFactory()
    account = SocialAccountFactory(talent=talent, platform="tiktok")
    measured(account, *((days, 2_000 - 10 * days) for days in range(80, -1, -2)))
    today = timezone.now().date()
    drawn = chart(list(talent.accounts.all()), "3", today, "UTC")
    band = drawn["data"]["ahead"]
    assert len(band["labels"]) == 30 and band["middle"][-1] == 2_300
    assert "between 2.3 k and 2.3 k" in drawn["ahead"].words.replace("\xa0", " ").replace("2.30", "2.3")
    assert len(chart(list(talent.accounts.all()), "12", today, "UTC")["data"]["ahead"]["labels"]) == 4
    assert "If it goes on so" in desk.get(at("talent", talent)).content.decode()
    fresh = SocialAccountFactory(talent=talent, platform="youtube", handle="tube")
    measured(fresh, (3, 500))
    settings.YOUTUBE_DERIVED_METRICS_ACCEPTED = True
    both = list(talent.accounts.all())
    assert "an account came in during the last 90 days" in chart(both, "3", today, "UTC")["ahead"].words
    settings.YOUTUBE_DERIVED_METRICS_ACCEPTED = False
    assert "YouTube's terms" in chart(both, "3", today, "UTC")["ahead"].words


def test_jumps_of_the_followers_are_pins_on_the_curve() -> None:
    talent = TalentFactory()
    account = SocialAccountFactory(talent=talent, platform="tiktok")
    measured(account, (40, 1_000), (0, 1_100))
    today = timezone.now().date()
    SignalFactory(account=account, kind="spike", since=today - timedelta(days=5))
    SignalFactory(account=account, kind="band", since=today - timedelta(days=6), key="")
    assert [pin.words for pin in chart([account], "3", today, "UTC")["pins"]] == ["Followers rose at once on TikTok"]


@pytest.mark.usefixtures("today")
def test_what_was_signed_and_went_live_in_that_time_is_pinned_and_what_ends_soon_is_worth_a_look(desk: Client) -> None:
    talent, now = TalentFactory(), timezone.now()
    today = timezone.localdate()
    account = SocialAccountFactory(talent=talent, platform="tiktok")
    measured(account, (60, 1_000), (0, 1_000))
    term = DateRange(today - timedelta(days=20), today + timedelta(days=30))
    for name, state, days_ago, days in (
        ("Hanasumi", "signed", 20, term),
        ("Before", "signed", 90, DateRange(term.lower, today + timedelta(days=31))),
        ("Over", "ended", 30, DateRange(term.lower, today + timedelta(days=1))),
        ("Endless", "signed", 40, DateRange(term.lower, None)),
        ("Wanted", "draft", 0, term),
    ):
        contract = AmbassadorContractFactory(talent=talent, brand=BrandFactory(name=name), state=state, days=days)
        if contract.signed_at:
            AmbassadorContract.objects.filter(pk=contract.pk).update(signed_at=now - timedelta(days=days_ago))
    soda = BookingFactory(talent=talent, state="confirmed", campaign__brand=BrandFactory(name="Soda"))
    for days_ago, state in ((10, "published"), (70, "published"), (0, "planned")):
        piece = DeliverableFactory(booking=soda, state=state)
        if piece.published_at:
            Deliverable.objects.filter(pk=piece.pk).update(published_at=now - timedelta(days=days_ago))
    drawn = chart([account], "3", today, "UTC", signed=signed_contracts(talent.pk), live=went_live(talent.pk))
    assert [pin.words for pin in drawn["pins"]] == ["Signed Endless", "Signed Over", "Signed Hanasumi", "Reel for Soda"]
    page = desk.get(at("talent", talent)).content.decode()
    assert re.findall(r"(\w+) ends in (\d+ days?)", page) == [("Hanasumi", "30 days"), ("Before", "31 days")]
    assert "Draft due" in page and page.count("Reel for Soda") == 1
