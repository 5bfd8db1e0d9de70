"""What holds of every verdict, whoever promises what to whom (DOMAIN 1.3): thousands of random offices, no database."""

import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exclusivity.rules import (
    BrandFacts,
    CommitmentFacts,
    ExposureFacts,
    Membership,
    OfficeFacts,
    Owned,
    Tail,
    Verdict,
    check,
    worst,
)
from tests.exclusivity.offices import NOW, ZONE, Case, carve_out, case, on, waiver
from tests.exclusivity.oracle import Oracle
from tests.exclusivity.unsaid import WAYS, office_with, vague

OFFICES = int(os.environ.get("OFFICES", "250"))
BOUND = {"signed", "suspended", "expired", "terminated"}

randomly = st.randoms(use_true_random=True)


def offices(times: float = 1) -> Callable:
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=int(OFFICES * times), suppress_health_check=checks)


def verdict(case: Case) -> Verdict:
    return worst(check(case.one, case.other, case.office, NOW))


def turned(case: Case) -> Case:
    return replace(case, one=case.other, other=case.one)


@given(pick=randomly)
@offices(3)
def test_truth_is_what_walking_through_the_days_finds(pick):
    made = case(pick)
    for one in (made, turned(made)):
        hits = check(one.one, one.other, one.office, NOW)
        # A remark on an old post that stays up is no hit.
        assert worst([hit for hit in hits if not hit.advisory]).name == Oracle(one.office).verdict(one.one, one.other)


def test_random_offices_are_of_every_kind():
    """So that none of the properties holds for want of a case."""
    seen = Counter(verdict(case(Random(seed))).name for seed in range(400))
    assert set(seen) == {"CLEAR", "ADVISORY", "WAIVED", "REVIEW", "CONDITIONAL", "BLOCK"}
    assert seen["BLOCK"] > 20


@given(pick=randomly)
@offices()
def test_verdict_is_the_same_from_both_sides(pick):
    """R1. Where one waits, the sentence is about the other one's step: conditional for it, a remark for the first."""
    made = vague(case(pick), pick)

    def told(case: Case) -> Counter:
        hits = check(case.one, case.other, case.office, NOW)
        return Counter(
            (hit.clause_id, hit.exposure_id, hit.definite, tuple(d.value for d in hit.dimensions)) for hit in hits
        )

    assert told(made) == told(turned(made))
    binds = {promise.status in BOUND for promise in (made.one, made.other)}
    if len(binds) == 1:
        assert verdict(made) == verdict(turned(made))


@pytest.mark.parametrize("way", sorted(WAYS))
@given(pick=randomly)
@offices(0.6)
def test_what_is_left_unsaid_is_never_read_as_allowed_nor_as_forbidden(pick, way):
    """It asks for a decision, or changes nothing. A remark on an old post clears nothing."""
    before = vague(case(pick), pick)
    after = WAYS[way](before, pick)
    hits = check(after.one, after.other, after.office, NOW)
    remark = worst(hits) is Verdict.ADVISORY and all(hit.advisory for hit in hits if hit.verdict is Verdict.ADVISORY)
    had, has = verdict(before), worst(hits)
    if had is Verdict.REVIEW:
        assert has >= Verdict.REVIEW
    else:
        let_be = has is Verdict.WAIVED and had < has
        # What a carve-out or a consent takes out must be said: where it is not, nothing is taken out.
        scope = way in ("channels", "countries", "products") and has > had
        assert has in (had, Verdict.REVIEW) or let_be or scope or (had is Verdict.CLEAR and remark)


@given(pick=randomly)
@offices(2)
def test_a_product_that_is_told_coarsely_is_never_cleared_by_that(pick):
    before = vague(case(pick), pick)
    had = verdict(before)
    # A consent to the one product is none to all drinks: what it let be is a remark again where one of them only waits.
    assert verdict(coarse(before, pick)) >= (Verdict.ADVISORY if had is Verdict.WAIVED else min(had, Verdict.REVIEW))


