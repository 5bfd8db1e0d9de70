"""Nobody is called clear who was not looked at."""

from dataclasses import replace
from datetime import date

import pytest

from exclusivity.actions import bind
from exclusivity.among import standings_among
from exclusivity.models import CategoryClash
from exclusivity.near import near_talents
from exclusivity.queries import standing_of_sketch
from exclusivity.rules import Verdict
from exclusivity.terms import Sketch, WindowTerms
from talent.models import Talent
from tests.factories import ActMemberFactory, CategoryFactory, TalentFactory, days


def sketch(market, *talents, **terms) -> Sketch:
    shown = market.shows(date(2026, 6, 10), date(2026, 6, 20))
    usual = {
        "brand_id": market.nordhaus.pk, "exposures": (shown,), "timezone": "Asia/Tokyo",
        "term": (date(2026, 6, 10), date(2026, 6, 20)),
    }  # fmt: skip
    return Sketch(**{**usual, "talent_ids": tuple(talent.pk for talent in talents), **terms})


def test_near_talents_leaves_out_another_market(market):
    bind(commitment=market.ambassador(category_ids=(market.beer.pk,)), by=market.by, now=market.now)
    assert near_talents(sketch(market)) == set()


@pytest.mark.parametrize("category", ["beauty", "skincare", "suncare"])
def test_near_talents_keeps_the_market_what_is_above_it_and_below(market, category):
    market.ambassador(category_ids=(getattr(market, category).pk,))
    assert near_talents(sketch(market)) == {market.mika.pk}


def test_near_talents_keeps_what_sits_badly_beside_it(market):
    sweets = CategoryFactory(name="Sweets", key="t-sweets", parent=market.beauty.parent)
    CategoryClash.objects.create(one=market.skincare, other=sweets)
    market.ambassador(category_ids=(sweets.pk,))
    assert near_talents(sketch(market)) == {market.mika.pk}


def test_near_talents_keeps_all_where_the_brief_names_no_product(market):
    market.ambassador(category_ids=(market.beer.pk,))
    shown = market.shows(date(2026, 6, 10), date(2026, 6, 20), category_ids=None)
    assert near_talents(sketch(market, exposures=(shown,))) == {market.mika.pk}


@pytest.mark.parametrize(
    ("term", "terms", "is_near"),
    [
        ((date(2026, 1, 1), date(2026, 5, 1)), {}, False),
        ((date(2026, 1, 1), date(2026, 5, 1)), {"tail_length": 2, "tail_unit": "MONTH"}, True),
        ((date(2026, 1, 1), date(2026, 5, 1)), {"lookback_months": 3}, True),
        ((date(2026, 1, 1), date(2026, 5, 1)), {"windows": (WindowTerms("TERM", post=60),)}, True),
        ((date(2026, 6, 25), date(2026, 9, 1)), {}, False),
        ((date(2026, 6, 19), date(2026, 9, 1)), {}, True),
        ((date(2026, 1, 1), None), {}, True),
        (None, {}, True),
    ],
)
def test_near_talents_by_time(market, term, terms, is_near):
    market.ambassador(term=term, **terms)
    assert near_talents(sketch(market)) == ({market.mika.pk} if is_near else set())


@pytest.mark.parametrize("mode", ["FULL", "NAMED", "COMPANY_TRADE"])
def test_near_talents_keeps_other_ways_of_aiming(market, mode):
    named = {"brand_ids": (market.nordhaus.pk,), "category_ids": ()} if mode == "NAMED" else {}
    market.ambassador(mode=mode, **named)
    assert near_talents(sketch(market)) == {market.mika.pk}


def test_near_talents_leaves_out_a_list_of_others(market):
    market.ambassador(mode="NAMED", brand_ids=(market.korbel.pk,), category_ids=())
    assert near_talents(sketch(market)) == set()
    assert near_talents(sketch(market, brand_id=market.korbel.pk)) == {market.mika.pk}


def test_near_talents_sees_showings_only_for_a_clause_of_its_own(market):
    market.booking(brand=market.lumeya)
    assert near_talents(sketch(market)) == set()
    assert near_talents(sketch(market, clauses=(market.clause(),))) == {market.mika.pk}
    assert near_talents(sketch(market, clauses=(market.clause(category_ids=(market.beer.pk,)),))) == set()


def test_near_talents_reaches_acts_members_and_acts_that_share_one(market):
    act, other, member = TalentFactory(kind="act"), TalentFactory(kind="act"), TalentFactory()
    for one in (act, other):
        ActMemberFactory(act=one, member=member, period=days("2026-01-01"))
    market.ambassador(talents=[act])
    assert near_talents(sketch(market)) == {act.pk, other.pk, member.pk}
    Talent.objects.filter(pk=other.pk).update(name="Other")
    assert near_talents(sketch(market)) == {act.pk, other.pk, member.pk}


def test_near_talents_leaves_out_an_enquiry(market):
    made = market.ambassador()
    type(made).objects.filter(pk=made.pk).update(status="void")
    assert near_talents(sketch(market)) == set()


def test_standings_among_says_of_each_what_is_said_of_one(market):
    act, member, free = TalentFactory(kind="act"), TalentFactory(), TalentFactory()
    ActMemberFactory(act=act, member=member, period=days("2026-01-01"))
    bind(commitment=market.ambassador(), by=market.by, now=market.now)
    bind(commitment=market.ambassador(talents=[act], binds_members=""), by=market.by, now=market.now)
    people = [market.mika, act, member, free]
    brief = sketch(market)
    for bound in (True, False):
        found = standings_among(brief, [talent.pk for talent in people], market.now, bound=bound)
        alone = [
            standing_of_sketch(replace(brief, talent_ids=(talent.pk,)), market.now, bound=bound) for talent in people
        ]
        assert [found.standings[talent.pk].verdict for talent in people] == [one.verdict for one in alone]
        assert [found.standings[talent.pk].hits for talent in people] == [one.hits for one in alone]
    assert [standing.verdict for standing in found.standings.values()] == [
        Verdict.CONDITIONAL, Verdict.CONDITIONAL, Verdict.REVIEW, Verdict.CLEAR,
    ]  # fmt: skip
    assert found.promises == {market.mika.pk: 1, act.pk: 1, member.pk: 1, free.pk: 0}


def test_near_talents_and_standings_ask_the_same_number_of_queries_for_more(market, django_assert_num_queries):
    people = [market.mika.pk]
    market.ambassador()
    brief = sketch(market, clauses=(market.clause(),))
    with django_assert_num_queries(4):
        near_talents(brief)
    with django_assert_num_queries(7):
        standings_among(brief, people, market.now)
    for _ in range(2):
        talent = TalentFactory()
        market.ambassador(talents=[talent])
        people.append(talent.pk)
    with django_assert_num_queries(4):
        assert near_talents(brief) == set(people)
    with django_assert_num_queries(7):
        standings_among(brief, people, market.now)
