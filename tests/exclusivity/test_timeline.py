"""A talent's promises on one axis: bands as the checker reads them, who is concerned, what clashes, what is free."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from exclusivity.actions import bind, decide, end, mark_published, open_commitment, release, set_clauses, set_exposures
from exclusivity.facts import load
from exclusivity.markets import Free, covers, market_of
from exclusivity.models import Commitment, Finding
from exclusivity.promised import aims, reaches
from exclusivity.rules import ClauseFacts, ExposureFacts, OfficeFacts, Value
from exclusivity.rules.windows import parts
from exclusivity.terms import ClauseTerms, RenewalTerms
from exclusivity.timeline import Timeline, timeline_of
from tests.factories import ActMemberFactory, CategoryFactory, CommitmentFactory, TalentFactory, days

ZONE = "Asia/Tokyo"


def told(talent, now: datetime, **asked) -> Timeline:
    return timeline_of(talent.pk, now, ZONE, **asked)


def bound(market, commitment: Commitment) -> Commitment:
    bind(commitment=commitment, by=market.by, now=market.now)
    return commitment


def test_bands_are_the_stretches_that_the_checker_reads(market):
    contract = bound(market, market.ambassador(tail_length=30, tail_on="ANY_END"))
    [promise] = told(market.mika, market.now).promises
    assert [(band.days, band.kind) for band in promise.bands] == [
        ((date(2026, 1, 1), date(2026, 4, 16)), "doubt"),  # disclosed, not bound, until it was signed
        ((date(2026, 4, 15), date(2027, 7, 1)), "term"),
        ((date(2027, 7, 1), date(2027, 7, 31)), "tail"),
    ]
    facts = load([contract.pk]).commitments[contract.pk]
    read = parts(facts, facts.clauses[0], ZONE, market.now)
    sure = [span for span, value in read if value is Value.YES]
    drawn = [band.days for band in promise.bands if band.kind != "doubt"]
    assert (drawn[0][0], drawn[-1][1]) == tuple(
        edge.astimezone(ZoneInfo(ZONE)).date() for edge in (sure[0][0], sure[-1][1]) if edge
    )


def test_a_post_that_went_live_is_a_dot_beside_its_planned_days(market):
    held = market.booking(market.shows(date(2026, 4, 1), date(2026, 4, 20)))
    mark_published(exposure=held.exposures.get(), by=market.by, now=market.now)
    [promise] = told(market.mika, market.now).promises
    today = market.now.astimezone(ZoneInfo(ZONE)).date()
    assert [(s.kind, s.days) for s in promise.showings] == [
        ("post", (today, today + timedelta(days=1))),
        ("booked", (date(2026, 4, 1), date(2026, 4, 20))),
    ]


def test_paid_usage_is_told_from_posts(market):
    market.booking(
        market.shows(date(2026, 6, 1), date(2026, 6, 5)),
        market.shows(date(2026, 6, 1), date(2026, 12, 1), activity="PAID_USAGE"),
    )
    [promise] = told(market.mika, market.now).promises
    assert [s.kind for s in promise.showings] == ["booked", "usage"]
    assert promise.days == (date(2026, 6, 1), date(2026, 12, 1))


def test_an_ambassadors_standing_presence_is_not_drawn_over_the_claim(market):
    contract = market.ambassador()
    shown = [market.shows(date(2026, 1, 1), date(2027, 7, 1))]
    set_exposures(commitment=contract, exposures=shown, by=market.by, now=market.now)
    [promise] = told(market.mika, market.now).promises
    assert (len(promise.showings), promise.drawn) == (1, [])


def test_a_promise_without_any_day_has_none(market):
    made = open_commitment(
        kind="one_off", brand=market.korbel, talents=[market.mika], status="hold", by=market.by, now=market.now
    )
    [promise] = told(market.mika, market.now).promises
    assert (promise.facts.id, promise.days) == (made.pk, None)


def test_a_hold_that_would_break_a_promise_is_told_from_its_side(market):
    contract = bound(market, market.ambassador())
    held = market.booking()
    seen = told(market.mika, market.now)
    [clash] = seen.clashes
    assert (clash.mine, clash.other, clash.hit.verdict.name) == (held.pk, contract.pk, "CONDITIONAL")
    assert (clash.claimant, clash.shower, clash.is_open) == (contract.pk, held.pk, True)
    assert {promise.facts.id: promise.worst for promise in seen.promises} == {contract.pk: clash, held.pk: clash}


def test_two_that_wait_are_a_remark_without_a_finding(market):
    market.ambassador()
    market.booking()
    [clash] = told(market.mika, market.now).clashes
    assert (clash.hit.verdict.name, clash.finding, clash.is_open) == ("ADVISORY", None, False)


def test_promises_whose_days_lie_apart_do_not_clash(market):
    bound(market, market.ambassador(term=(date(2026, 1, 1), date(2026, 5, 1))))
    market.booking()
    assert told(market.mika, market.now).clashes == []


def test_a_decided_pair_is_still_told_with_its_finding(market):
    bound(market, market.ambassador(territory_basis="", territories=("KR",)))
    market.booking()
    finding = Finding.objects.get()
    decide(finding=finding, accepted=True, reason="Aimed at Japan alone.", by=market.by, now=market.now)
    [clash] = told(market.mika, market.now).clashes
    assert (clash.hit.verdict.name, clash.finding, clash.is_open) == ("WAIVED", finding, False)


@pytest.mark.parametrize(("binds", "kinds"), [("EACH", ["term"]), ("", ["doubt"]), ("NONE", None)])
def test_an_acts_promise_concerns_its_member_as_far_as_the_clause_says(market, binds, kinds):
    act = TalentFactory(name="Hoshi & Tsubame", kind="act")
    ActMemberFactory(act=act, member=market.mika, period=days("2025-01-01", "2027-01-01"))
    market.ambassador(talents=[act], binds_members=binds, term=(date(2026, 5, 1), date(2027, 7, 1)))
    found = told(market.mika, market.now).promises
    if kinds is None:
        assert found == []
        return
    [promise] = found
    assert (promise.via, [band.kind for band in promise.bands]) == (act.pk, kinds)
    assert promise.bands[0].days == (date(2026, 5, 1), date(2027, 1, 1))  # no longer a member then


def test_what_an_act_does_is_told_where_the_members_clause_binds_the_group(market):
    act = TalentFactory(name="Hoshi & Tsubame", kind="act")
    ActMemberFactory(act=act, member=market.mika)
    bound(market, market.ambassador(binds_group_of_member=True))
    shown = market.booking(talents=[act])
    seen = told(market.mika, market.now)
    assert {(p.facts.id, p.via) for p in seen.promises} >= {(shown.pk, act.pk)}
    assert [clash.hit.verdict.name for clash in seen.clashes] == ["CONDITIONAL"]


def test_strangers_promises_are_not_told(market):
    market.booking(talents=[TalentFactory()])
    assert told(market.mika, market.now).promises == []


def test_what_was_void_or_only_asked_or_called_off_unseen_is_not_told(market):
    for status in ("void", "enquiry"):
        CommitmentFactory(status=status, talents=[market.mika])
    release(commitment=market.booking(), by=market.by, now=market.now)
    assert told(market.mika, market.now).promises == []


def test_of_what_was_called_off_only_the_post_is_told(market):
    held = market.booking()
    mark_published(exposure=held.exposures.get(), by=market.by, now=market.now)
    release(commitment=held, by=market.by, now=market.now)
    [promise] = told(market.mika, market.now).promises
    assert [s.kind for s in promise.showings] == ["post"]


def test_what_was_over_more_than_five_years_ago_is_not_read(market):
    CommitmentFactory(status="expired", talents=[market.mika], term=days("2019-01-01", "2021-04-10"))
    kept = CommitmentFactory(status="expired", talents=[market.mika], term=days("2019-01-01", "2021-05-01"))
    assert [promise.facts.id for promise in told(market.mika, market.now).promises] == [kept.pk]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 2), ({"territory": "JP"}, 2), ({"territory": "KR"}, 1), ({"territory": "FR"}, 0),
        ({"channel": "instagram"}, 2), ({"channel": "tiktok"}, 1), ({"channel": "tv"}, 0),
    ],
)  # fmt: skip
def test_a_filter_keeps_what_reaches_there(market, asked, count):
    market.ambassador(territories=("JP", "KR"), channels=("instagram", "tiktok"))
    market.booking()
    assert len(told(market.mika, market.now, **asked).promises) == count


@pytest.mark.parametrize(
    ("clause", "territory", "channel", "answer"),
    [
        (ClauseFacts(1), "JP", "tv", True),
        (ClauseFacts(1, territories_except=frozenset({"JP"})), "JP", "", False),
        (ClauseFacts(1, territories=frozenset({"KR"})), "JP", "", False),
        (ClauseFacts(1, channels=frozenset({"tv"})), "", "blog", False),
    ],
)
def test_a_clause_reaches_where_it_does_not_say_otherwise(clause, territory, channel, answer):
    assert reaches(clause, territory, channel) is answer


@pytest.mark.parametrize(
    ("said", "answer"), [(None, True), (frozenset({"*"}), True), (frozenset({"JP"}), True), (frozenset({"KR"}), False)]
)
def test_an_exposure_aims_where_it_may(said, answer):
    assert aims(ExposureFacts(1, 1, territories=said, channels=None), "JP", "tv") is answer


def free(market, talent=None, **asked) -> dict[str, Free]:
    return {m.name: m.free for m in told(talent or market.mika, market.now, **asked).markets}


def test_a_market_is_free_after_the_last_tail(market):
    bound(market, market.ambassador(tail_length=30, tail_on="ANY_END", term=(date(2026, 5, 1), date(2027, 7, 1))))
    assert free(market) == {"Skincare": Free(date(2027, 7, 31))}


def test_a_hold_or_a_draft_takes_no_market(market):
    market.ambassador()
    assert free(market) == {"Skincare": Free(date(2026, 4, 15))}


def test_a_market_without_an_end_is_not_free(market):
    bound(market, market.ambassador(term=(date(2026, 5, 1), None)))
    assert free(market) == {"Skincare": Free(None)}


def test_a_market_is_unsettled_where_a_contract_may_renew_itself(market):
    made = open_commitment(
        kind="ambassador", brand=market.lumeya, talents=[market.mika], status="draft", by=market.by, now=market.now,
        term=(date(2026, 5, 1), date(2027, 5, 1)), timezone=ZONE, renewal=RenewalTerms(months=12, notice_days=30),
    )  # fmt: skip
    set_clauses(commitment=made, clauses=[market.clause()], by=market.by, now=market.now)
    bound(market, made)
    assert free(market) == {"Skincare": Free(date(2027, 5, 1), doubt=True)}


def test_an_early_end_frees_the_market_after_its_tail(market):
    made = bound(market, market.ambassador(tail_length=10, tail_on="ANY_END"))
    end(commitment=made, on=date(2026, 5, 31), end_reason="mutual", by=market.by, now=market.now)
    assert free(market) == {"Skincare": Free(date(2026, 6, 11))}


def test_everything_is_taken_by_who_allows_nobody_beside_it(market):
    bound(market, market.ambassador(mode="FULL", category_ids=(), term=(date(2026, 5, 1), date(2026, 6, 1))))
    market.booking(
        market.shows(date(2026, 9, 1), date(2026, 9, 2), category_ids=(market.beer.pk,)), brand=market.korbel
    )
    assert free(market) == {"Beer": Free(date(2026, 6, 1)), "Everybody else": Free(date(2026, 6, 1))}


def tree() -> OfficeFacts:
    return OfficeFacts(parents={1: None, 2: 1, 3: 2, 4: 1}, category_names={1: "All", 2: "Skin", 3: "Sun", 4: "Beer"})


@pytest.mark.parametrize(
    ("clause", "category", "answer"),
    [
        (ClauseFacts(1, categories=frozenset({2})), 2, True),
        (ClauseFacts(1, categories=frozenset({3})), 2, True),
        (ClauseFacts(1, categories=frozenset({1})), 2, True),
        (ClauseFacts(1, categories=frozenset({4})), 2, False),
        (ClauseFacts(1, categories=frozenset({1}), categories_except=frozenset({2})), 2, False),
        (ClauseFacts(1, categories=frozenset({1}), categories_except=frozenset({3})), 2, True),
        (ClauseFacts(1, mode="COMPANY_TRADE", categories=frozenset({2})), 2, True),
        (ClauseFacts(1, mode="NAMED", brands=frozenset({7})), 2, False),
        (ClauseFacts(1, mode="FULL"), 2, True),
        (ClauseFacts(1, mode="FULL"), None, True),
        (ClauseFacts(1, categories=frozenset({2})), None, False),
    ],
)
def test_a_clause_covers_a_market_that_it_touches_unless_it_leaves_it_out(clause, category, answer):
    assert covers(clause, category, tree()) is answer


def test_a_promise_stands_in_the_market_of_its_clauses_then_of_what_it_shows_then_of_its_brand(market):
    shown = market.booking(market.shows(date(2026, 9, 1), date(2026, 9, 2), category_ids=(market.suncare.pk,)))
    silent = market.booking(market.shows(date(2026, 9, 1), date(2026, 9, 2), category_ids=None), brand=market.korbel)
    kept = market.ambassador(category_ids=(market.beer.pk, market.skincare.pk))
    nobody = CommitmentFactory(talents=[market.mika], brand__categories=[])
    picture = load([shown.pk, silent.pk, kept.pk, nobody.pk])
    found = [market_of(picture.commitments[c.pk], picture.office) for c in (shown, silent, kept, nobody)]
    assert found == [market.suncare.pk, market.beer.pk, market.beer.pk, 0]


def test_a_narrower_market_stands_within_a_wider_one_and_clashes_come_first(market):
    hair = CategoryFactory(name="Hair care", key="t-hair", parent=market.beauty)
    bound(market, market.ambassador())
    market.booking(market.shows(date(2026, 6, 10), date(2026, 6, 11), category_ids=(market.suncare.pk,)))
    market.booking(market.shows(date(2026, 9, 1), date(2026, 9, 2), category_ids=(hair.pk,)), brand=market.korbel)
    markets = told(market.mika, market.now).markets
    assert [(m.name, m.parent, len(m.promises)) for m in markets] == [
        ("Skincare", "Beauty", 2),
        ("Hair care", "Beauty", 1),
    ]


def test_the_number_of_queries_does_not_grow(market, django_assert_num_queries):
    for number in range(3):
        bound(market, market.ambassador(term=(date(2027, 1 + number, 1), date(2027, 1 + number, 20))))
        market.booking(clauses=[ClauseTerms(category_ids=(market.beer.pk,))])
        if number in (0, 2):
            with django_assert_num_queries(8):
                told(market.mika, market.now)