@pytest.mark.parametrize(
    ("seed", "way"),
    [
        (126745, "window"),  # a tail after the signature's window, while the fixed one has no days
    ],
)
def test_what_was_read_as_forbidden_once_asks_for_a_decision(seed: int, way: str) -> None:
    pick = Random(seed)
    before = vague(case(pick), pick)
    after = WAYS[way](before, pick)
    assert (verdict(before), verdict(after)) == (Verdict.CLEAR, Verdict.REVIEW)


def test_a_consent_to_one_product_lets_no_wider_one_be() -> None:
    pick = Random(11454)
    before = vague(case(pick), pick)
    assert (verdict(before), verdict(coarse(before, pick))) == (Verdict.WAIVED, Verdict.ADVISORY)


def coarse(made: Case, pick: Random) -> Case:
    """Drinks instead of energy drinks."""

    def told(shown: ExposureFacts) -> ExposureFacts:
        products = [pick.choice([c, made.office.parents[c] or c]) for c in sorted(shown.categories or ())]
        return replace(shown, categories=frozenset(products) or None)

    one, other = (
        replace(promise, exposures=tuple(told(shown) for shown in promise.exposures))
        for promise in (made.one, made.other)
    )
    return replace(made, one=one, other=other)


@given(pick=randomly)
@offices()
def test_a_consent_or_a_carve_out_never_raises_a_verdict(pick):
    made = vague(case(pick), pick)
    more = {
        "waivers": lambda clause: replace(clause, waivers=(*clause.waivers, waiver(pick))),
        "carve_outs": lambda clause: replace(clause, carve_outs=(*clause.carve_outs, carve_out(pick, frozenset()))),
    }
    for name, let_be in more.items():
        clauses = tuple(let_be(clause) for clause in made.one.clauses)
        mine = replace(made, one=replace(made.one, clauses=clauses))
        for after, before in ((mine, made), (turned(mine), turned(made))):
            # What waits beside what waits is a remark; with a consent it is said that there is one.
            said = verdict(after) is Verdict.WAIVED and verdict(before) is Verdict.ADVISORY
            assert verdict(after) <= verdict(before) or said, name


def longer(promise: CommitmentFacts, pick: Random) -> CommitmentFacts:
    """The same promise that stands for longer: its term, a tail, its own days, the days around its posts."""

    def later(days):
        if days is None or days[1] is None or pick.randrange(2):
            return days
        return days[0], pick.choice([None, on((days[1] - on(0)).days + pick.randint(1, 10))])

    def stands_longer(clause):
        tail = clause.tail
        if tail is not None and pick.randrange(2):
            tail = replace(tail, length=tail.length + pick.randint(1, 5))
        elif tail is None and pick.randrange(2):
            tail = Tail(pick.randint(1, 9), "DAY", pick.choice(["ANY_END", "EXPIRY", ""]))
        windows = tuple(
            replace(one, post=one.post + pick.randrange(4), days=later(one.days), pre=one.pre + pick.randrange(3))
            if one.anchor != "SIGNATURE" and one.unit == "DAY"
            else one
            for one in clause.windows
        )
        return replace(clause, tail=tail, windows=windows, term=later(clause.term))

    term = later(promise.term)
    return replace(promise, term=term, clauses=tuple(stands_longer(clause) for clause in promise.clauses))


@given(pick=randomly)
@offices()
def test_a_clause_that_stands_longer_never_lowers_a_verdict(pick):
    made = vague(case(pick), pick)
    after = replace(made, one=longer(made.one, pick))
    assert verdict(after) >= verdict(made)
    assert verdict(turned(after)) >= verdict(turned(made))


