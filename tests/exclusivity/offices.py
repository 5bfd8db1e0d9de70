"""Random small offices: two promises in a world with acts, whose members come and go, and companies that are sold.

Everything is said; `unsaid.py` leaves out what people leave out. `pick` is any `random.Random`.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from exclusivity.rules import (
    BrandFacts,
    CarveOut,
    ClauseFacts,
    CommitmentFacts,
    ExposureFacts,
    Membership,
    OfferFacts,
    OfficeFacts,
    Owned,
    Tail,
    WaiverFacts,
    Window,
)

ZONE = "Asia/Tokyo"
FIRST = date(2026, 1, 1)
LENGTH = 40
# A tree: 1 above 2 and 3, 3 above 4; 5 stands alone.
PARENTS = {1: None, 2: 1, 3: 1, 4: 3, 5: None}
LEAVES, CATEGORIES = [2, 4, 5], [1, 2, 3, 4, 5]
COMPANIES, BRANDS = [1, 2, 3], {1: 1, 2: 1, 3: 2, 4: 3}
PEOPLE, ACTS = [1, 2, 3], [8, 9]
COUNTRIES, CHANNELS = ["JP", "KR", "DE"], ["instagram", "youtube", "tv"]
STRETCHES = ["PAID_USAGE", "APPEARANCE", "AFFILIATE", "ORGANIC_REUSE", "LIVE", "SHOOT"]
MOMENTS = ["PAID", "GIFTED", "ORGANIC", "ANNOUNCE"]
BINDING = ["signed", "signed", "signed", "suspended", "expired", "terminated"]
WAITING = ["hold", "draft"]


def on(offset: int) -> date:
    return FIRST + timedelta(days=offset)


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(ZONE))


NOW = midnight(FIRST)


@dataclass(frozen=True)
class Case:
    office: OfficeFacts
    one: CommitmentFacts
    other: CommitmentFacts


def once_in(pick: Random, times: int) -> bool:
    return pick.randrange(times) == 0


def days(pick: Random, longest: int = 12, *, open_end: bool = True, since_ever: bool = False):
    start = pick.randrange(LENGTH)
    end = None if open_end and once_in(pick, 10) else on(start + pick.randint(1, longest))
    return None if since_ever and once_in(pick, 3) else on(start), end


def some(pick: Random, values, least: int = 1) -> frozenset:
    return frozenset(pick.sample(values, pick.randint(least, max(least, min(len(values), 3)))))


def maybe(pick: Random, value, times: int = 3):
    """None, but for one time of so many."""
    return value() if once_in(pick, times) else None


def carve_out(pick: Random, older: frozenset[int]) -> CarveOut:
    """What a clause lets be, by any of the axes."""
    return CarveOut(
        brands=maybe(pick, lambda: some(pick, list(BRANDS))),
        categories=maybe(pick, lambda: some(pick, [2, 3, 4, 5])),
        commitments=maybe(pick, lambda: some(pick, [1, 2])),
        activities=maybe(pick, lambda: some(pick, [*STRETCHES, *MOMENTS])),
        territories=maybe(pick, lambda: some(pick, COUNTRIES)),
        channels=maybe(pick, lambda: some(pick, CHANNELS)),
        pre_existing=(existing := once_in(pick, 5)),
        older=older if existing else frozenset(),
    )


def waiver(pick: Random) -> WaiverFacts:
    """A consent with any scope, of which only what was granted counts, as long as it was not taken back."""
    revoked = once_in(pick, 6)
    return WaiverFacts(
        state="REVOKED"
        if revoked
        else pick.choice(["GRANTED", "GRANTED", "GRANTED", "REQUESTED", "VERBAL", "REFUSED"]),
        commitment=maybe(pick, lambda: pick.choice([1, 2])),
        brand=maybe(pick, lambda: pick.choice(list(BRANDS))),
        channels=maybe(pick, lambda: some(pick, CHANNELS)),
        activities=maybe(pick, lambda: some(pick, [*STRETCHES, *MOMENTS])),
        territories=maybe(pick, lambda: some(pick, COUNTRIES), 3),
        category=maybe(pick, lambda: pick.choice([2, 3, 4, 5]), 3),
        days=maybe(pick, lambda: days(pick, 25)),
        granted_at=midnight(on(-20)),
        revoked_at=midnight(on(-5)) if revoked else None,
        expires_at=maybe(pick, lambda: midnight(on(pick.randrange(LENGTH))), 5),
    )


def windows(pick: Random, own: tuple[ExposureFacts, ...]) -> tuple[Window, ...]:
    """The term, or days of their own, or what follows the promise's own posts and usage, with days before and after."""
    anchors = ["FIXED", "TERM", "SIGNATURE"]
    if any(shown.activity in MOMENTS for shown in own):
        anchors += ["FIRST_POST", "LAST_POST"]
    if any(shown.activity in ("PAID_USAGE", "ORGANIC_REUSE") and shown.days[1] for shown in own):
        anchors += ["USAGE_END"]
    found = []
    for _ in range(pick.choice([0, 0, 1, 1, 2])):
        anchor = pick.choice(anchors)
        until = pick.choice([name for name in anchors if name not in ("FIXED", "SIGNATURE")])
        until = until if anchor == "FIRST_POST" and until in ("LAST_POST", "USAGE_END") else ""
        unit = pick.choice(["DAY", "DAY", "DAY", "MONTH"])
        most = 1 if unit == "MONTH" else 6
        window = Window(
            anchor=anchor,
            pre=0 if anchor == "SIGNATURE" else pick.randint(0, most),
            post=pick.randint(0, most),
            unit=unit,
            to=until,
            days=days(pick) if anchor == "FIXED" else None,
        )
        found.append(window)
    return tuple(found)


