"""Fifty people confirm bookings and sign contracts at the same second; the oracle says who should have won."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import pytest

from campaigns.actions import confirm_booking, draft_contract, place_hold, sign_contract
from campaigns.models import Booking
from exclusivity.actions import binding, differences, locks
from exclusivity.facts import load
from exclusivity.models import BINDING, Box, Commitment, Status
from exclusivity.rules import CommitmentFacts, OfficeFacts, as_bound
from exclusivity.terms import ClauseTerms
from lib.refusals import Refused
from talent.models import Talent
from tests.crowd import crowd
from tests.exclusivity.conftest import Market
from tests.exclusivity.oracle import Oracle
from tests.exclusivity.test_races import patiently
from tests.factories import ActMemberFactory, BrandFactory, CampaignFactory, TalentFactory, days

PEOPLE, ROUNDS = 50, int(os.environ.get("ROUNDS", "2"))
pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
SOCIAL = ["instagram", "tiktok", "youtube"]


@dataclass
class Paper:
    """A hold or a draft, and how somebody makes a promise of it."""

    commitment: Commitment
    press: Callable[[], object]


class Fair:
    """Two singers, their duo and a third, whom a dozen brands want in the same three weeks of June."""

    def __init__(self, market: Market, pick: Random) -> None:
        self.market, self.pick = market, pick
        singers = [TalentFactory(name=name) for name in ("Noa", "Rin", "Sora")]
        duo = TalentFactory(name="Duo", kind="act")
        for singer, since in zip(singers[:2], ("2026-05-01", "2026-06-12"), strict=True):
            ActMemberFactory(act=duo, member=singer, period=days(since))
        self.talents: list[Talent] = [*singers, duo]
        self.categories = [market.skincare, market.suncare, market.beer]
        self.brands = [BrandFactory(name=f"House {n}", categories=[pick.choice(self.categories)]) for n in range(12)]

    def day(self, latest: int = 20) -> date:
        return date(2026, 6, 1) + timedelta(days=self.pick.randrange(latest))

    def booking(self) -> Paper:
        """For one day, on one or two channels, with a clause of its own or none."""
        pick, brand, first = self.pick, self.pick.choice(self.brands), self.day()
        keeps = list(brand.categories.all()) if pick.randrange(2) else []
        campaign = CampaignFactory(
            brand=brand,
            brief__places=1,
            brief__days=days(first.isoformat(), (first + timedelta(days=1)).isoformat()),
            brief__channels=pick.sample(SOCIAL, pick.randint(1, 2)),
            brief__territories=pick.sample(["JP", "KR"], pick.randint(1, 2)),
            brief__exclusive_tail=pick.randrange(4),
        )
        campaign.brief.exclusive_categories.set(keeps)
        by, now = self.market.by, self.market.now
        held: Booking = place_hold(
            campaign=campaign, talent=pick.choice(self.talents), price=None, hold_until=None, by=by, now=now
        )
        return Paper(held.commitment, lambda: confirm_booking(booking=held, by=by, now=now))

    def contract(self) -> Paper:
        """For some days, for a part of the market, in a country or two."""
        pick, brand, first = self.pick, self.pick.choice(self.brands), self.day()
        by, now = self.market.by, self.market.now
        clause = ClauseTerms(
            number="1",
            category_ids=tuple(category.pk for category in brand.categories.all()),
            binds_members=pick.choice(["EACH", "JOINT_ONLY"]),
            binds_group_of_member=pick.choice([True, False]),
            territories=tuple(pick.sample(["JP", "KR"], pick.randint(1, 2))),
            territory_basis="TARGETED",
            channels=tuple(pick.sample(SOCIAL, pick.randint(1, 3))),
            tail_length=pick.randrange(3),
            tail_on="ANY_END",
        )
        drafted = draft_contract(
            brand=brand, talent=pick.choice(self.talents), title="Ambassador", fee=None, duties="", clauses=[clause],
            days=(first, first + timedelta(days=pick.randint(1, 6))), by=by, now=now,
        )  # fmt: skip
        return Paper(drafted.commitment, lambda: sign_contract(contract=drafted, by=by, now=now))


def press_all(papers: list[Paper]) -> list[object]:
    def pressed(paper: Paper) -> object:
        patiently()
        try:
            return paper.press()
        except Refused as refusal:
            return str(refusal)

    return crowd(*(lambda paper=paper: pressed(paper) for paper in papers), timeout=300)


def clashing(one: CommitmentFacts, other: CommitmentFacts, office: OfficeFacts) -> bool:
    return Oracle(office).verdict(one, other) in ("BLOCK", "REVIEW")


def pictured(papers: list[Paper]) -> tuple[dict[int, CommitmentFacts], OfficeFacts]:
    picture = load([paper.commitment.pk for paper in papers])
    return picture.commitments, picture.office


@pytest.fixture
def fair(racing_market) -> Callable[[int], list[Paper]]:

    def papers(seed: int) -> list[Paper]:
        pick = Random(seed)
        made = Fair(racing_market, pick)
        return [made.booking() if pick.randrange(2) else made.contract() for _ in range(PEOPLE)]

    return papers


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_fifty_at_once_none_clash_and_none_was_refused_for_nothing(fair, racing_market, seed):
    papers = fair(seed)
    outcomes = press_all(papers)
    assert [one for one in outcomes if isinstance(one, BaseException)] == []
    facts, office = pictured(papers)
    bound = [one for one in facts.values() if one.status in BINDING]
    assert [(a.id, b.id) for a in bound for b in bound if a.id < b.id and clashing(a, b, office)] == []
    refused = [(paper, said) for paper, said in zip(papers, outcomes, strict=True) if isinstance(said, str)]
    assert len(bound) + len(refused) == PEOPLE
    assert len(bound) > 5 and len(refused) > 5
    for paper, said in refused:
        mine = as_bound(facts[paper.commitment.pk], racing_market.now)
        # A hold that was there first has the first right to book, also where it was refused itself in the end.
        first = [as_bound(one, racing_market.now) for one in facts.values() if one.status == Status.HOLD]
        first = [one for one in first if one.id < mine.id and one.talents & mine.talents]
        against = {office.brands[other.brand].name for other in [*bound, *first] if clashing(mine, other, office)}
        assert any(name in said for name in against), (said, against)
    assert differences() == []


@pytest.fixture
def unguarded(monkeypatch):
    """No lock, and PostgreSQL without the constraint; the clash desk would queue them too."""
    from django.db import connection

    monkeypatch.setattr(locks, "_hold", lambda sql, **values: None)
    monkeypatch.setattr(binding, "note_findings", lambda *args, **kwargs: [])
    constraint = next(c for c in Box._meta.constraints if c.name == "exclusivity_box_no_clash")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Box, constraint)
    yield
    Box.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Box, constraint)


def test_fifty_at_once_without_lock_and_wall_sell_the_same_thing_twice(fair, unguarded):
    """What the two are for: the oracle finds the clashes that slip through without them."""
    papers = fair(0)
    assert [one for one in press_all(papers) if isinstance(one, BaseException)] == []
    facts, office = pictured(papers)
    bound = [one for one in facts.values() if one.status in BINDING]
    assert any(clashing(a, b, office) for a in bound for b in bound if a.id < b.id)
