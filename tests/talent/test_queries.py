"""The roster as pages ask for it: search, filters, sort, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from talent.actions import add_account, add_talent, archive_account, archive_talent, edit_account, record_figures
from talent.figures import Figures
from talent.models import Genre, Talent
from talent.queries import countries_in_use, languages_in_use, roster

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(booker, now):
    """Four talents, of whom one is archived."""

    def add(name, handle, platform, followers, age, **fields):
        talent = add_talent(name=name, by=booker, now=now, **fields)
        account = add_account(talent=talent, platform=platform, handle=handle, by=booker, now=now)
        figures = Figures(measured_at=now - timedelta(days=age), followers=followers)
        record_figures(account=account, figures=figures, by=booker, now=now)
        return talent

    beauty = Genre.objects.get(key="beauty")
    add(
        "Élodie Moreau", "elodie.m", "instagram", 5_000, 1, country="FR", languages=["fr"], genres=[beauty], city="Lyon"
    )
    add("Mika Tanaka", "mika_t", "tiktok", 2_000_000, 30, country="JP", languages=["ja", "en"], manager=booker)
    add("田中サクラ", "sakura", "youtube", None, 1, country="JP", languages=["ja"], stage="exclusive")
    gone = add("Gone Tanaka", "gone", "x", 9, 1, country="DE")
    archive_talent(talent=gone, by=booker, now=now)


def names(now, **params):
    return [talent.name for talent in roster(params, now=now)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("elodie", ["Élodie Moreau"]),
        ("LYON", ["Élodie Moreau"]),
        ("@mika_t", ["Mika Tanaka"]),
        ("tanaka mika", ["Mika Tanaka"]),
        ("tanaka elodie", []),
        ("さくら", ["田中サクラ"]),
        ("田中", ["田中サクラ"]),
        ("morau", ["Élodie Moreau"]),
        ("tanakka", ["Mika Tanaka"]),
        ("elodei", ["Élodie Moreau"]),
        ("tonaka", ["Mika Tanaka"]),
        ("tanakaaa", ["Mika Tanaka"]),
        ("mkia", ["Mika Tanaka"]),
        ("Mike", ["Mika Tanaka"]),
        ("nika", ["Mika Tanaka"]),
        ("imka", ["Mika Tanaka"]),
        ("moerau", ["Élodie Moreau"]),
        ("lyno", ["Élodie Moreau"]),
        ("mk_a", []),
        ("m%ka", []),
        ("zika tanaka", ["Mika Tanaka"]),
        ("zzzzzz", []),
        ("100%", []),
    ],
)
def test_search(people, now, text, found):
    assert names(now, q=text) == found


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({}, {"Mika Tanaka", "Élodie Moreau", "田中サクラ"}),
        ({"platform": "tiktok"}, {"Mika Tanaka"}),
        ({"platform": ["tiktok", "youtube"]}, {"Mika Tanaka", "田中サクラ"}),
        ({"genre": "beauty"}, {"Élodie Moreau"}),
        ({"genre": "nothing"}, set()),
        ({"language": "en"}, {"Mika Tanaka"}),
        ({"country": ["JP"]}, {"Mika Tanaka", "田中サクラ"}),
        ({"stage": "exclusive"}, {"田中サクラ"}),
        ({"manager": "none"}, {"Élodie Moreau", "田中サクラ"}),
        ({"tier": "Top"}, {"Mika Tanaka"}),
        ({"tier": "Nano"}, {"Élodie Moreau"}),
        ({"tier": ["Unrated", "Top"]}, {"Mika Tanaka", "田中サクラ"}),
        ({"followers_min": "5000"}, {"Élodie Moreau", "Mika Tanaka"}),
        ({"followers_max": 5000}, {"Élodie Moreau"}),
        ({"followers_min": "many"}, {"Mika Tanaka", "Élodie Moreau", "田中サクラ"}),
        ({"stale": "1"}, {"Mika Tanaka", "田中サクラ"}),
        ({"archived": "only"}, {"Gone Tanaka"}),
        ({"archived": "only", "platform": "x"}, {"Gone Tanaka"}),
        ({"platform": "tik"}, set()),
        ({"platform": "tiktok", "country": "FR"}, set()),
    ],
)
def test_filters(people, now, params, found):
    assert set(names(now, **params)) == found


def test_platform_is_that_of_an_account_from_its_first_day_to_its_last(people, booker, now):
    """Also of one that nobody has measured, and by whichever way it came and went."""
    elodie = Talent.objects.get(name="Élodie Moreau")
    blog = add_account(talent=elodie, platform="blog", handle="https://elodie.example", by=booker, now=now)
    assert names(now, platform="blog") == ["Élodie Moreau"]
    edit_account(account=blog, fields={"platform": "podcast"}, by=booker, now=now)
    assert (names(now, platform="blog"), names(now, platform="podcast")) == ([], ["Élodie Moreau"])
    archive_account(account=blog, by=booker, now=now)
    assert names(now, platform="podcast") == []
    assert names(now, platform="instagram") == ["Élodie Moreau"]


def test_figures_are_old_where_no_account_is_fresh(booker, now):
    """Those of a smaller account count too, and who has no account has no old figures."""
    ages = {"Old": (30, 20), "Led by an old one": (30, 1), "Led by a fresh one": (1, 30), "Unread": (None, None)}
    for number, (name, days) in enumerate(ages.items()):
        talent = add_talent(name=name, by=booker, now=now)
        for place, age in enumerate(days):
            platform = ("tiktok", "x")[place]
            account = add_account(talent=talent, platform=platform, handle=f"old{number}", by=booker, now=now)
            if age is not None:
                figures = Figures(measured_at=now - timedelta(days=age), followers=900 - place)
                record_figures(account=account, figures=figures, by=booker, now=now)
    add_talent(name="Without", by=booker, now=now)
    assert sorted(names(now, stale="on")) == ["Old", "Unread"]


def test_what_a_refresh_wrote_does_not_slow_down_searches(db):
    """Each pattern of a search reads all that waits to be put into the index, so little may wait there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = 'talent_talent_search'")
        assert cursor.fetchone() == (["gin_pending_list_limit=256"],)


