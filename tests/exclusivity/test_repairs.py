"""What would make it legal: every way out is one that the truth lets pass."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from exclusivity.actions import bind, set_exposures
from exclusivity.pairs import beside
from exclusivity.repairs import repairs_of
from exclusivity.rules import Verdict, worst


def told(commitment, now, **options):
    return {r.kind: r for r in repairs_of(beside(commitment), now, **options)}


def lines(commitment, now):
    return [(r.kind, r.sentence, r.enough) for r in repairs_of(beside(commitment), now)]


def test_repairs_of_what_is_clear_are_none(market):
    assert repairs_of(beside(market.booking()), market.now) == ()


def test_repair_starts_after_the_last_promise_in_its_way(market):
    bind(commitment=market.ambassador(), by=market.by, now=market.now)
    found = told(market.booking(), market.now)
    assert (found["start"].sentence, found["start"].days) == (
        "Start on 1 Jul 2027",
        (date(2027, 7, 1), date(2027, 7, 2)),
    )
    assert found["start"].effect == "The first clear day with nothing in its way"


def test_repair_starts_where_all_promises_leave_room_not_only_the_first(market):
    bind(commitment=market.ambassador(term=(date(2026, 6, 1), date(2026, 7, 1))), by=market.by, now=market.now)
    later = market.ambassador(brand=market.lumeya, term=(date(2026, 7, 1), date(2026, 8, 1)), tail_length=5)
    bind(commitment=later, by=market.by, now=market.now)
    start = told(market.booking(), market.now)["start"]
    assert (start.days, start.effect) == (
        (date(2026, 8, 6), date(2026, 8, 7)),
        "The first clear day beside all 2 promises",
    )


def test_repair_ends_before_a_promise_that_has_not_begun(market):
    bind(commitment=market.ambassador(term=(date(2026, 6, 5), date(2027, 7, 1))), by=market.by, now=market.now)
    end = told(market.booking(), market.now)["end"]
    assert (end.sentence, end.days) == ("End by 4 Jun 2026", (date(2026, 6, 4), date(2026, 6, 5)))


def test_repair_never_ends_before_today(market):
    bind(commitment=market.ambassador(), by=market.by, now=market.now)
    assert "end" not in told(market.booking(), market.now)


def test_repair_of_days_gone_by_starts_today_or_later(market):
    today, signed = market.now.date(), market.now - timedelta(days=40)
    bind(
        commitment=market.ambassador(term=(today - timedelta(days=8), today - timedelta(days=4))),
        by=market.by, now=signed,
    )  # fmt: skip
    late = market.booking(market.shows(today - timedelta(days=6), today - timedelta(days=5)))
    assert told(late, market.now)["start"].days == (today, today + timedelta(days=1))
    new = market.ambassador(brand=market.lumeya, term=(today, today + timedelta(days=9)), tail_length=5)
    bind(commitment=new, by=market.by, now=signed)
    assert told(late, market.now)["start"].days == (today + timedelta(days=14), today + timedelta(days=15))


def test_repair_knows_no_day_beside_a_promise_without_an_end(market):
    bind(commitment=market.ambassador(term=(date(2026, 1, 1), None)), by=market.by, now=market.now)
    assert "start" not in told(market.booking(), market.now)


def test_repair_keeps_the_free_part_of_the_planned_days(market):
    bind(commitment=market.ambassador(term=(date(2026, 1, 1), date(2026, 6, 3))), by=market.by, now=market.now)
    held = market.booking(market.shows(date(2026, 6, 1), date(2026, 6, 8)))
    narrow = told(held, market.now)["narrow"]
    assert (narrow.sentence, narrow.days) == (
        "Post 3 Jun 2026 to 7 Jun 2026 only",
        (date(2026, 6, 3), date(2026, 6, 8)),
    )


def test_repair_keeps_the_channels_that_are_free(market):
    bind(commitment=market.ambassador(channels=("instagram",)), by=market.by, now=market.now)
    shown = market.shows(date(2026, 6, 10), date(2026, 6, 11), channels=("instagram", "youtube"))
    found = told(market.booking(shown), market.now)["channels"]
    assert (found.sentence, found.effect, found.channels) == (
        "Use YouTube only", "Lumeya’s clause 4.2 covers Instagram", ("youtube",),
    )  # fmt: skip


def test_repair_offers_other_channels_where_none_of_its_own_is_free(market):
    bind(commitment=market.ambassador(channels=("instagram", "tiktok")), by=market.by, now=market.now)
    found = told(market.booking(), market.now)["channels"]
    assert (found.sentence, found.channels) == (
        "Use Facebook, X or YouTube instead", ("youtube", "x", "facebook"),
    )  # fmt: skip


def test_repair_offers_no_channel_where_the_clause_knows_no_bounds(market):
    bind(commitment=market.ambassador(), by=market.by, now=market.now)
    assert "channels" not in told(market.booking(), market.now)


def test_repair_keeps_the_countries_that_are_free(market):
    clause = {"territories": ("JP",), "territory_basis": "TARGETED"}
    bind(commitment=market.ambassador(**clause), by=market.by, now=market.now)
    shown = market.shows(date(2026, 6, 10), date(2026, 6, 11), territories=("JP", "KR"))
    found = told(market.booking(shown), market.now)["territories"]
    assert (found.sentence, found.effect, found.territories) == (
        "Aim at Korea only", "Without Japan", ("KR",),
    )  # fmt: skip


def test_repair_leaves_out_the_work_that_is_in_the_way(market):
    bind(commitment=market.ambassador(activities={"PAID": False}), by=market.by, now=market.now)
    post, usage = (date(2026, 6, 10), date(2026, 6, 11)), (date(2026, 6, 10), date(2026, 9, 10))
    held = market.booking(market.shows(*post), market.shows(*usage, activity="PAID_USAGE"))
    found = told(held, market.now)["drop"]
    assert (found.sentence, found.effect, found.activities) == (
        "Leave out the paid usage", "What stays is possible: paid post", ("PAID_USAGE",),
    )  # fmt: skip


def test_repair_names_from_whom_the_waiver_is_needed(market):
    contract = market.ambassador()
    bind(commitment=contract, by=market.by, now=market.now)
    waiver = told(market.booking(), market.now)["waiver"]
    assert (waiver.sentence, waiver.enough, waiver.commitment_id, waiver.clause_id, waiver.brand_id) == (
        "Ask Lumeya for a waiver", True, contract.pk, contract.clauses.get().pk, market.lumeya.pk,
    )  # fmt: skip


def test_repair_needs_each_waiver_where_two_brands_stand_in_the_way(market):
    bind(commitment=market.ambassador(), by=market.by, now=market.now)
    second = market.ambassador(brand=market.korbel)  # no exposures: the two contracts do not meet one another
    bind(commitment=second, by=market.by, now=market.now)
    asked = [line for line in lines(market.booking(), market.now) if line[0] == "waiver"]
    assert asked == [("waiver", "Ask Lumeya for a waiver", False), ("waiver", "Ask Korbel for a waiver", False)]


def test_repair_of_our_own_clause_is_a_carve_out(market):
    bind(commitment=market.booking(), by=market.by, now=market.now)
    draft = market.ambassador()
    found = told(draft, market.now)["carve_out"]
    assert (found.sentence, found.enough, found.clause_id) == (
        "Carve Nordhaus out of clause 4.2", True, draft.clauses.get().pk,
    )  # fmt: skip


def test_repair_of_a_doubt_asks_for_the_missing_fact_and_may_be_decided(market):
    bind(commitment=market.ambassador(channels=("instagram",)), by=market.by, now=market.now)
    held = market.booking(market.shows(date(2026, 6, 10), date(2026, 6, 11), channels=None))
    said = [(kind, sentence) for kind, sentence, _ in lines(held, market.now) if kind in ("say", "decide")]
    assert said == [
        ("decide", "Decide it on the clash desk"),
        ("say", "Say on which channels Nordhaus’s paid post runs"),
    ]


def test_repair_moves_a_clause_of_ours_with_the_plan(market):
    shown = market.booking(market.shows(date(2026, 6, 10), date(2026, 6, 12)))
    bind(commitment=shown, by=market.by, now=market.now)
    clause = market.clause(tail_length=0)
    mine = market.booking(market.shows(date(2026, 6, 10), date(2026, 6, 11)), brand=market.lumeya, clauses=(clause,))
    start = told(mine, market.now)["start"]
    # The clause stands for its term, 1 to 30 June; all of it has to lie after 11 June.
    assert start.days == (date(2026, 6, 21), date(2026, 6, 22))


@pytest.mark.parametrize("kind", ["start", "channels", "territories"])
def test_repair_is_what_the_truth_lets_pass(market, kind):
    clause = {"channels": ("instagram",), "territories": ("JP",), "territory_basis": "TARGETED"}
    bind(commitment=market.ambassador(**clause), by=market.by, now=market.now)
    shown = market.shows(
        date(2026, 6, 10), date(2026, 6, 11), channels=("instagram", "youtube"), territories=("JP", "KR")
    )
    around = beside(market.booking(shown))
    repair = told_of(around, market.now)[kind]
    changed = {
        "start": {"days": repair.days},
        "channels": {"channels": frozenset(repair.channels)},
        "territories": {"territories": frozenset(repair.territories)},
    }[kind]
    exposures = tuple(replace(e, **changed) for e in around.mine.exposures)
    moved = replace(around, mine=replace(around.mine, exposures=exposures))
    assert [hit.verdict for hit in moved.hits(market.now)] == [Verdict.CLEAR]


def told_of(around, now):
    return {r.kind: r for r in repairs_of(around, now)}


def test_repair_of_a_signed_contract_moves_no_days(market):
    bind(commitment=market.booking(), by=market.by, now=market.now)
    draft = market.ambassador()
    shown = market.shows(date(2026, 6, 1), date(2026, 7, 1))
    set_exposures(commitment=draft, exposures=[shown], by=market.by, now=market.now)
    assert {"start", "carve_out"} <= set(told(draft, market.now))
    around = beside(draft)
    signed = replace(around, mine=replace(around.mine, status="signed", bound_at=market.now))
    assert set(told_of(signed, market.now)) == {"carve_out"}


def test_repair_moves_posts_by_their_own_days_and_the_brands_use_along(market):
    bind(commitment=market.ambassador(term=(date(2026, 1, 1), date(2026, 7, 1))), by=market.by, now=market.now)
    post, usage = (date(2026, 6, 10), date(2026, 6, 12)), (date(2026, 6, 10), date(2026, 8, 10))
    held = market.booking(market.shows(*post), market.shows(*usage, activity="PAID_USAGE"))
    assert told(held, market.now)["start"].days == (date(2026, 7, 1), date(2026, 7, 3))


def test_repair_offers_no_decision_beside_something_certain(market):
    unsure = market.shows(date(2026, 6, 10), date(2026, 6, 11), channels=None)
    sure = market.shows(date(2026, 6, 10), date(2026, 6, 11))
    market.ambassador(channels=("instagram",))  # a draft: the certain hit is only a remark, the doubt is above it
    assert "decide" in told(market.booking(unsure), market.now)
    held = market.booking(unsure, sure)
    assert worst(beside(held).hits(market.now)) is Verdict.REVIEW
    assert "decide" not in told(held, market.now)