def clause(pick: Random, number: int, own: tuple[ExposureFacts, ...], older: frozenset[int]) -> ClauseFacts:
    """A clause that leaves nothing unsaid but what R12 fills in."""
    mode = pick.choice(["CATEGORY", "CATEGORY", "CATEGORY", "FULL", "NAMED", "NAMED", "COMPANY_TRADE"])
    world, by_market = once_in(pick, 2), mode in ("CATEGORY", "COMPANY_TRADE")
    first_refusal = once_in(pick, 8)
    return ClauseFacts(
        id=number,
        number=str(number),
        mode=mode,
        categories=some(pick, CATEGORIES) if by_market else frozenset(),
        categories_except=some(pick, [2, 4], 0) if by_market else frozenset(),
        brands=(brands := some(pick, list(BRANDS), 0) if mode == "NAMED" else frozenset()),
        companies=some(pick, COMPANIES, 0 if brands else 1) if mode == "NAMED" else frozenset(),
        closure=pick.choice(["SELF", "OWNED_BRANDS", "WHOLE_GROUP"]),
        ownership_as_of=pick.choice(["LIVE", "SIGNING"]),
        beneficiary_scope=pick.choice(["BRAND", "COMPANY", "GROUP", "GROUP"]),
        binds_members=pick.choice(["EACH", "EACH", "JOINT_ONLY", "NONE"]),
        binds_group_of_member=once_in(pick, 2),
        activities={kind: pick.randrange(9) > 0 for kind in (*STRETCHES, *MOMENTS) if pick.randrange(6)},
        territories=None if world else some(pick, COUNTRIES),
        territories_except=some(pick, COUNTRIES[:2], 0) if world else frozenset(),
        territory_basis=pick.choice(["TARGETED", "TARGETED", "ACCESSIBLE"]),
        channels=maybe(pick, lambda: some(pick, CHANNELS), 2),
        tail=maybe(pick, lambda: tail(pick), 2),
        attributes={"form": pick.choice(["drink", "tablet"])} if mode == "CATEGORY" and once_in(pick, 5) else {},
        windows=windows(pick, own),
        term=maybe(pick, lambda: days(pick, 20), 6),
        in_force=(
            maybe(pick, lambda: midnight(on(pick.randrange(LENGTH))), 9),
            maybe(pick, lambda: midnight(on(pick.randrange(LENGTH))), 9),
        ),
        carve_outs=tuple(carve_out(pick, older) for _ in range(pick.choice([0, 0, 0, 1, 2]))),
        waivers=tuple(waiver(pick) for _ in range(pick.choice([0, 0, 1, 1, 2]))),
        strength="FIRST_REFUSAL" if first_refusal else "PROHIBIT",
        refusal_days=pick.choice([3, 60]) if first_refusal else 0,
        offers=tuple(offer(pick) for _ in range(pick.randrange(2))) if first_refusal else (),
    )


