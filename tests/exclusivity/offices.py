"""Random small offices in which everything is said, and an oracle that walks through the days.

The oracle shares nothing with the code that it judges: no ranges, no boxes, no zones (all stand in one), just loops.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from exclusivity.rules import (
    BrandFacts,
    CarveOut,
    ClauseFacts,
    CommitmentFacts,
    ExposureFacts,
    Membership,
    OfficeFacts,
    Owned,
    Tail,
    WaiverFacts,
    Window,
)

FIRST = date(2026, 1, 1)
GRANTED = datetime(2025, 12, 1, tzinfo=UTC)
LENGTH = 40
# A tree: 1 above 2 and 3, 3 above 4; 5 stands alone.
PARENTS = {1: None, 2: 1, 3: 1, 4: 3, 5: None}
LEAVES = [2, 4, 5]
COMPANIES, BRANDS = [1, 2, 3], {1: 1, 2: 1, 3: 2, 4: 3}
PEOPLE, ACT = [1, 2, 3], 9
COUNTRIES, CHANNELS = ["JP", "KR", "DE"], ["instagram", "youtube", "tv"]
STRETCHES = ["PAID_USAGE", "APPEARANCE", "AFFILIATE"]
MOMENTS = ["PAID", "GIFTED"]


def on(offset: int) -> date:
    return FIRST + timedelta(days=offset)


offsets = st.integers(0, LENGTH - 1)


@st.composite
def days(draw, longest: int = 12, open_end: bool = True):
    start = draw(offsets)
    end = None if open_end and draw(st.integers(0, 9)) == 0 else on(start + draw(st.integers(1, longest)))
    return on(start), end


def some(values, least: int = 1):
    return st.frozensets(st.sampled_from(values), min_size=least)


def maybe(strategy):
    """None two times of three."""
    return st.none() | st.none() | strategy


@st.composite
def carve_outs(draw):
    """What a clause lets be, by any of the axes."""
    return CarveOut(
        brands=draw(maybe(some(list(BRANDS)))),
        categories=draw(maybe(some([2, 3, 4, 5]))),
        commitments=draw(maybe(some([1, 2]))),
        activities=draw(maybe(some([*STRETCHES, *MOMENTS]))),
        territories=draw(maybe(some(COUNTRIES))),
        channels=draw(maybe(some(CHANNELS))),
    )


@st.composite
def waivers(draw):
    """A consent with any scope, of which only what was granted counts."""
    return WaiverFacts(
        state=draw(st.sampled_from(["GRANTED", "GRANTED", "GRANTED", "REQUESTED", "VERBAL", "REFUSED"])),
        commitment=draw(maybe(st.sampled_from([1, 2]))),
        brand=draw(maybe(st.sampled_from(list(BRANDS)))),
        channels=draw(maybe(some(CHANNELS))),
        activities=draw(maybe(some([*STRETCHES, *MOMENTS]))),
        days=draw(maybe(days(25))),
        granted_at=GRANTED,
    )


@st.composite
def clauses(draw, number: int):
    """A clause that leaves nothing unsaid."""
    mode = draw(st.sampled_from(["CATEGORY", "CATEGORY", "CATEGORY", "FULL", "NAMED", "COMPANY_TRADE"]))
    world = draw(st.booleans())
    return ClauseFacts(
        id=number,
        number=str(number),
        mode=mode,
        categories=draw(some([1, 2, 3, 4, 5])) if mode in ("CATEGORY", "COMPANY_TRADE") else frozenset(),
        categories_except=draw(some([2, 4], 0)) if mode == "CATEGORY" else frozenset(),
        brands=draw(some(list(BRANDS))) if mode == "NAMED" else frozenset(),
        companies=draw(some(COMPANIES, 0)) if mode == "NAMED" else frozenset(),
        beneficiary_scope="GROUP",
        binds_members=draw(st.sampled_from(["EACH", "JOINT_ONLY"])),
        binds_group_of_member=draw(st.booleans()),
        activities={kind: draw(st.integers(0, 6)) > 0 for kind in (*STRETCHES, *MOMENTS)},
        territories=None if world else draw(some(COUNTRIES)),
        territories_except=draw(some(COUNTRIES[:2], 0)) if world else frozenset(),
        territory_basis=draw(st.sampled_from(["TARGETED", "TARGETED", "ACCESSIBLE"])),
        channels=draw(st.none() | some(CHANNELS)),
        tail=draw(
            st.none() | st.builds(Tail, st.integers(1, 9), st.just("DAY"), st.sampled_from(["ANY_END", "EXPIRY"]))
        ),
        windows=draw(
            st.just(()) | st.lists(st.builds(Window, st.just("FIXED"), days=days()), min_size=1, max_size=2).map(tuple)
        ),
        carve_outs=tuple(draw(st.lists(carve_outs(), max_size=2))),
        waivers=tuple(draw(st.lists(waivers(), max_size=2))),
    )


@st.composite
def exposures(draw, number: int, brand: int):
    """A stretch, or a moment on one day."""
    lasting = draw(st.booleans())
    start = draw(offsets)
    return ExposureFacts(
        id=number,
        brand=brand,
        activity=draw(st.sampled_from(STRETCHES if lasting else MOMENTS)),
        categories=draw(some(LEAVES)),
        channels=draw(some(CHANNELS)),
        territories=draw(st.just(frozenset({"*"})) | some(COUNTRIES)),
        days=draw(days()) if lasting else (on(start), on(start + 1)),
    )


@st.composite
def commitments(draw, key: int, *, own_brands, least_clauses: int = 0, least_exposures: int = 0):
    brand = draw(st.sampled_from(own_brands))
    ended = draw(st.integers(0, 4)) == 0
    start = draw(st.integers(0, 15))
    until = draw(st.none() | st.integers(1, LENGTH).map(lambda length: on(start + length)))
    return CommitmentFacts(
        id=key,
        kind="ambassador",
        status="terminated" if ended else "signed",
        brand=brand,
        talents=draw(st.sampled_from([{1}, {1}, {ACT}, {1, 2}, {2}, {3, ACT}]).map(frozenset)),
        zones=("Asia/Tokyo",),
        term=(on(start), until),
        ended_on=on(draw(offsets)) if ended else None,
        end_reason="mutual" if ended else "",
        clauses=tuple(draw(clauses(key * 10 + n)) for n in range(draw(st.integers(least_clauses, 2)))),
        exposures=tuple(draw(exposures(key * 10 + n, brand)) for n in range(draw(st.integers(least_exposures, 2)))),
    )


@st.composite
def offices(draw) -> tuple[OfficeFacts, CommitmentFacts, CommitmentFacts]:
    """Two promises in a world with an act, whose members come and go, and companies that are bought and sold."""
    owned = [Owned(2, 1, draw(days(20)))] if draw(st.integers(0, 2)) == 0 else []
    owned += [Owned(3, 2, draw(days(20)))] if draw(st.integers(0, 2)) == 0 else []
    brand_categories = {brand: draw(some(LEAVES)) for brand in BRANDS}
    office = OfficeFacts(
        parents=PARENTS,
        brands={key: BrandFacts(f"Brand {key}", company, brand_categories[key]) for key, company in BRANDS.items()},
        trades={c: frozenset().union(*(brand_categories[b] for b in BRANDS if BRANDS[b] == c)) for c in COMPANIES},
        owned=tuple(owned),
        memberships=tuple(Membership(ACT, person, draw(days(20))) for person in draw(some(PEOPLE, 0))),
    )
    one = commitments(1, own_brands=[1, 2], least_clauses=1)
    other = commitments(2, own_brands=[2, 3, 4], least_exposures=1)
    return office, draw(one), draw(other)


@dataclass
class Oracle:
    """Whether two promises clash, day by day, person by person, country by country."""

    office: OfficeFacts

    def clash(self, a: CommitmentFacts, b: CommitmentFacts) -> bool:
        return self.one_way(a, b) or self.one_way(b, a)

    def one_way(self, claimant: CommitmentFacts, shower: CommitmentFacts) -> bool:
        for clause in claimant.clauses:
            for exposure in shower.exposures:
                for offset in range(LENGTH + 60):
                    day = on(offset)
                    if (
                        self.holds(exposure.days, day)
                        and self.stands(claimant, clause, day)
                        and self.bound(claimant, clause, shower, day)
                        and self.barred(claimant, clause, exposure, day)
                        and clause.activities.get(exposure.activity)
                        and self.reached(clause, exposure, shower, day)
                    ):
                        return True
        return False

    def reached(self, clause: ClauseFacts, exposure: ExposureFacts, shower: CommitmentFacts, day: date) -> bool:
        """Whether any product on any channel for any country is meant, and let be by nothing."""
        aims = [*COUNTRIES, "FR"] if "*" in exposure.territories else exposure.territories
        for category in exposure.categories:
            kept = self.under(category, clause.categories) and not self.under(category, clause.categories_except)
            if clause.mode == "CATEGORY" and not kept:
                continue
            for channel in exposure.channels:
                for country in aims:
                    if self.placed(clause, channel, country) and not any(
                        self.lets_be(one, exposure, shower, day, category, channel, country)
                        for one in (*clause.carve_outs, *(w for w in clause.waivers if w.state == "GRANTED"))
                    ):
                        return True
        return False

    def lets_be(self, one, exposure, shower, day, category, channel, country) -> bool:
        """Whether a carve-out or a consent fits in all that it says."""
        if isinstance(one, CarveOut):
            if one == CarveOut():
                return False  # it names nothing
            if one.brands and exposure.brand not in one.brands:
                return False
            if one.commitments and shower.id not in one.commitments:
                return False
            if one.categories and not self.under(category, one.categories):
                return False
            if one.territories and country not in one.territories:
                return False
        else:
            if one.brand and exposure.brand != one.brand:
                return False
            if one.commitment and shower.id != one.commitment:
                return False
            if one.days and not self.holds(one.days, day):
                return False
        return not (one.channels and channel not in one.channels) and not (
            one.activities and exposure.activity not in one.activities
        )

    def holds(self, days, day: date) -> bool:
        return days[0] <= day and (days[1] is None or day < days[1])

    def stands(self, claimant: CommitmentFacts, clause: ClauseFacts, day: date) -> bool:
        start, end = claimant.term
        last = date.max if end is None else end - timedelta(days=1)
        early = claimant.ended_on is not None
        if early:
            last = max(min(last, claimant.ended_on), start - timedelta(days=1))
        if clause.windows:
            return self.stands_fixed(claimant, clause, day)
        if start <= day <= last:
            return True
        if clause.tail is None or last == date.max or (early and clause.tail.on == "EXPIRY"):
            return False
        return last < day <= last + timedelta(days=clause.tail.length)

    def stands_fixed(self, claimant: CommitmentFacts, clause: ClauseFacts, day: date) -> bool:
        """In its own days, which an early end cuts short; the tail follows the last of them."""
        early = claimant.ended_on is not None
        stood = [
            other
            for offset in range(-1, LENGTH + 200)
            if any(self.holds(window.days, other := on(offset)) for window in clause.windows)
            and not (early and other > claimant.ended_on)
        ]
        if day in stood:
            return True
        endless = not early and any(window.days[1] is None for window in clause.windows)
        if clause.tail is None or not stood or endless or (early and clause.tail.on == "EXPIRY"):
            return False
        return stood[-1] < day <= stood[-1] + timedelta(days=clause.tail.length)

    def bound(self, claimant: CommitmentFacts, clause: ClauseFacts, shower: CommitmentFacts, day: date) -> bool:
        inside = {m.member for m in self.office.memberships if self.holds(m.days, day)}
        reached = set(claimant.talents)
        if ACT in claimant.talents and clause.binds_members == "EACH":
            reached |= inside
        if claimant.talents & inside and clause.binds_group_of_member:
            reached.add(ACT)
        return bool(reached & shower.talents)

    def barred(self, claimant: CommitmentFacts, clause: ClauseFacts, exposure: ExposureFacts, day: date) -> bool:
        tied = {BRANDS[claimant.brand]}
        for _ in COMPANIES:
            for edge in self.office.owned:
                if self.holds(edge.days, day) and tied & {edge.child, edge.parent}:
                    tied |= {edge.child, edge.parent}
        theirs = BRANDS[exposure.brand]
        if exposure.brand == claimant.brand or theirs in tied:
            return False
        if clause.mode == "FULL":
            return True
        if clause.mode == "NAMED":
            listed = set(clause.companies)
            for _ in COMPANIES:
                listed |= {e.child for e in self.office.owned if e.parent in listed and self.holds(e.days, day)}
            return exposure.brand in clause.brands or theirs in listed
        sold = exposure.categories if clause.mode == "CATEGORY" else self.office.trades[theirs]
        return any(self.under(c, clause.categories) and not self.under(c, clause.categories_except) for c in sold)

    def under(self, category: int, roots) -> bool:
        return category is not None and (category in roots or self.under(PARENTS[category], roots))

    def placed(self, clause: ClauseFacts, channel: str, country: str) -> bool:
        if clause.channels is not None and channel not in clause.channels:
            return False
        if clause.territory_basis == "ACCESSIBLE" and channel != "tv":
            return True
        inside = clause.territories is None or country in clause.territories
        return inside and country not in clause.territories_except
