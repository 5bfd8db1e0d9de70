"""What talents refuse, wish for and cost, held against a brief."""

from decimal import Decimal

import pytest
from djmoney.money import Money

from campaigns.models import Campaign, WantedDeliverable
from campaigns.usage import Length
from campaigns.wishes import ad_months, aim_of, by_card, lines_of, refusals
from clients.models import BrandName
from talent.actions import keep_wishes
from talent.models import Wishes
from tests.factories import (
    NOW,
    ActMemberFactory,
    BrandFactory,
    CampaignFactory,
    CategoryFactory,
    CompanyFactory,
    TalentFactory,
    booker,
    days,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    alcohol = CategoryFactory(key="drinks-strong", name="Strong drinks")
    beer = CategoryFactory(key="ale", name="Ale", parent=alcohol)
    brand = BrandFactory(name="Kirei", company=CompanyFactory(name="Kirei Holdings"), categories=[beer])
    BrandName.objects.create(brand=brand, kind="handle", platform="tiktok", value="@kirei_jp")
    CategoryFactory(key="stout", name="Stout", parent=beer)
    return CampaignFactory(brand=brand)


@pytest.mark.parametrize(
    ("categories", "brands", "words"),
    [
        (["ale"], [], "Does not work for Ale"),
        (["drinks-strong"], [], "Does not work for Strong drinks"),
        (["stout"], [], ""),
        ([], ["KIREI"], "Does not work with KIREI"),
        ([], ["kirei holdings"], "Does not work with kirei holdings"),
        (["ale"], ["kirei_jp", "Nori"], "Does not work with kirei_jp or for Ale"),
        (["soda"], ["Kir"], ""),
    ],
)
def test_a_refusal_meets_the_brief_by_its_category_what_stands_above_and_the_brands_names(
    campaign, categories, brands, words
) -> None:
    assert aim_of(campaign).refused(categories, brands) == words


@pytest.mark.parametrize("typed", ["@kirei_jp", "#Kirei", "  kirei  holdings ", "ＫＩＲＥＩ"])
def test_a_brand_is_meant_however_its_name_was_typed(campaign, typed) -> None:
    talent = TalentFactory()
    keep_wishes(talent=talent, rates={}, currency="", refused_brands=[typed], by=booker(), now=NOW)
    assert refusals(campaign, [talent], NOW) != {}


def test_of_those_who_refuse_it_each_is_named_in_as_many_queries_for_one_as_for_three(
    campaign, django_assert_num_queries
) -> None:
    talents = [TalentFactory() for _ in range(4)]
    with django_assert_num_queries(1):
        assert refusals(campaign, talents, NOW) == {}
    for number, talent in enumerate(talents[:3], start=1):
        said = ["ale"] if number != 2 else []
        keep_wishes(talent=talent, rates={}, currency="", refused_categories=said, words="x", by=booker(), now=NOW)
        with django_assert_num_queries(5):
            told = refusals(campaign, talents, NOW)
    assert told == {talents[0].pk: "Does not work for Ale", talents[2].pk: "Does not work for Ale"}


def test_an_act_is_warned_of_by_those_who_are_in_it_or_join_it(campaign, django_assert_num_queries) -> None:
    duo, trio, solo = (TalentFactory(kind=kind) for kind in ("act", "act", "person"))
    mika, ren, gone, willing = (TalentFactory(name=name) for name in ("Mika", "Ren", "Gone", "Sora"))
    today = NOW.date().isoformat()
    for act, member, since, until in (
        (duo, mika, "2025-01-01", None), (duo, ren, "2026-06-01", "2026-07-01"), (duo, gone, "2025-01-01", today),
        (duo, willing, "2025-01-01", None), (trio, mika, "2025-01-01", "2025-02-01"), (trio, mika, "2026-01-01", None),
    ):  # fmt: skip
        ActMemberFactory(act=act, member=member, period=days(since, until))
    for member in (mika, ren, gone):
        keep_wishes(talent=member, rates={}, currency="", refused_categories=["ale"], by=booker(), now=NOW)
    keep_wishes(talent=duo, rates={}, currency="", refused_brands=["Kirei"], by=booker(), now=NOW)
    with django_assert_num_queries(6):
        said = refusals(campaign, [duo, trio, solo], NOW)
    assert said == {
        duo.pk: "Does not work with Kirei; members Mika and Ren do not work for Ale",
        trio.pk: "A member, Mika, does not work for Ale",
    }


@pytest.mark.parametrize(
    ("rates", "months", "price"),
    [
        ({"reel": "100000", "story": "20000"}, 0, 240_000),
        ({"reel": "100000", "reel/instagram": "150000", "story": "20000"}, 0, 340_000),
        ({"reel/tiktok": "90000", "story": "20000"}, 0, None),
        ({"reel": "100000", "story": "20000", "ads": "30000"}, 2, 300_000),
        ({"reel": "100000", "story": "20000"}, 2, None),
        ({"reel": "100000", "story": "20000", "ads": "30000"}, None, None),
    ],
)
def test_a_card_prices_a_brief_where_each_piece_is_on_it(campaign, rates, months, price) -> None:
    campaign.brief.wanted.all().delete()
    for kind, count in (("reel", 1), ("story", 2), ("reel", 1)):
        WantedDeliverable.objects.create(brief=campaign.brief, kind=kind, channel="instagram", count=count)
    card = by_card(Wishes(rates=rates, currency="JPY"), lines_of(campaign.brief), months)
    assert card == (None if price is None else Money(Decimal(price), "JPY"))


def test_a_brief_without_pieces_has_no_price_by_card(campaign) -> None:
    assert by_card(Wishes(rates={"reel": "1"}, currency="JPY"), [], 1) is None


@pytest.mark.parametrize(
    ("length", "months"),
    [(Length(), 0), (Length(30), 1), (Length(31), 2), (Length(3, "month"), 3), (Length(0, "ever"), None)],
)
def test_begun_months_as_an_ad_are_paid(length, months) -> None:
    assert ad_months(length) == months
