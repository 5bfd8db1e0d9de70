"""What a brief says line by line: windows, fees, what the brand may do with the content, whom it is to reach."""

from datetime import date

import pytest
from djmoney.money import Money

from campaigns import actions
from campaigns.actions import WantedLine
from campaigns.brief_words import attributes_words, audience_words
from campaigns.models import Brief
from campaigns.promises import exposures_of, promise_of, usages_of
from campaigns.queries.budget import budget_of
from campaigns.usage import (
    Length,
    UsageTerms,
    ads_last,
    as_json,
    from_json,
    off_window,
    usage_days,
    window_words,
    with_ads,
)
from lib.refusals import Refused
from tests.campaigns import steps

MAY = (date(2026, 5, 1), date(2026, 6, 1))
ADS = UsageTerms("ads", 60, ("tiktok",), ("JP", "KR"))


def day(number):
    return date(2026, 5, number)


def write(campaign, by, now, *, wanted, usage=None, **fields):
    return actions.write_brief(
        campaign=campaign, fields=fields, categories=campaign.brief.categories.all(), exclusive_categories=[],
        wanted=wanted, usage=usage, by=by, now=now,
    )  # fmt: skip


def test_fees_of_pieces_add_up_to_the_briefs(campaign, by, now):
    wanted = [
        WantedLine("reel", "instagram", 2, fee=Money(50000, "JPY")),
        WantedLine("story", "instagram", 3, fee=Money(10000, "JPY")),
        WantedLine("post", "instagram"),
    ]
    assert write(campaign, by, now, wanted=wanted, fee=None).fee == Money(130000, "JPY")
    assert [line.fees for line in campaign.brief.wanted.all()] == [Money(100000, "JPY"), Money(30000, "JPY"), None]
    # What the form sends back unchanged is no other wish.
    again = write(campaign, by, now, wanted=wanted[:1], fee=Money(130000, "JPY"))
    assert again.fee == Money(100000, "JPY")
    with pytest.raises(Refused, match="it keeps a fee or a product."):
        write(campaign, by, now, wanted=[WantedLine("reel", "instagram")], fee=None)


def test_fees_of_pieces_in_two_currencies_refused(campaign, by, now):
    wanted = [WantedLine("reel", "instagram", fee=Money(5, currency)) for currency in ("EUR", "JPY")]
    with pytest.raises(Refused, match="All pieces are paid in one currency."):
        write(campaign, by, now, wanted=wanted, fee=None)


@pytest.mark.parametrize("days", [0, 3651])
def test_a_use_for_no_time_or_for_ever_refused(campaign, by, now, days):
    with pytest.raises(Refused, match="A use is agreed for a day or longer, up to ten years."):
        write(campaign, by, now, wanted=[], usage=[UsageTerms("ads", days)])


def test_usage_left_unsaid_stays_and_none_of_it_goes(campaign, by, now):
    wanted = [WantedLine("reel", "instagram")]
    assert write(campaign, by, now, wanted=wanted, usage=[ADS]).usages == (ADS,)
    assert write(campaign, by, now, wanted=wanted).usages == (ADS,)
    assert write(campaign, by, now, wanted=wanted, usage=[]).usages == ()


def test_a_window_goes_with_the_booking_and_moves_with_its_days(campaign, talent, by, now):
    write(campaign, by, now, wanted=[WantedLine("reel", "instagram", 1, day(8), day(10), day(29))])
    booking = steps.book(campaign, talent)
    piece = booking.deliverables.get()
    assert (piece.live_on, piece.live_until, piece.live_by) == (day(10), day(29), day(29))
    said = {"channels": ["instagram"], "territories": ["JP"], "usage": Length(0), "by": by, "now": now}
    booking = actions.move_booking(booking=booking, days=(day(5), day(20)), **said)
    piece.refresh_from_db()
    assert (piece.draft_due_on, piece.live_on, piece.live_until) == (day(8), day(10), day(19))
    actions.move_booking(booking=booking, days=(date(2026, 6, 5), date(2026, 6, 20)), **said)
    piece.refresh_from_db()
    assert (piece.draft_due_on, piece.live_on, piece.live_until) == (
        date(2026, 6, 8), date(2026, 6, 10), date(2026, 6, 19),
    )  # fmt: skip