def test_manager_is_named_by_public_id(people, booker, now):
    assert names(now, manager=booker.public_id) == ["Mika Tanaka"]


def test_who_is_one_slip_away_is_found_before_who_is_only_alike(booker, now):
    for name, followers in (("Mikado Ito", 900), ("Mira Ito", 10), ("Mike Ito", 5), ("Mi_e Ito", 1)):
        Talent.objects.filter(pk=add_talent(name=name, by=booker, now=now).pk).update(followers=followers)
    assert names(now, q="mikc") == ["Mike Ito"], "Mikado is only like it"
    assert names(now, q="mixe") == ["Mike Ito", "Mi_e Ito"]
    assert names(now, q="mikadooo") == ["Mikado Ito"], "two letters too many: nobody is nearer"
    assert names(now, q="mike itoo") == ["Mike Ito"]


def test_who_left_hides_nobody_who_is_alike(booker, now):
    archive_talent(talent=add_talent(name="Mika Ono", by=booker, now=now), by=booker, now=now)
    add_talent(name="Mikala Ito", by=booker, now=now)
    assert names(now, q="mikq") == ["Mikala Ito"]


def test_of_those_who_left_too_a_slip_finds_all(booker, now):
    archive_talent(talent=add_talent(name="Mika Ono", by=booker, now=now), by=booker, now=now)
    add_talent(name="Mikala Ito", by=booker, now=now)
    add_talent(name="Mike Ito", by=booker, now=now)
    assert names(now, q="mikq", sort="name") == ["Mike Ito"]
    assert names(now, q="mikq", sort="name", archived="all") == ["Mika Ono", "Mike Ito"]


@pytest.mark.parametrize("alike", [1, 1_000])
def test_a_slip_beside_a_word_that_is_right_finds_who_has_both(booker, now, monkeypatch, alike):
    monkeypatch.setattr("talent.queries.ALIKE", alike)
    for name in ("Mika Ono", "Mika Ito", "Mike Ito", "Rei Ito"):
        add_talent(name=name, by=booker, now=now)
    assert names(now, q="ito mikq", sort="name") == ["Mika Ito", "Mike Ito"]
    assert names(now, q="itoo mikq", sort="name") == ["Mika Ito", "Mike Ito"]


@pytest.mark.parametrize(
    "text",
    ["https://www.instagram.com/mika.tanaka.official/", "x" * 600, "---! ---? ---# " * 9, "さくらたなかはなこ" * 20],
)
def test_a_long_search_is_not_compared_letter_by_letter(now, text):
    with CaptureQueriesContext(connection) as asked:
        assert names(now, q=text) == []
    assert max(len(query["sql"]) for query in asked) < 6_000


def test_a_slip_in_a_word_of_another_script_is_found(booker, now):
    add_talent(name="さくらたなか", by=booker, now=now)
    assert names(now, q="さくらたかな") == ["さくらたなか"]


def test_of_those_who_are_only_alike_the_closest_come_first(booker, now):
    for name, followers in (("Margaret", 900), ("Margareta", 10)):
        Talent.objects.filter(pk=add_talent(name=name, by=booker, now=now).pk).update(followers=followers)
    assert names(now, q="maargaretaa") == ["Margareta", "Margaret"]


def test_unknown_followers_come_last_whichever_way(people, now):
    assert names(now) == ["Mika Tanaka", "Élodie Moreau", "田中サクラ"]
    assert names(now, sort="followers") == ["Élodie Moreau", "Mika Tanaka", "田中サクラ"]
    assert names(now, sort="nonsense") == names(now)


def test_address_bar_with_several_values(people, now):
    found = roster(QueryDict("platform=tiktok&platform=instagram&stage=&sort=name"), now=now)
    assert {talent.name for talent in found} == {"Mika Tanaka", "Élodie Moreau"}


def test_stranger_narrows_to_nothing(people, now):
    assert list(roster({}, now=now, talents=Talent.objects.none())) == []


def test_what_occurs_on_the_roster(people):
    assert countries_in_use() == ["FR", "JP"]
    assert languages_in_use() == ["en", "fr", "ja"]


@pytest.mark.parametrize("many", [1, 3])
def test_roster_takes_three_queries_for_one_talent_and_for_three(booker, now, django_assert_num_queries, many):
    for n in range(many):
        talent = add_talent(name=f"T{n}", by=booker, now=now, manager=booker, genres=Genre.objects.all()[:2])
        add_account(talent=talent, platform="x", handle=f"h{n}", by=booker, now=now)
    with django_assert_num_queries(3):
        for talent in roster({}, now=now):
            assert talent.manager.name
            assert len(talent.genres.all()) == 2
            assert len(talent.accounts.all()) == 1
