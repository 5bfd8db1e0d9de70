"""What each column of the roster shows in a row: what is known, and a word where nothing is."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from portals.components.people import picture_key
from portals.desk.roster import paging, roster
from portals.desk.roster.columns import COLUMNS
from stats.models import AccountNumbers
from talent.models import RosterChoice
from tests.factories import GenreFactory, SocialAccountFactory, TalentFactory, booker

pytestmark = pytest.mark.django_db
URL = "/desk/talents/"


@pytest.fixture
def desk(client: Client) -> Client:
    """Somebody who shows every column."""
    aki = booker(name="Aki")
    RosterChoice.objects.create(user=aki, columns=list(COLUMNS))
    client.force_login(aki)
    return client


def cells(desk: Client) -> dict[str, str]:
    """Column to the HTML of its cell, of the only row."""
    body = desk.get(URL).content.decode().split("<tbody>")[1].split("</tbody>")[0]
    found = [cell.split("</td>")[0] for cell in body.split("<td")[3:]]
    return dict(zip(COLUMNS, found, strict=True))


def worked(name: str = "Mia", **more: Any) -> None:
    """A talent of whom everything is known."""
    now = timezone.now()
    talent = TalentFactory(
        name=name, followers=58_100, engagement_rate=Decimal("3.400"), band="above", growth_30=Decimal("-0.60"),
        growth_7=1, growth_90=12,
        signals=2, measured_at=now - timedelta(hours=3), manager=booker(name="Ken <Oh>"), languages=["ja"],
        country="JP", stage="exclusive", genres=[GenreFactory(name=f"Cats & dogs, {name}")], **more,
    )  # fmt: skip
    account = SocialAccountFactory(
        talent=talent, platform="youtube", handle=f"{name.lower()}<b>", followers=58_100, source="reported",
        measured_at=now - timedelta(hours=3),
    )  # fmt: skip
    for platform in ("instagram", "tiktok", "x", "twitch", "facebook"):
        SocialAccountFactory(talent=talent, platform=platform, handle=f"{name}.{platform}", followers=10)
    AccountNumbers.objects.create(
        account=account, posts_a_week=Decimal("2.5"), engagement_rate=Decimal("3.4"), formula="by_views",
        computed_at=now,
    )  # fmt: skip


def test_every_column_says_what_is_known(desk: Client, settings: Any) -> None:
    settings.YOUTUBE_DERIVED_METRICS_ACCEPTED = True
    worked()
    shown = cells(desk)
    for column, words in {
        "accounts": ">mia&lt;b&gt;</span>", "tier": "Micro", "followers": '58.1<span class="unit">k</span>',
        "growth": "\N{MINUS SIGN}0.6 %", "growth_7": "+1.0 %", "growth_90": "+12.0 %", "engagement": "3.4 %",
        "band": "Above", "rhythm": "2.5", "signals": "2", "stage": "Exclusive", "manager": 'title="Ken &lt;Oh&gt;"',
        "genres": "Cats &amp; dogs, Mia", "languages": "Japanese", "country": "Japan", "bonds": "Free",
        "figures": "3 h",
    }.items():  # fmt: skip
        assert words in shown[column], column
    assert '<span class="count">+2</span>' in shown["accounts"] and "Mia.twitch" not in shown["accounts"]
    assert "Reported, " in shown["figures"]
    for column, days in (("growth_7", "7 days"), ("growth", "30 days"), ("growth_90", "90 days")):
        assert 'title="YouTube, the account with most followers. The latest count' in shown[column], column
        assert f"the last one that is {days} old" in shown[column], column
    assert 'title="58,100. YouTube, the account with most followers"' in shown["followers"]
    assert f"{timezone.localdate().year % 100}</time>" in shown["created"]


def test_every_column_has_a_word_for_what_nobody_knows(desk: Client) -> None:
    TalentFactory(name="Di", country="", languages=[])
    shown = cells(desk)
    for column, words in {
        "accounts": "No account", "followers": "unknown", "growth": "not yet", "growth_7": "not yet",
        "growth_90": "not yet", "engagement": "unknown", "band": "unknown", "rhythm": "unknown", "signals": "unknown",
        "manager": "Nobody", "genres": "None said", "languages": "None said", "country": "Not said", "bonds": "Free",
        "figures": "none",
    }.items():  # fmt: skip
        assert words in shown[column], column


def test_an_uploaded_portrait_is_shown_by_its_address_and_a_drawn_one_drawn(desk: Client) -> None:
    TalentFactory(name="Ada", portrait="portraits/ada.jpg")
    TalentFactory(name="Bo", portrait="drawn/7")
    body = desk.get(f"{URL}?sort=name").content.decode()
    ada, bo = body.split("<tbody>")[1].split("</tr>")[:2]
    assert f'<img class="face size-28" src="/pictures/{picture_key("portraits/ada.jpg")}"' in ada
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert picture_key("portraits/ada.jpg") in ada, "the browser keeps it"
    assert "portraits/" not in ada and "<img" not in bo and '<svg class="face size-28"' in bo


def test_no_signal_is_a_word_and_not_unknown(desk: Client) -> None:
    TalentFactory(signals=0)
    assert cells(desk)["signals"].endswith('<span class="quiet">None</span>')


def test_all_columns_ask_as_often_for_one_as_for_three(desk: Client, django_assert_num_queries: Any) -> None:
    for number in range(3):
        worked(name=f"Mia {number}")
        if number in (0, 2):
            desk.get(URL)
            with django_assert_num_queries(11):
                desk.get(URL)


def test_a_large_roster_is_counted_once_a_minute(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster, "LARGE", 1)
    cache.clear()
    for name in ("Mia", "Ren"):
        TalentFactory(name=name, search=name.lower())
    assert "<b>2</b> talents" in desk.get(URL).content.decode()
    TalentFactory(name="Cy", search="cy miaa")
    assert "<b>2</b> talents" in desk.get(URL).content.decode()
    # What a search finds is counted each time, and whether a word is a slip is asked each time.
    assert "<b>1</b> talent<" in desk.get(f"{URL}?q=miaa").content.decode()
    cache.clear()
    assert "<b>3</b> talents" in desk.get(URL).content.decode()
    cache.clear()


def test_what_a_filter_leaves_of_a_large_roster_is_counted_behind_the_page(
    desk: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(roster, "LARGE", 1)
    monkeypatch.setattr(roster, "PER_PAGE", 1)
    monkeypatch.setattr(paging, "COUNTED", 2)
    cache.clear()
    for name in "ABCD":
        TalentFactory(name=name, country="JP" if name < "D" else "KR")
    few = desk.get(f"{URL}?country=KR").content.decode()
    assert "<b>1</b> talent<" in few and 'hx-trigger="load"' not in few
    query = "?country=JP&sort=name"
    begun = desk.get(f"{URL}{query}").content.decode()
    assert "over <b>2</b> talents" in begun and 'title="A"' in begun
    assert (
        f'hx-get="{query.replace("&", "&amp;")}" hx-trigger="load"' in begun
        and "?country=JP&amp;sort=name&amp;page=3" in begun
    )
    with django_assert_num_queries(5):
        counted = desk.get(f"{URL}{query}", headers={"HX-Request": "true", "HX-Target": "roster-count"})
    told = counted.content.decode()
    assert "<b>3</b> talents</span>" in told and 'id="roster-pages" hx-swap-oob="true"' in told and "<table" not in told
    assert "HX-Push-Url" not in counted
    last = desk.get(f"{URL}{query}&page=3").content.decode()
    assert "<b>3</b> talents" in last and 'title="C"' in last, "a page behind them is counted to the end"
    assert 'title="C"' in desk.get(f"{URL}{query}&page=9").content.decode()
    assert 'title="A"' in desk.get(f"{URL}{query}&page=first").content.decode()
    with django_assert_num_queries(9):  # no more than one page: who is listed was counted
        desk.get(f"{URL}?country=KR")
    cache.clear()


def test_of_those_who_are_only_alike_the_first_thousand_are_listed(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "ALIKE", 2)
    for number in range(2):
        TalentFactory(name=f"Mia {number}", search="mia mori berlin")
    assert "<b>2</b> talents</span>" in desk.get(f"{URL}?q=berlim").content.decode()
    TalentFactory(name="Mia 3", search="mia mori berlin")
    page = desk.get(f"{URL}?q=berlim&sort=name").content.decode()
    assert "the first <b>2</b> talents</span>" in page and "Mia 1" in page and "Mia 3" not in page
    assert "<b>3</b> talents</span>" in desk.get(f"{URL}?q=berlin").content.decode()


def test_whom_a_filter_leaves_out_hides_nobody_who_is_alike(desk: Client, django_assert_num_queries: Any) -> None:
    TalentFactory(name="Mika", country="KR", search=" mika ")
    TalentFactory(name="Mikala", country="JP", search=" mikala ")
    assert ">Mika<" in desk.get(f"{URL}?q=mikq").content.decode()
    with django_assert_num_queries(12):
        page = desk.get(f"{URL}?q=mikq&country=JP").content.decode()
    assert ">Mikala<" in page and ">Mika<" not in page


def test_all_filters_at_once_ask_no_more_than_they_have_to(desk: Client, django_assert_num_queries: Any) -> None:
    genre, rin = GenreFactory(key="cats"), booker(name="Rin")
    for number in range(3):
        talent = TalentFactory(name=f"Mia {number}", search=" mia mori ", followers=100, genres=[genre], manager=rin)
        SocialAccountFactory(talent=talent, measured=True, measured_at=timezone.now())
        if number in (0, 2):
            desk.get(URL)
            asked = f"{URL}?q=mori&genre=cats&tier=Unrated&tier=Nano&manager={rin.public_id}&sort=country"
            with django_assert_num_queries(12):
                page = desk.get(asked).content
            assert page.count(b'class="who"') == number + 1 and b"<span>Manager</span><b>Rin</b>" in page


def test_a_small_roster_is_counted_each_time(desk: Client) -> None:
    TalentFactory()
    assert "<b>1</b> talent<" in desk.get(URL).content.decode()
    TalentFactory()
    assert "<b>2</b> talents" in desk.get(URL).content.decode()
