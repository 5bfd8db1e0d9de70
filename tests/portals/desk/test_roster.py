"""The roster page: all of it is in its address."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portals.desk.roster import roster
from stats.actions.numbers import compute_numbers
from stats.leading import keep_leading
from stats.models import AccountSnapshot, Benchmark
from talent.models import Talent, TierScheme
from talent.queries import bounds_in_use
from talent.rules import tier_of
from tests.factories import AccountNumbersFactory, GenreFactory, SocialAccountFactory, TalentFactory, booker, reader

pytestmark = pytest.mark.django_db
URL = "/desk/talents/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(booker(name="Aki"))
    return client


def rows(page: str) -> list[str]:
    """Names in the order of the table."""
    return [part.split("</a>")[0].split(">")[-1] for part in page.split('class="two"><a ')[1:]]


def listed(desk: Client, query: str = "") -> list[str]:
    response = desk.get(URL + query)
    assert response.status_code == 200
    return rows(response.content.decode())


def test_the_largest_come_first_and_unknown_last(desk: Client) -> None:
    TalentFactory(name="Unknown", followers=None)
    TalentFactory(name="Small", followers=100)
    TalentFactory(name="Large", followers=9_000)
    assert listed(desk) == ["Large", "Small", "Unknown"]
    assert listed(desk, "?sort=followers") == ["Small", "Large", "Unknown"]
    assert listed(desk, "?sort=name") == ["Large", "Small", "Unknown"]
    assert desk.get(f"{URL}?sort=followers").content.count(b"aria-sort") == 1, "tiers go with followers"
    assert listed(desk, "?sort=nonsense") == ["Large", "Small", "Unknown"]


def test_filters_narrow_and_stay_as_chips_that_can_be_dropped(desk: Client) -> None:
    beauty = GenreFactory(key="cats", name="Cats")
    TalentFactory(name="Mia", stage="exclusive", genres=[beauty])
    TalentFactory(name="Ren", stage="exclusive")
    TalentFactory(name="Ken", stage="registered", genres=[beauty])
    page = desk.get(f"{URL}?stage=exclusive&genre=cats&sort=name").content.decode()
    assert rows(page) == ["Mia"]
    assert 'href="?genre=cats&amp;sort=name"' in page  # the stage's cross keeps genre and order
    assert "sorted by name" in page


def test_a_filter_that_cannot_be_read_is_left_out_and_says_so(desk: Client) -> None:
    TalentFactory(name="Mia")
    page = desk.get(f"{URL}?followers_min=many&stage=emperor").content.decode()
    assert rows(page) == ["Mia"]
    assert "Write a whole number, such as 30." in page


def test_search_finds_by_handle_and_says_what_nobody_matches(desk: Client) -> None:
    mia = TalentFactory(name="Mia", search="mia mia.cooks")
    SocialAccountFactory(talent=mia, handle="mia.cooks")
    TalentFactory(name="Ren", search="ren")
    assert listed(desk, "?q=mia.cooks") == ["Mia"]
    page = desk.get(f"{URL}?q=zzzz&stage=exclusive").content.decode()
    assert "Nobody matches" in page and "“zzzz”; stage Exclusive" in page


def test_an_empty_roster_says_what_to_do(desk: Client) -> None:
    page = desk.get(URL).content.decode()
    assert "The roster is empty" in page and reverse("desk:import-new") in page


def test_a_row_shows_tier_growth_and_curve_of_the_largest_account(desk: Client) -> None:
    TierScheme.objects.update(in_use=False)
    TierScheme.objects.filter(key="e0").update(in_use=True)
    talent = TalentFactory(name="Mia", followers=110_000)
    now = timezone.now()
    account = SocialAccountFactory(
        talent=talent,
        platform="tiktok",
        handle="mia.tv",
        followers=110_000,
        source="measured",
        measured_at=now - timedelta(hours=2),
    )
    for days, followers in ((31, 100_000), (15, 105_000), (0, 110_000)):
        AccountSnapshot.objects.create(
            account=account, taken_at=now - timedelta(days=days, hours=2), followers=followers, source="measured"
        )
    compute_numbers([account.pk], now=now)
    page = desk.get(URL).content.decode()
    assert "Middle" in page and "+10.0 %" in page and "<polyline" in page
    assert 'title="110,000. ' in page and "2 h" in page


def test_a_row_draws_the_rate_on_its_range_and_what_was_picked_is_exported_from_one_menu(desk: Client) -> None:
    AccountNumbersFactory(
        band="average", band_rate="3.1", benchmark=Benchmark.objects.first(), engagement_rate="3.1",
        formula="by_followers", account__platform="instagram",
    )  # fmt: skip
    page = desk.get(URL).content.decode()
    assert page.count('class="band-plot"') == 1 and "3.10 %" in page and "is average (Modash" in page
    menu = page.partition('<form class="bulk"')[2].partition("</form>")[0]
    assert [menu.count(f'formaction="{URL}export.{kind}"') for kind in ("csv", "xlsx")] == [2, 2]
    assert menu.count('name="lines" value="accounts"') == 2


def test_htmx_gets_the_list_alone_and_a_clean_address(desk: Client) -> None:
    TalentFactory(name="Mia", search="mia")
    response = desk.get(f"{URL}?q=mia&country=&tier=", headers={"HX-Request": "true"})
    assert response.headers["HX-Push-Url"] == f"{URL}?q=mia"
    page = response.content.decode()
    assert "<html" not in page and rows(page) == ["Mia"]


def test_pages_are_of_fifty(desk: Client) -> None:
    for number in range(51):
        TalentFactory(name=f"Talent {number:02}", followers=1000 - number)
    assert len(listed(desk)) == 50
    assert listed(desk, "?page=2") == ["Talent 50"]


def test_a_reader_sees_why_nothing_can_be_added(client: Client) -> None:
    client.force_login(reader())
    page = client.get(URL).content.decode()
    assert "Only owners, managers and bookers may add and change talents and their accounts." in page


def test_talents_queries_do_not_grow(desk: Client, django_assert_num_queries) -> None:
    for number in range(3):
        talent = TalentFactory(genres=[GenreFactory()], followers=100)
        SocialAccountFactory(talent=talent, measured=True, measured_at=timezone.now())
        SocialAccountFactory(talent=talent)
        if number in (0, 2):
            desk.get(URL)
            # Who filters has what is found counted; where nobody is found, nothing is fetched of anybody.
            for query, asks in (("", 11), (f"?q={talent.name}", 12), ("?q=miaa+nobody+zzzzz", 7)):
                desk.get(URL + query)
                with django_assert_num_queries(asks):
                    desk.get(URL + query)


def test_the_form_of_the_search_keeps_the_filters_that_are_on(desk: Client) -> None:
    page = desk.get(f"{URL}?stage=exclusive&stage=headliner&q=mia").content.decode()
    assert '<input type="hidden" name="stage" value="exclusive">' in page
    assert '<input type="hidden" name="stage" value="headliner">' in page
    assert '<input type="hidden" name="q"' not in page


def test_find_goes_straight_to_a_single_hit(desk: Client) -> None:
    talent = TalentFactory(name="Mia Mori", search="mia mori")
    assert desk.get("/desk/find?q=mori").headers["Location"] == reverse("desk:talent", args=[talent.public_id])
    TalentFactory(name="Ken Mori", search="ken mori")
    assert desk.get("/desk/find?q=mori").status_code == 200
    found = desk.get("/desk/find?q=mori&as=persons").json()["results"]
    assert {entry["text"] for entry in found} == {"Mia Mori", "Ken Mori"}


def test_several_countries_languages_and_tiers_can_be_asked_for(desk: Client) -> None:
    cache.clear()
    for name, country, tongues, followers in (
        ("Mia", "JP", ["ja"], 5), ("Ken", "KR", ["ko"], 60_000), ("Ren", "FR", ["fr"], 2_000_000),
    ):  # fmt: skip
        TalentFactory(name=name, country=country, languages=tongues, followers=followers)
    middle, top = (tier_of(count, bounds_in_use()) for count in (60_000, 2_000_000))
    assert sorted(listed(desk, "?country=JP&country=KR&sort=name")) == ["Ken", "Mia"]
    assert sorted(listed(desk, "?language=fr&language=ja&sort=name")) == ["Mia", "Ren"]
    assert sorted(listed(desk, f"?tier={middle}&tier={top}&sort=name")) == ["Ken", "Ren"]
    assert listed(desk, "?country=JP") == ["Mia"], "an address with one, as it was kept"
    page = desk.get(f"{URL}?country=JP&country=KR&country=PE&language=ko&panel=1").content.decode()
    assert "Japan, South Korea, Peru" in page and re.search('value="KR"[^>]* checked', page)
    assert 'value="FR"' in page and 'value="PE"' in page and 'value="BE"' not in page, (
        "those on the roster or asked for"
    )
    cache.clear()


def test_the_filters_come_when_the_panel_is_opened(desk: Client) -> None:
    GenreFactory(key="cats", name="Cats")
    assert "Cats" not in desk.get(URL).content.decode()
    part = desk.get(f"{URL}?panel=1&stage=exclusive", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "Cats" in part and 'value="exclusive"' in part and "checked" in part
    assert "Cats" in desk.get(f"{URL}?panel=1").content.decode()


KINDS = {"Ann": "", "Ben": " drop spike ", "Cy": " spike "}


@pytest.fixture
def measured(desk: Client) -> None:
    """Three that are measured, each otherwise, and one of whom nothing is known."""
    now = timezone.now()
    for name, rate, band, growth, signals, days in (
        ("Ann", "8.000", "high", "-2.50", 0, 0), ("Ben", "2.500", "average", "0.00", 2, 3),
        ("Cy", "0.400", "", "12.00", 1, 40),
    ):  # fmt: skip
        TalentFactory(
            name=name, engagement_rate=Decimal(rate), band=band, growth_30=Decimal(growth), signals=signals,
            growth_7=-Decimal(growth), growth_90=Decimal(growth) * 3, signal_kinds=KINDS[name],
            measured_at=now - timedelta(days=days),
        )  # fmt: skip
    TalentFactory(name="Di")


@pytest.mark.usefixtures("measured")
@pytest.mark.parametrize(
    ("query", "names", "words"),
    [
        ("sort=engagement", "Cy Ben Ann Di", "engagement, lowest first, unknown last"),
        ("sort=-engagement", "Ann Ben Cy Di", "engagement, unknown last"),
        ("sort=growth", "Ann Ben Cy Di", "growth in 30 days, lowest first, unknown last"),
        ("sort=-growth", "Cy Ben Ann Di", "growth in 30 days, unknown last"),
        ("sort=growth_7", "Cy Ben Ann Di", "growth in 7 days, lowest first, unknown last"),
        ("sort=-growth_90", "Cy Ben Ann Di", "growth in 90 days, unknown last"),
        ("sort=name&growth_7_min=0", "Ann Ben", "7 days from"),
        ("sort=name&growth_90_min=-8&growth_90_max=9", "Ann Ben", "−8 %"),
        ("sort=name&signal=drop", "Ben", "followers fell"),
        ("sort=name&signal=drop&signal=spike", "Ben Cy", "followers fell, followers rose at once"),
        ("sort=signals", "Ann Cy Ben Di", "least worth a look, unknown last"),
        ("sort=-signals", "Ben Cy Ann Di", "most worth a look, unknown last"),
        ("sort=figures", "Cy Ben Ann Di", "oldest figures, never measured last"),
        ("sort=-figures", "Ann Ben Cy Di", "newest figures, never measured last"),
        ("sort=name&engagement_min=2.5", "Ann Ben", "2.5 %"),
        ("sort=name&engagement_max=2.5", "Ben Cy", "Engagement to"),
        ("sort=name&growth_min=0", "Ben Cy", "30 days from"),
        ("sort=name&growth_max=-1", "Ann", "−1 %"),
        ("sort=name&band=high&band=none", "Ann Cy Di", "High, No range fits"),
        ("sort=name&signals=open", "Ben Cy", "something open"),
        ("sort=name&signals=none", "Ann", "nothing open"),
        ("sort=name&age=day", "Ann", "under a day"),
        ("sort=name&age=week&age=never", "Ben Di", "1 to 7 days, never measured"),
        ("sort=name&age=older", "Cy", "older than 7 days"),
        ("sort=name&engagement_min=much&growth_min=NaN", "Ann Ben Cy Di", "Write a number, such as 1200.50."),
    ],
)
def test_the_roster_is_sorted_and_narrowed_by_what_the_numbers_say(
    desk: Client, query: str, names: str, words: str, django_assert_num_queries
) -> None:
    desk.get(f"{URL}?{query}")
    everybody = len(names.split()) == 4
    with django_assert_num_queries(10 if everybody else 11):
        page = desk.get(f"{URL}?{query}").content.decode()
    assert rows(page) == names.split()
    assert words in page
    sheet = desk.get(f"{URL}export.csv?{query}").getvalue().decode("utf-8-sig")
    assert [line.split(",")[0] for line in sheet.splitlines()[1:]] == names.split()


@pytest.mark.parametrize(
    ("sort", "names", "words"),
    [
        ("country", "Cy Ann Ben Di", "country, not said last"),  # China before Switzerland, though CH before CN
        ("-country", "Ann Ben Cy Di", "country, Z first, not said last"),
        ("language", "Ann Ben Cy Di", "first language, none last"),  # Japanese before Spanish, though es before ja
        ("-language", "Cy Ann Ben Di", "first language, Z first, none last"),
        ("genre", "Ben Ann Di Cy", "genre, none last"),
        ("-genre", "Ann Ben Di Cy", "genre, Z first, none last"),
        ("platform", "Cy Ann Ben Di", "platform of the largest account, none last"),
        ("-platform", "Ann Ben Cy Di", "platform of the largest account, Z first, none last"),
        ("band", "Cy Ben Ann Di", "published range, lowest first, unknown last"),
        ("-band", "Ann Ben Cy Di", "published range, unknown last"),
    ],
)
@pytest.mark.parametrize("large", [3, 10_000])
def test_the_roster_is_sorted_by_kind_and_then_by_size(
    desk: Client, monkeypatch: pytest.MonkeyPatch, large: int, sort: str, names: str, words: str
) -> None:
    monkeypatch.setattr(roster, "LARGE", large)
    cache.clear()
    arts, zoos = GenreFactory(name="Arts"), GenreFactory(name="Zoos")
    for name, followers, country, languages, genres, platform, band in (
        ("Ann", 900, "CH", ["ja", "de"], [zoos], "youtube", "high"),
        ("Ben", 500, "CH", ["ja"], [zoos, arts], "youtube", "below"),
        ("Cy", 700, "CN", ["es-MX"], [], "instagram", "low"),
    ):  # fmt: skip
        talent = TalentFactory(
            name=name, followers=followers, country=country, languages=languages, genres=genres, band=band
        )
        SocialAccountFactory(talent=talent, platform=platform, followers=followers, handle=name)
        SocialAccountFactory(talent=talent, platform="blog", followers=5, handle=f"{name}.blog")
        keep_leading([talent.pk])
        Talent.objects.filter(pk=talent.pk).update(band=band)
    TalentFactory(name="Di", country="", languages=[], followers=9_000)
    page = desk.get(f"{URL}?sort={sort}").content.decode()
    assert rows(page) == names.split() and f"sorted by {words}" in page


def test_pages_of_a_large_roster_go_on_from_group_to_group(
    desk: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries
) -> None:
    monkeypatch.setattr(roster, "LARGE", 1)
    monkeypatch.setattr(roster, "PER_PAGE", 2)
    cache.clear()
    for number, (name, country) in enumerate(zip("ABCDE", ("JP", "CN", "", "CN", "CN"), strict=True)):
        talent = TalentFactory(name=name, country=country, followers=number)
        SocialAccountFactory(talent=talent, followers=number)
    assert [listed(desk, f"?sort=country&page={page}") for page in (1, 2, 3, 9)] == [
        ["E", "D"], ["B", "A"], ["C"], ["C"],
    ]  # fmt: skip
    assert [listed(desk, f"?sort=followers&page={page}") for page in (1, 2, 3)] == [["A", "B"], ["C", "D"], ["E"]]
    assert listed(desk, "?sort=country&country=CN&page=2") == ["B"], "what a filter finds is counted anew"
    for query, asks in (("?sort=country", 10), ("?sort=country&page=2", 11), ("?sort=-country&country=CN", 11)):
        with django_assert_num_queries(asks):
            desk.get(URL + query)
    assert "<b>5</b> talents" in desk.get(f"{URL}?sort=country").content.decode()
    cache.clear()