PLANNED = [(day(10), day(14)), (day(12), None), (None, None)]


def test_a_use_of_months_ends_by_the_civil_codes_and_one_for_good_never(campaign) -> None:
    january = [(date(2027, 1, 31), None)]
    for length, unit, end in ((1, "month", date(2027, 3, 1)), (2, "month", date(2027, 3, 31)), (0, "ever", None)):
        line = UsageTerms("ads", length, unit=unit)
        assert usage_days(line, january, (date(2027, 1, 1), date(2027, 2, 28))) == (date(2027, 1, 31), end)
    campaign.brief.usage = as_json([UsageTerms("ads", 0, unit="ever"), UsageTerms("site", 2, (), (), "term", "month")])
    assert [(e.activity, e.days) for e in exposures_of(campaign.brief)[1:]] == [
        ("PAID_USAGE", (day(15), None)), ("ORGANIC_REUSE", (MAY[0], date(2026, 7, 1))),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "lasts"),
    [
        ([("reshare", 0, "ever")], Length()),
        ([("ads", 60, "day"), ("ads", 2, "month")], Length(60)),
        ([("ads", 30, "day"), ("ads", 1, "month")], Length(1, "month")),
        ([("ads", 3650, "day"), ("ads", 0, "ever")], Length(0, "ever")),
    ],
)
def test_the_longest_of_the_ads_counts(lines, lasts) -> None:
    assert ads_last(UsageTerms(use, length, unit=unit) for use, length, unit in lines) == lasts


@pytest.mark.parametrize(
    ("length", "is_some", "is_sane", "words"),
    [
        (Length(), False, True, "for 0 days"),
        (Length(1, "month"), True, True, "for 1 month"),
        (Length(121, "month"), True, False, "for 121 months"),
        (Length(3651), True, False, "for 3651 days"),
        (Length(-1), False, False, "for -1 days"),
        (Length(0, "ever"), True, True, "for good"),
        (Length(1, "ever"), True, False, "for good"),
    ],
)
def test_a_length_says_itself_and_stays_within_ten_years(length, is_some, is_sane, words) -> None:
    assert (bool(length), length.is_sane, length.words) == (is_some, is_sane, words)


@pytest.mark.parametrize(
    ("anchor", "planned", "days", "expected"),
    [
        ("first", PLANNED, MAY, (day(10), date(2026, 6, 11))),
        ("last", PLANNED, MAY, (day(12), date(2026, 6, 13))),
        ("term", PLANNED, MAY, (day(1), day(31))),
        ("first", [], MAY, (day(1), day(31))),
        ("first", [(date(2026, 7, 1), None)], MAY, (day(1), day(31))),
        ("first", [(date(2026, 7, 1), None)], (day(1), None), (date(2026, 7, 1), date(2026, 7, 31))),
        ("first", PLANNED, None, None),
    ],
    ids=["first", "last", "term", "nothing planned", "planned after it", "open end", "no days"],
)
def test_a_use_covers_all_days_on_which_it_can_fall(anchor, planned, days, expected):
    assert usage_days(UsageTerms("ads", 30, anchor=anchor), planned, days) == expected


def test_each_use_is_an_exposure_of_its_own(campaign):
    brief = campaign.brief
    brief.attributes = {"form": "drink"}
    brief.usage = as_json([ADS, UsageTerms("reshare", 10), UsageTerms("tv", 10), UsageTerms("outdoor", 10)])
    shown = [(e.activity, e.channels, e.territories, e.days, e.attributes) for e in exposures_of(brief)]
    drink, ten = {"form": "drink"}, (day(15), day(25))
    assert shown == [
        ("PAID", ("instagram",), ("JP",), MAY, drink),
        ("PAID_USAGE", ("tiktok",), ("JP", "KR"), (day(15), date(2026, 7, 14)), drink),
        ("ORGANIC_REUSE", ("instagram",), ("JP",), ten, drink),
        ("PAID_USAGE", ("tv",), ("JP",), ten, drink),
        ("PAID_USAGE", None, ("JP",), ten, drink),
    ]


