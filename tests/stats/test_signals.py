"""Worth a look: each rule at its threshold, the guards before it, and what people dismiss."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from lib.refusals import Refused
from stats.actions import compute_numbers, dismiss_signal, set_signal_limits
from stats.actions.signals import keep_signals
from stats.limits import SHIPPED
from stats.models import AccountNumbers, Limit, Signal, SignalLimit
from stats.numbers.breaks import counted_alike
from stats.numbers.limits import Limits
from stats.numbers.pieces import Day, Piece
from stats.numbers.signals import Cohort, Facts, Found, signals, still_dismissed
from talent.models import Talent
from tests.factories import (
    AccountNumbersFactory,
    AccountSnapshotFactory,
    BenchmarkFactory,
    SignalFactory,
    SocialAccountFactory,
    booker,
    manager,
    reader,
)

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
TODAY = NOW.date()


def days(*latest: int, count: int = 60, base: int = 100_000, gain: int = 50, **more) -> list[Day]:
    """A calm curve whose last days are `latest`."""
    calm = [base + gain * (n - count) + (n % 3) * 7 for n in range(count + 1 - len(latest))]
    values = [*calm, *latest]
    return [Day(TODAY - timedelta(days=len(values) - 1 - n), value, **more) for n, value in enumerate(values)]


def piece(number: int, age: float, **more) -> Piece:
    figures = {"views": 20_000, "likes": 900 + number * 37 % 400, "comments": 20, "shares": 5, **more}
    return Piece(number, NOW - timedelta(days=age), **figures)


def found(platform="instagram", curve=None, pieces=(), **more) -> dict[str, Found]:
    curve = days() if curve is None else curve
    facts = Facts(platform, curve[-1].followers if curve else None, curve, pieces, NOW, **more)
    return {one.kind: one for one in signals(facts) or ()}


def test_calm_account_has_nothing():
    assert found(pieces=[piece(n, 3 + n) for n in range(20)]) == {}


def test_fewer_than_28_days_say_nothing():
    curve = days(80_000, count=26)
    assert signals(Facts("instagram", 80_000, curve, (), NOW)) is None, "unknown is not none"
    assert signals(Facts("instagram", 103_000, days(), (), NOW)) == []
    assert set(found(curve=days(80_000, 79_000, count=28))) == {"drop"}


def test_rise_at_once_is_worth_a_look():
    one = found(curve=days(102_000, 102_050))["spike"]
    assert (one.key, one.threshold) == ("2026-06-29", 1.0)
    assert one.line.startswith("+2,0") and "on 29 Jun (+2.1 %), against +5" in one.line


def test_jump_by_more_than_half_is_told_at_once_whoever_told_the_figures():
    typed, read = (Day(TODAY - timedelta(days=ago), count, source=source) for ago, count, source in (
        (2, 90_000, "imported"), (1, 5_130_000, "measured")
    ))  # fmt: skip
    jump = found(curve=[typed, read])["jump"]
    assert jump.line.startswith("From 90,000 on 28 Jun to 5,130,000 on 29 Jun. See that it is the same account.")
    assert (jump.key, jump.value, jump.threshold, jump.since) == ("2026-06-29", 5_600.0, 50.0, read.day)
    assert set(found(curve=days(160_000, 160_050))) == {"jump"}, "it is not told as a rise of the day too"
    rise = found(curve=days(102_000, 160_000, 160_050))["spike"]
    assert rise.line.startswith("+2,150 on 28 Jun (+2.2 %), against"), "nor as a part of one"


@pytest.mark.parametrize(
    ("before", "after", "ago", "apart", "told"),
    [
        (1_000, 1_501, 1, 1, True),
        (1_000, 1_500, 1, 1, False),
        (999, 5_000, 1, 1, False),
        (1_000, 1_501, 30, 30, True),
        (1_000, 1_501, 31, 1, False),
        (1_000, 1_501, 1, 31, False),
    ],
)
def test_jump_is_above_half_from_a_thousand_within_a_month(before, after, ago, apart, told):
    last = TODAY - timedelta(days=ago)
    curve = [Day(last - timedelta(days=apart), before), Day(last, after)]
    assert (set(found(curve=curve)) == {"jump"}) is told
    assert found(curve=curve, limits=Limits(jump=900)) == {}


def test_rises_on_days_in_a_row_are_one_thing_to_look_at():
    curve = days(102_000, 104_500, 106_600, 106_650, 108_700)
    told = [one for one in signals(Facts("instagram", 108_700, curve, (), NOW)) or () if one.kind == "spike"]
    assert [one.key for one in told] == ["2026-06-30", "2026-06-26"], "a calm day between makes two of them"
    assert told[1].line.startswith("+6,843 in the 3 days to 28 Jun, at most +2,500 on 27 Jun (+2.5 %), against +57 on")
    assert told[0].line.startswith("+2,050 on 30 Jun (+1.9 %), against +5")


def test_rise_below_a_percent_is_not():
    assert found(curve=days(100_800, 100_850)) == {}


def test_rise_after_a_post_that_went_round_is_not():
    pieces = [piece(n, 3 + n) for n in range(12)] + [piece(50, 2, views=60_000)]
    assert "spike" not in found(curve=days(102_000, 102_050), pieces=pieces)
    assert "spike" in found(curve=days(102_000, 102_050), pieces=pieces[:-1])


def test_rise_after_a_day_without_measurement_is_not_judged():
    curve = days(102_000, 102_050)
    assert found(curve=[each for each in curve if each.day != TODAY - timedelta(days=2)]) == {}


def test_rise_between_two_sources_is_not_judged():
    curve = days(102_000, 102_050)
    mixed = [Day(d.day, d.followers, source="reported") if d.day < TODAY - timedelta(days=1) else d for d in curve]
    assert found(curve=mixed) == {}


def test_step_of_the_rounding_is_no_rise():
    curve = [Day(d.day, 100_000, is_rounded=True) for d in days()][:-1] + [Day(TODAY, 101_000, is_rounded=True)]
    assert found(curve=curve) == {}


def test_rise_that_went_again_is_a_sawtooth():
    one = found(curve=days(105_000, 105_050, 103_900, 102_800))["sawtooth"]
    assert (one.key, one.threshold) == ("2026-06-27", 40.0)
    assert one.value == pytest.approx(42.42, abs=0.01)


@pytest.mark.parametrize(("last", "kinds"), [(98_400, {"drop"}), (98_700, set())])
def test_fall_in_a_day(last, kinds):
    assert set(found(curve=days(last))) == kinds


def test_fall_in_a_week():
    falling = [100_000 - 500 * n for n in range(1, 8)]
    one = found(curve=days(*falling))["drop"]
    assert (one.key, one.threshold) == ("", -3.0)
    assert "in the seven days to 30 Jun" in one.line


def test_more_followers_and_less_engagement():
    curve = [Day(TODAY - timedelta(days=n), 130_000 - 300 * n) for n in range(100, -1, -1)]
    early = [piece(n, 62 + n, likes=4_000) for n in range(6)]
    late = [piece(10 + n, 4 + n, likes=2_000 + n * 400) for n in range(6)]
    one = found(curve=curve, pieces=early + late)["hollow"]
    assert one.title == "More followers, less engagement"
    assert one.value > 30
    assert "hollow" not in found(curve=curve, pieces=early[:4] + late)


@pytest.mark.parametrize(("rate", "kinds"), [("0.99", {"band"}), ("1", set()), ("12", set()), ("12.01", {"band"})])
def test_engagement_out_of_its_range(rate, kinds):
    assert set(found(rate=Decimal(rate), range=BenchmarkFactory.build())) == kinds


@pytest.mark.parametrize(("comments", "kinds"), [(1, {"ratio"}), (2, set()), (80, set()), (81, {"ratio"})])
def test_comments_for_likes(comments, kinds):
    pieces = [piece(n, 3 + n, likes=1_000, comments=comments) for n in range(10)]
    assert set(found(pieces=pieces)) == kinds
    assert found(pieces=pieces[:9]) == {}


def test_few_likes_say_nothing_of_comments():
    assert found(pieces=[piece(n, 3 + n, likes=60 + n * 8 % 60, comments=0) for n in range(10)]) == {}


def test_likes_much_alike():
    even = [piece(n, 3 + n, likes=1_000 + n) for n in range(20)]
    assert set(found(pieces=even)) == {"even"}
    assert found(pieces=even[:19]) == {}


@pytest.mark.parametrize(
    ("views", "platform", "kinds"),
    [(900, "tiktok", {"reach"}), (1_100, "tiktok", set()), (310_000, "youtube", {"reach"}), (900, "x", set())],
)
def test_views_for_followers(views, platform, kinds):
    assert set(found(platform, pieces=[piece(n, 3 + n, views=views) for n in range(10)])) == kinds


def test_many_followed_at_once():
    curve = days(following=500)
    curve[-1] = Day(TODAY, curve[-1].followers, following=700)
    assert found(curve=curve)["following"].line == "+200 accounts followed on 30 Jun. Noted from 200 in a day."


def test_follows_more_than_follow_back():
    assert (
        found(curve=days(base=20_000, gain=1, following=50_000))["following"].title == "Follows more than follow back"
    )
    assert found(curve=days(base=9_000, gain=1, following=50_000)) == {}


def test_unknown_followers_say_nothing():
    assert found(curve=[]) == {}


@pytest.mark.parametrize(("value", "stays"), [("1.2", True), ("0.8", True), ("1.21", False), ("0.79", False)])
def test_dismissed_figure_stays_away_within_a_fifth(value, stays):
    assert still_dismissed(Decimal(value), Decimal(1), about_a_day=False) is stays
    assert still_dismissed(Decimal(value), Decimal(1), about_a_day=True) is True


# Kept and dismissed


def one(value=2.0, key="", kind="band") -> Found:
    return Found(kind, "Title", "Line", TODAY, value, 1.0, key)


@pytest.mark.django_db
def test_signals_are_kept_once_and_go_with_their_cause():
    account = SocialAccountFactory()
    assert keep_signals({account.pk: [one()]}, now=NOW) == {account.pk: 1}
    keep_signals({account.pk: [one(3.0)]}, now=NOW + timedelta(days=1))
    signal = Signal.objects.get()
    assert (signal.value, signal.found_at, signal.seen_at) == (3, NOW, NOW + timedelta(days=1))
    assert keep_signals({account.pk: []}, now=NOW) == {}
    assert not Signal.objects.exists()


@pytest.mark.django_db
def test_dismissed_signal_comes_back_when_its_figure_moves():
    account = SocialAccountFactory()
    keep_signals({account.pk: [one()]}, now=NOW)
    dismiss_signal(signal=Signal.objects.get(), reason="A giveaway", by=booker(), now=NOW)
    assert keep_signals({account.pk: [one(2.3)]}, now=NOW) == {account.pk: 0}
    assert keep_signals({account.pk: [one(2.5)]}, now=NOW) == {account.pk: 1}
    signal = Signal.objects.get()
    assert (signal.dismissed_at, signal.dismissed_by, signal.reason) == (None, None, "")


@pytest.mark.django_db
def test_dismissal_outlives_its_cause_for_ninety_days():
    account = SocialAccountFactory()
    keep_signals({account.pk: [one()]}, now=NOW)
    dismiss_signal(signal=Signal.objects.get(), reason="Seen", by=booker(), now=NOW)
    keep_signals({account.pk: []}, now=NOW + timedelta(days=90))
    assert Signal.objects.count() == 1
    keep_signals({account.pk: []}, now=NOW + timedelta(days=91))
    assert not Signal.objects.exists()


@pytest.mark.django_db
def test_dismissing_wants_a_reason_and_the_right_and_happens_once():
    signal = SignalFactory()
    AccountNumbersFactory(account=signal.account, signals=1)
    with pytest.raises(Refused, match="Say in a few words what you found"):
        dismiss_signal(signal=signal, reason="  ", by=booker(), now=NOW)
    with pytest.raises(Refused, match="Only "):
        dismiss_signal(signal=signal, reason="Seen", by=reader(), now=NOW)
    dismiss_signal(signal=signal, reason=" A giveaway ", by=booker(), now=NOW)
    signal.refresh_from_db()
    assert (signal.reason, signal.dismissed_at, signal.dismissed_value) == ("A giveaway", NOW, signal.value)
    assert AccountNumbers.objects.get().signals == 0 == Talent.objects.get().signals
    with pytest.raises(Refused, match="dismissed this already"):
        dismiss_signal(signal=signal, reason="Seen", by=booker(), now=NOW)


# The thresholds


@pytest.mark.django_db
def test_the_office_says_from_where_on_a_figure_is_noted():
    account = SocialAccountFactory(platform="tiktok", followers=10_000, source="measured", measured_at=NOW)
    for ago in range(40):
        AccountSnapshotFactory(
            account=account, taken_at=NOW - timedelta(days=ago), followers=9_900 if ago == 0 else 10_000
        )
    compute_numbers([account.pk], now=NOW)
    assert not Signal.objects.exists()
    set_signal_limits(limits={"drop_day": Decimal("0.9")}, by=manager(), now=NOW, reason="We look closer")
    compute_numbers([account.pk], now=NOW)
    signal = Signal.objects.get()
    assert (signal.kind, signal.threshold) == ("drop", Decimal("-0.9")) and "Noted from −0.9 % in a day" in signal.line
    set_signal_limits(limits={"drop_day": None}, by=manager(), now=NOW)
    compute_numbers([account.pk], now=NOW)
    assert not Signal.objects.exists() and not SignalLimit.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("limits", "by", "words"),
    [
        ({"drop_day": Decimal(0)}, manager, "above zero"),
        ({"ratio_low": Decimal(9)}, manager, "below 8"),
        ({"reach_high": Decimal("0.5")}, manager, "below 0.5"),
        ({"drop_day": Decimal(2)}, reader, "Only "),
    ],
)
def test_thresholds_that_say_nothing_are_refused(limits, by, words):
    with pytest.raises(Refused, match=words):
        set_signal_limits(limits=limits, by=by(), now=NOW)
    assert not SignalLimit.objects.exists()


def test_every_threshold_has_its_name_in_the_office():
    assert {str(limit) for limit in Limit} == set(SHIPPED)


def test_a_rise_on_the_day_of_another_name_is_no_signal():
    curve = days(102_000, 102_050)
    assert "spike" in found(curve=curve, renamed={TODAY})
    assert found(curve=curve, renamed={TODAY - timedelta(days=1)}) == {}


def test_posts_from_before_views_were_counted_otherwise_are_not_held_against_those_of_now():
    then = datetime(2025, 4, 10, tzinfo=UTC)
    made = [Piece(n, then - timedelta(days=n), views=9) for n in range(30)]
    assert [piece.pk for piece in counted_alike(made, "youtube")] == list(range(16))
    assert counted_alike(made, "tiktok") == made


def test_comments_are_held_against_accounts_of_the_same_size_where_there_are_enough():
    pieces = [piece(n, 3 + n, likes=1_000 + n, comments=30) for n in range(20)]  # three for a hundred
    assert "ratio" not in found(pieces=pieces)
    close = Cohort(0.5, 2.25, 41)
    assert "ratio" not in found(pieces=pieces, cohort=close), "the office's own thresholds stand"
    office = Limits(ratio_low=0.6, ratio_high=2)
    one = found(pieces=pieces, cohort=close, limits=office)["ratio"]
    assert one.threshold == 2.25
    assert one.line.endswith("Usual are 0.5 to 2.25; nine in ten of 41 accounts of this size have 0.5 to 2.25.")
    wide = found(pieces=pieces, cohort=close, limits=Limits(ratio_low=0.1, ratio_high=2.5))["ratio"]
    assert wide.threshold == 2.5
    assert wide.line.endswith("Usual are 0.1 to 2.5; nine in ten of 41 accounts of this size have 0.5 to 2.25.")
    few = [piece(n, 3 + n, likes=10_000 + n, comments=10) for n in range(20)]  # a tenth
    assert "ratio" in found(pieces=few) and "ratio" not in found(pieces=few, cohort=Cohort(0.05, 2, 30))