def offer(pick: Random) -> OfferFacts:
    return OfferFacts(pick.choice([1, 2]), midnight(on(-10)), maybe(pick, lambda: midnight(on(-9)), 3))


def tail(pick: Random) -> Tail:
    unit = pick.choice(["DAY", "DAY", "MONTH"])
    return Tail(pick.randint(1, 9 if unit == "DAY" else 2), unit, pick.choice(["ANY_END", "EXPIRY", "TALENT_FAULT"]))


def exposure(pick: Random, number: int, brand: int, talents: frozenset[int]) -> ExposureFacts:
    """A stretch, or a moment on one day."""
    lasting = once_in(pick, 2)
    start = pick.randrange(LENGTH)
    return ExposureFacts(
        id=number,
        brand=pick.choice(list(BRANDS)) if once_in(pick, 8) else brand,
        activity=pick.choice(STRETCHES if lasting else MOMENTS),
        categories=some(pick, CATEGORIES if once_in(pick, 5) else LEAVES),
        channels=some(pick, CHANNELS),
        territories=frozenset({"*"}) if once_in(pick, 3) else some(pick, COUNTRIES),
        days=days(pick) if lasting else (on(start), on(start + 1)),
        attributes={"form": pick.choice(["drink", "tablet"])},
        talents=some(pick, sorted(talents)) if once_in(pick, 5) else None,
    )


PAIRS = [{1}, {1}, {1}, {1}, {1}, {8}, {9}, {1, 2}, {1, 2}, {3, 9}]


def commitment(pick: Random, key: int, brands, *, waits: bool, signed: int, older, clauses, exposures):
    brand, talents = pick.choice(brands), frozenset(pick.choice(PAIRS))
    status = pick.choice(WAITING if waits else BINDING)
    ended = status == "terminated"
    start = pick.randrange(16)
    shown = tuple(exposure(pick, key * 10 + n, brand, talents) for n in range(pick.randint(*exposures)))
    return CommitmentFacts(
        id=key,
        kind="ambassador",
        status=status,
        brand=brand,
        talents=talents,
        zones=(ZONE,),
        term=(on(start), None if once_in(pick, 4) else on(start + pick.randint(5, LENGTH))),
        bound_at=None if waits else midnight(on(signed)),
        ended_on=on(pick.randrange(LENGTH)) if ended else None,
        end_reason=pick.choice(["mutual", "talent_fault", "brand_fault"]) if ended else "",
        clauses=tuple(clause(pick, key * 10 + n, shown, older) for n in range(pick.randint(*clauses))),
        exposures=shown,
        family="one paper" if once_in(pick, 30) else "",
        decided=frozenset({3 - key}) if once_in(pick, 20) else frozenset(),
        admitted=frozenset({3 - key}) if once_in(pick, 20) else frozenset(),
    )


def case(pick: Random, *, binding: bool = False) -> Case:
    """Two promises; `binding`: both are."""
    owned = [Owned(2, 1, days(pick, 20, since_ever=True))] if once_in(pick, 2) else []
    owned += [Owned(3, 2, days(pick, 20, since_ever=True))] if once_in(pick, 2) else []
    sold = {brand: some(pick, LEAVES) for brand in BRANDS}
    office = OfficeFacts(
        parents=PARENTS,
        brands={key: BrandFacts(f"Brand {key}", company, sold[key]) for key, company in BRANDS.items()},
        trades={c: frozenset().union(*(sold[b] for b in BRANDS if BRANDS[b] == c)) for c in COMPANIES},
        owned=tuple(owned),
        memberships=tuple(Membership(act, person, days(pick, 20)) for act in ACTS for person in some(pick, PEOPLE, 0)),
    )
    waits = [not binding and once_in(pick, 4) for _ in range(2)]
    signed = pick.sample([-3, -1], 2)
    older = [  # whether the other one was bound before this one is, or will be
        frozenset({2 - n}) if not waits[1 - n] and (waits[n] or signed[1 - n] < signed[n]) else frozenset()
        for n in range(2)
    ]
    made = {"clauses": (1, 2), "exposures": (0, 2)}, {"clauses": (0, 2), "exposures": (1, 2)}
    one, other = (
        commitment(pick, n + 1, brands, waits=waits[n], signed=signed[n], older=older[n], **made[n])
        for n, brands in enumerate(([1, 2], [2, 3, 3, 4, 4]))
    )
    return Case(office, one, other)