def renamed(made: Case, pick: Random) -> Case:
    """Everything by another number and another name."""

    def numbers(values: Iterable[int]) -> dict[int, int]:
        old = sorted(values)
        return dict(zip(old, pick.sample(range(100, 1000), len(old)), strict=True))

    office = made.office
    brands, companies, categories = numbers(office.brands), numbers({1, 2, 3}), numbers(office.parents)
    people, promises = numbers({1, 2, 3, 8, 9}), numbers({1, 2})

    def each(table: dict[int, int], values):
        return None if values is None else frozenset(table[value] for value in values)

    def out(one):
        return replace(
            one,
            brands=each(brands, one.brands),
            categories=each(categories, one.categories),
            commitments=each(promises, one.commitments),
            older=each(promises, one.older),
        )

    def consent(one):
        return replace(
            one,
            brand=one.brand and brands[one.brand],
            commitment=one.commitment and promises[one.commitment],
            category=one.category and categories[one.category],
        )

    def clause(one):
        return replace(
            one,
            id=one.id + 500,
            categories=each(categories, one.categories),
            categories_except=each(categories, one.categories_except),
            brands=each(brands, one.brands),
            companies=each(companies, one.companies),
            carve_outs=tuple(map(out, one.carve_outs)),
            waivers=tuple(map(consent, one.waivers)),
            offers=tuple(replace(offer, commitment=promises[offer.commitment]) for offer in one.offers),
        )

    def shown(one):
        return replace(
            one,
            id=one.id + 500,
            brand=brands[one.brand],
            categories=each(categories, one.categories),
            talents=each(people, one.talents),
        )

    def promise(one):
        return replace(
            one,
            id=promises[one.id],
            brand=brands[one.brand],
            talents=each(people, one.talents),
            clauses=tuple(map(clause, one.clauses)),
            exposures=tuple(map(shown, one.exposures)),
            decided=each(promises, one.decided),
            admitted=each(promises, one.admitted),
            family=one.family and "another paper",
        )

    world = OfficeFacts(
        parents={categories[k]: v and categories[v] for k, v in office.parents.items()},
        brands={
            brands[k]: BrandFacts(f"Other {k}", companies[v.company], each(categories, v.categories))
            for k, v in office.brands.items()
        },
        trades={companies[k]: each(categories, v) for k, v in office.trades.items()},
        owned=tuple(Owned(companies[e.child], companies[e.parent], e.days) for e in office.owned),
        memberships=tuple(Membership(people[e.act], people[e.member], e.days) for e in office.memberships),
    )
    return Case(world, promise(made.one), promise(made.other))


@given(pick=randomly)
@offices()
def test_another_name_changes_nothing(pick):
    made = vague(case(pick), pick)
    after = renamed(made, pick)

    def told(case: Case) -> list:
        return sorted(
            (hit.verdict, hit.definite, tuple(d.value for d in hit.dimensions), str(hit.overlap), str(hit.first_clear))
            for hit in check(case.one, case.other, case.office, NOW)
        )

    assert told(after) == told(made)


@given(pick=randomly)
@offices()
def test_an_unrelated_promise_and_an_unrelated_part_of_the_world_change_nothing(pick):
    made = vague(case(pick), pick)
    stranger = CommitmentFacts(
        id=7,
        kind="ambassador",
        status="signed",
        brand=4,
        talents=frozenset({77}),
        zones=(ZONE,),
        term=(on(0), None),
        bound_at=NOW,
        clauses=made.one.clauses + made.other.clauses,
        exposures=made.one.exposures + made.other.exposures,
    )
    stranger = replace(stranger, exposures=tuple(replace(shown, talents=None) for shown in stranger.exposures))
    idle = replace(made.other, id=6, clauses=(), exposures=(), family="")
    own = ExposureFacts(id=61, brand=made.one.brand, days=(on(0), None))
    loyal = replace(idle, id=5, brand=made.one.brand, exposures=(own,))
    for promise in (made.one, made.other):
        assert check(promise, stranger, made.office, NOW) == []
    assert worst(check(made.one, idle, made.office, NOW)) is Verdict.CLEAR
    assert [hit for hit in check(loyal, made.one, made.office, NOW) if hit.clause_id // 10 == 1 and hit.definite] == []
    office = made.office
    wider = office_with(
        office,
        parents={**office.parents, 50: None, 51: 50},
        brands={**office.brands, 50: BrandFacts("Elsewhere", 50, frozenset({51}))},
        trades={**office.trades, 50: frozenset({51})},
        owned=(*office.owned, Owned(50, 51, (None, None))),
        memberships=(*office.memberships, Membership(70, 77, (None, None))),
    )
    assert check(made.one, made.other, wider, NOW) == check(made.one, made.other, office, NOW)
