"""The orders of the roster: group by group it stands as it stands as a whole."""

import threading
import time
from decimal import Decimal
from itertools import batched

import pytest
from django.db import transaction
from django.utils import timezone

from talent.models import Talent
from talent.order import FIGURES, KINDS, cut, groups_of, order_of
from tests.crowd import crowd
from tests.factories import GenreFactory, TalentFactory

pytestmark = pytest.mark.django_db
TURNED = [*FIGURES, *KINDS, *(f"-{kind}" for kind in KINDS)]


@pytest.fixture
def thirty() -> None:
    """Thirty, with equals and unknowns in everything."""
    now = timezone.now()
    genres = [GenreFactory(name=name) for name in ("cats", "Arts", "Zoos", "ASMR", "beauty")]
    for number in range(30):
        TalentFactory(
            name=f"N{number}",
            followers=None if number % 7 == 0 else number % 5 * 100,
            engagement_rate=None if number % 4 == 0 else Decimal(number % 3),
            growth_30=None if number % 5 == 0 else Decimal(number % 4 - 2),
            growth_7=None if number % 3 == 0 else Decimal(number % 4 - 2),
            growth_90=None if number % 8 == 0 else Decimal(number % 3 - 2),
            signals=None if number % 6 == 0 else number % 2,
            measured_at=None if number % 9 == 0 else now.replace(microsecond=number % 8),
            band=("", "low", "high", "average")[number % 4],
            country=("JP", "", "CN", "CH", "ZZ")[number % 5],  # ZZ is no country
            languages=([], ["ja"], ["es-MX", "ja"], ["de"])[number % 4],
            genres=genres[number % 5 : number % 7],
            main_platform=("", "x", "tiktok")[number % 3],
        )


@pytest.mark.usefixtures("thirty")
def test_a_list_read_by_its_groups_stands_as_the_whole(django_assert_num_queries) -> None:
    for sort in TURNED:
        order, groups = order_of(sort), groups_of(sort)
        assert order and groups
        people = Talent.objects.order_by(*order)
        whole = list(people)
        with django_assert_num_queries(1):
            parts = groups.parts(groups.counted(Talent.objects.all()))
        assert sum(part.count for part in parts) == 30
        for size in (1, 4, 7, 30, 50):
            for number, page in enumerate(batched(whole, size)):
                assert cut(people, parts, number * size, number * size + size) == list(page), (sort, size, number)
        assert cut(people, parts, 30, 40) == []
        with django_assert_num_queries(2):  # a page across groups
            cut(people, parts, 0, 30)
        with django_assert_num_queries(1):  # and within one
            cut(people, parts, 0, 1)


@pytest.mark.parametrize("sort", ["name", "-followers", "-engagement", "", "nonsense", "-name", None])
def test_what_an_index_has_needs_no_groups(sort: str | None) -> None:
    assert groups_of(sort) is None


def test_first_genre_and_language_are_kept_whoever_writes() -> None:
    cats, arts, zoos = (GenreFactory(name=name) for name in ("Cats", "Arts", "Zoos"))
    mia, ken = TalentFactory(languages=["pt-BR", "en"], genres=[zoos, cats]), TalentFactory(languages=[], genres=[])

    def first(talent: Talent) -> tuple[str, str]:
        return Talent.objects.values_list("main_genre", "main_language").get(pk=talent.pk)

    assert (first(mia), first(ken)) == (("Cats", "pt"), ("", ""))
    through = Talent.genres.through.objects
    through.bulk_create([through.model(talent=mia, genre=arts), through.model(talent=ken, genre=zoos)])
    Talent.objects.filter(pk=ken.pk).update(languages=["ja"])
    assert (first(mia), first(ken)) == (("Arts", "pt"), ("Zoos", "ja"))
    through.exclude(genre=cats).delete()
    mia.genres.clear()
    assert (first(mia), first(ken)) == (("", "pt"), ("", "ja"))


@pytest.mark.django_db(transaction=True)
def test_first_genre_is_right_after_two_tied_one_at_once() -> None:
    talent, zoos, arts = TalentFactory(genres=[]), GenreFactory(name="Zoos"), GenreFactory(name="Arts")
    tied = threading.Event()

    def first() -> None:
        with transaction.atomic():
            talent.genres.add(arts)
            tied.set()
            time.sleep(0.5)  # the other waits meanwhile

    def second() -> None:
        tied.wait(10)
        talent.genres.add(zoos)

    assert crowd(first, second) == [None, None]
    talent.refresh_from_db()
    assert talent.main_genre == "Arts"
