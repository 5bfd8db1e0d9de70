"""Earned media value: off unless switched on, by the table of the day on which a post went live, never in the ROI."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from djmoney.money import Money

from accounts.models import Office
from lib.refusals import Refused
from stats import actions
from stats.models import PriceTable, UnitPrice
from stats.results.earned import value
from stats.results.figures import Figures
from stats.results.report import Report, reports
from stats.results.worth import RULE, YOUTUBE, Table, Worth, earned, rule_of, table_of, worth_of
from tests.campaigns import steps
from tests.factories import NOW, CampaignFactory, PostFactory, SocialAccountFactory, TalentFactory, manager, owner

D = Decimal
PRICES = {("instagram", "views"): D(900), ("instagram", "likes"): D("12.5"), ("instagram", "saves"): D(30)}
TABLE = Table(PriceTable(pk=1, currency="JPY", source="A survey", valid_from=date(2026, 1, 1)), PRICES)
EURO = Table(PriceTable(pk=2, currency="EUR", source="Another", valid_from=date(2026, 6, 1)), PRICES)
URL = "https://www.instagram.com/p/Sea1/"


def add(day: date = date(2026, 1, 1), prices=None, by=None, **values) -> PriceTable:
    said = {"currency": "JPY", "source": "A survey", "source_url": "", "valid_from": day, **values}
    return actions.add_price_table(prices=prices or PRICES, by=by or owner(), now=NOW, **said)


@pytest.mark.parametrize(
    ("figures", "platform", "amount", "reckoning", "is_least"),
    [
        (
            Figures(views=80_000, likes=900, saves=0), "instagram", "83250",
            "80,000 views × 900 ÷ 1,000 + 900 likes × 12.5 + 0 saves × 30", False,
        ),
        (Figures(likes=900, comments=5), "instagram", "11250", "900 likes × 12.5", True),
        (Figures(comments=5), "instagram", None, "", False),
        (Figures(views=80_000), "tiktok", None, "", False),
    ],
)  # fmt: skip
def test_told_counts_times_their_prices_are_at_least_the_value_where_some_are_not_told(
    figures, platform, amount, reckoning, is_least
) -> None:
    made = worth_of(figures, platform, TABLE)
    told = made.amount.amount if made.amount else None
    assert (told, made.reckoning, made.is_least) == (amount and D(amount), reckoning, is_least)


def test_the_table_of_the_day_of_going_live_counts() -> None:
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 5, 31), date(2026, 6, 1), None)
    assert [table_of(day, [EURO, TABLE]) for day in days] == [None, TABLE, TABLE, EURO, None]
    assert worth_of(Figures(views=5), "instagram", None) == Worth(platform="instagram")


def test_a_sum_is_an_amount_a_currency_and_says_of_how_many_posts() -> None:
    yen = worth_of(Figures(views=1_000), "instagram", TABLE)
    euro = worth_of(Figures(views=2_000, likes=0, saves=0), "instagram", EURO)
    made = earned([yen, euro, yen, Worth()])
    assert (made.amounts, made.how) == ([Money(1800, "EUR"), Money(1800, "JPY")], "at least, 3 of 4 posts")
    assert earned([euro]).how == ""
    assert (earned([Worth()]).amounts, earned([Worth()]).how, earned([None])) == ([], "", None)
    assert rule_of([yen, euro, Worth()]) == (
        f"{RULE} Prices from 1 Jan 2026, for posts live since then: A survey. "
        "Prices from 1 Jun 2026, for posts live since then: Another."
    )
    assert rule_of([Worth(Money(1, "JPY"), TABLE.row, platform="youtube")]).endswith(YOUTUBE)


@pytest.fixture
def report(db) -> Report:
    talent, campaign = TalentFactory(), CampaignFactory()
    account = SocialAccountFactory(talent=talent, platform="instagram", handle="aoi")
    steps.publish(steps.piece(steps.book(campaign, talent, price=Money(200_000, "JPY"))), URL)
    PostFactory(
        account=account, url=URL, published_at=datetime(2026, 5, 15, 3, tzinfo=UTC),
        measured_at=NOW + timedelta(days=60), views=80_000, likes=900, comments=100,
    )  # fmt: skip
    return reports([campaign])[campaign.pk]


@pytest.mark.parametrize(
    ("switched", "for_clients", "told"),
    [
        ((False, False), False, None), ((True, False), False, 83_250), ((True, False), True, None),
        ((True, True), True, 83_250),
    ],
)  # fmt: skip
def test_it_is_told_only_where_it_is_switched_on_and_changes_no_cost_and_no_roi(
    report: Report, switched, for_clients, told
) -> None:
    add()
    actions.switch_earned_media(is_on=switched[0], for_clients=switched[1], by=owner(), now=NOW)
    before = (report.cost, report.revenue, report.roi)
    value(report.result.pieces, for_clients=for_clients)
    each = report.result.talents[0]
    assert [made and made.amounts for made in (report.emv, each.emv)] == [told and [Money(told, "JPY")]] * 2
    assert (report.cost, report.revenue, report.roi) == before


def test_youtube_is_left_out_unless_the_office_accepted_googles_terms(report: Report, settings) -> None:
    add(prices={("youtube", "views"): D(1)})
    actions.switch_earned_media(is_on=True, for_clients=False, by=owner(), now=NOW)
    [piece] = report.result.pieces
    piece.piece.channel = "youtube"
    for accepted, amounts in ((False, []), (True, [Money(80, "JPY")])):
        settings.YOUTUBE_DERIVED_METRICS_ACCEPTED = accepted
        value([piece])
        assert report.emv.amounts == amounts


@pytest.mark.django_db
def test_only_an_owner_switches_it_and_only_with_prices() -> None:
    with pytest.raises(Refused, match="Only owners may"):
        actions.switch_earned_media(is_on=True, for_clients=False, by=manager(), now=NOW)
    with pytest.raises(Refused, match="Write a price table first"):
        actions.switch_earned_media(is_on=True, for_clients=False, by=owner(), now=NOW)
    add()
    with pytest.raises(Refused, match="only where it is switched on"):
        actions.switch_earned_media(is_on=False, for_clients=True, by=owner(), now=NOW)
    assert not Office.objects.current().earned_media


@pytest.mark.django_db
def test_a_further_table_leaves_what_was_reported_as_it_was() -> None:
    add()
    today = NOW.date()
    refused = (
        (today - timedelta(days=1), {}, "begins today or later"),
        (today, {"prices": {("x", "likes"): None}}, "at least one price"),
        (today, {"prices": {("x", "likes"): D(-1)}}, "above zero"),
        (today, {"source": " "}, "whose prices"),
        (date(2026, 1, 1) + timedelta(days=4000), {"by": manager()}, "Only owners may"),
    )
    for day, values, words in refused:
        with pytest.raises(Refused, match=words):
            add(day, **values)
    add(today)
    with pytest.raises(Refused, match="begins on that day already"):
        add(today)
    assert PriceTable.objects.count() == 2


@pytest.mark.django_db
def test_a_table_is_taken_back_on_its_own_day_or_before_it_begins() -> None:
    first, later = add(), add(NOW.date() + timedelta(days=30))
    for table, by, words in ((first, owner(), "Posts are reckoned by it"), (later, manager(), "Only owners may")):
        with pytest.raises(Refused, match=words):
            actions.take_back_price_table(table=table, by=by, now=NOW + timedelta(days=2))
    actions.take_back_price_table(table=later, by=owner(), now=NOW + timedelta(days=2))
    actions.switch_earned_media(is_on=True, for_clients=False, by=owner(), now=NOW)
    with pytest.raises(Refused, match="the only table"):
        actions.take_back_price_table(table=first, by=owner(), now=NOW)
    actions.switch_earned_media(is_on=False, for_clients=False, by=owner(), now=NOW)
    actions.take_back_price_table(table=first, by=owner(), now=NOW)
    assert (PriceTable.objects.count(), UnitPrice.objects.count()) == (0, 0)