def test_ads_agreed_for_one_talent_leave_the_other_uses(campaign, talent, by, now):
    reshare = UsageTerms("reshare", 10)
    write(campaign, by, now, wanted=[WantedLine("reel", "instagram", live_on=day(15))], usage=[ADS, reshare])
    booking = steps.hold(campaign, talent)
    assert usages_of(booking) == (ADS, reshare)
    booking.own_usage_length, booking.own_usage_unit = 0, "day"
    assert usages_of(booking) == (reshare,)
    booking.own_usage_length = 90
    assert [(line.use, line.length, line.channels) for line in usages_of(booking)] == [
        ("reshare", 10, ()), ("ads", 90, ("tiktok",)),
    ]  # fmt: skip
    ends = {e.activity: e.days[1] for e in promise_of(booking).exposures}
    assert ends == {"PAID": MAY[1], "ORGANIC_REUSE": day(25), "PAID_USAGE": date(2026, 8, 13)}
    assert with_ads((reshare,), Length(7)) == (reshare, UsageTerms("ads", 7))


def test_what_is_kept_of_a_use_reads_back_as_it_was():
    assert from_json(as_json([ADS])) == (ADS,)


@pytest.mark.parametrize(
    ("terms", "words", "told"),
    [
        (
            ADS,
            "Run as an ad for 60 days from the first post, on TikTok, in Japan and Korea",
            "run it as an ad for 60 days from the first post, on TikTok, in Japan and Korea",
        ),
        (
            UsageTerms("site", 0, (), (), "last", "ever"),
            "Own site, shop and newsletter for good from the last post",
            "show it on its own site, in its shop and newsletter for good from the last post",
        ),
        (
            UsageTerms("print", 1, (), ("*",), "term"),
            "Print for 1 day from the first day of the brief, anywhere",
            "print it for 1 day from the first day of the brief, anywhere",
        ),
    ],
)
def test_a_use_in_words(terms, words, told):
    assert (terms.words, terms.told) == (words, told)


def test_windows_in_words():
    assert [window_words(None, None), window_words(day(3), None), window_words(day(3), day(9))] == [
        "", "on 3 May 2026", "from 3 May 2026 to 9 May 2026",
    ]  # fmt: skip
    assert [off_window(day(4), *window) for window in [(None, None), (day(4), None), (day(3), None)]] == [
        "", "", "Live on 4 May 2026, agreed for 3 May 2026.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, ""),
        ({"audience_from": 25}, "25 and older"),
        ({"audience_to": 30, "audience_countries": ["JP"]}, "Up to 30, in Japan"),
        ({"audience_mix": "women", "audience_from": 25, "audience_to": 34}, "Mostly women, 25 to 34"),
    ],
)
def test_a_public_in_words(said, words):
    assert audience_words(Brief(**said)) == words


def test_what_a_product_is_in_words():
    assert attributes_words({"form": "drink", "channel": "shop"}) == "channel: shop, form: drink"


def test_the_budget_is_held_against_all_places_at_the_briefs_fee(campaign):
    brief = campaign.brief
    brief.budget = Money(300000, "JPY")
    known = budget_of(campaign)
    assert (known.planned, known.lacks) == (Money(360000, "JPY"), Money(60000, "JPY"))
    brief.budget = Money(360000, "JPY")
    assert budget_of(campaign).lacks is None
    brief.fee = Money(10, "EUR")
    assert (budget_of(campaign).planned, budget_of(campaign).lacks) == (None, None)
