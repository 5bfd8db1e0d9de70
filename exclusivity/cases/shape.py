"""What a case may hold, key by key, so that a slip in a file is named instead of read over."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from exclusivity.axes import Activity, Channel
from exclusivity.models import CommitmentKind, Status, TargetMode, WaiverState
from exclusivity.models.clause import (
    BeneficiaryScope,
    BindsMembers,
    Closure,
    OwnershipAsOf,
    Strength,
    TailOn,
    TerritoryBasis,
)

Case = Mapping[str, Any]


class Slip(NamedTuple):
    """What is wrong with a case, in words. One that is not grave is a key that nobody reads."""

    said: str
    grave: bool = True


Check = Callable[[Any, str, Case], Iterator[Slip]]
"""What is wrong with a value that stands at a place of a case."""


def slips(case: object) -> list[Slip]:
    """All that is wrong with a case."""
    return list(CASE(case, "", case if isinstance(case, Mapping) else {}))


@dataclass(frozen=True)
class Entry:
    """Keys that an entry may have, and those that it must."""

    keys: Mapping[str, Check]
    needs: frozenset[str] = field(default_factory=frozenset)

    def __call__(self, value: Any, where: str, case: Case) -> Iterator[Slip]:
        place = where or "the case"
        if not isinstance(value, Mapping):
            yield Slip(f"{place} is to be an entry with keys, and is {value!r}")
            return
        for key in sorted(self.needs):
            if value.get(key) is None:
                yield Slip(f"{place} lacks “{key}”")
        for key, inner in value.items():
            if key not in self.keys:
                yield Slip(f"{place} has “{key}”, which is no key of the format and is not read", grave=False)
            elif inner is not None:
                yield from self.keys[key](inner, f"{where}.{key}".lstrip("."), case)


def each(check: Check) -> Check:
    def checked(value: Any, where: str, case: Case) -> Iterator[Slip]:
        if not isinstance(value, list):
            yield Slip(f"{where} is to be a list, and is {value!r}")
            return
        for number, one in enumerate(value):
            yield from check(one, f"{where}[{number}]", case)

    return checked


def by_name(check: Check) -> Check:
    def checked(value: Any, where: str, case: Case) -> Iterator[Slip]:
        if not isinstance(value, Mapping):
            yield Slip(f"{where} is to be entries by name, and is {value!r}")
            return
        for key, one in value.items():
            if one is not None:
                yield from check(one, f"{where}.{key}", case)

    return checked


def either(*checks: Check) -> Check:
    """Right where any of them finds it right; otherwise as the last one has it."""

    def checked(value: Any, where: str, case: Case) -> Iterator[Slip]:
        found: list[Slip] = []
        for check in checks:
            found = list(check(value, where, case))
            if not any(slip.grave for slip in found):
                break
        yield from found

    return checked


def one_of(*words: str) -> Check:
    def checked(value: Any, where: str, case: Case) -> Iterator[Slip]:
        if value not in words:
            yield Slip(f"{where} is {value!r}, which is none of {', '.join(words)}")

    return checked


def name_of(what: str, known: Callable[[Case], set[str]]) -> Check:
    """A key of another part of the case."""

    def checked(value: Any, where: str, case: Case) -> Iterator[Slip]:
        if not isinstance(value, str) or value not in known(case):
            yield Slip(f"{where} names {value!r}, which is not among the {what}")

    return checked


def of(right: Callable[[Any], bool], words: str) -> Check:
    def checked(value: Any, where: str, case: Case) -> Iterator[Slip]:
        if not right(value):
            yield Slip(f"{where} is to be {words}, and is {value!r}")

    return checked


def reads(parse: Callable[[str], object]) -> Callable[[Any], bool]:
    def right(value: Any) -> bool:
        try:
            parse(value)
        except (TypeError, ValueError):
            return False
        return True

    return right


def anything(value: Any, where: str, case: Case) -> Iterator[Slip]:
    yield from ()


def entries(case: Case, name: str) -> Mapping[str, Any]:
    found = case.get(name)
    return found if isinstance(found, Mapping) else {}


def categories(case: Case) -> set[str]:
    """The tree, with what stands above its parts, and what brands are in."""
    tree = entries(case, "categories")
    found = {*tree, *(above for above in tree.values() if isinstance(above, str))}
    for brand in entries(case, "brands").values():
        found |= set(brand.get("categories") or ()) if isinstance(brand, Mapping) else set()
    return found


def people(case: Case) -> set[str]:
    """Talents, members of acts, and whoever is named in a promise."""
    found = set(entries(case, "talents"))
    for talent in entries(case, "talents").values():
        found |= {m.get("talent", "") for m in (talent or {}).get("members") or ()}
    for promise in entries(case, "commitments").values():
        found |= set(promise.get("talents") or ()) if isinstance(promise, Mapping) else set()
    return found


DAY = of(reads(date.fromisoformat), "a day such as 2026-05-20")
INSTANT = of(reads(datetime.fromisoformat), "an instant such as 2026-05-20T10:00:00+09:00")
NUMBER = of(lambda value: isinstance(value, int) and not isinstance(value, bool), "a whole number")
FLAG = of(lambda value: isinstance(value, bool), "true or false")
TEXT = of(lambda value: isinstance(value, str), "text")
COUNTRY = of(lambda v: isinstance(v, str) and len(v) == 2 and v.isalpha() and v.isupper(), "a country such as JP")
ACTIVITY, CHANNEL = one_of(*map(str, Activity)), one_of(*map(str, Channel))
CHANNELS = either(one_of("ALL"), each(CHANNEL))
COUNTRIES = either(one_of("WORLD"), each(COUNTRY))
CATEGORY, TALENT = name_of("categories", categories), name_of("talents", people)
BRAND = name_of("brands", lambda case: set(entries(case, "brands")))
COMPANY = name_of("companies", lambda case: set(entries(case, "companies")))
COMMITMENT = name_of("commitments", lambda case: set(entries(case, "commitments")))
UNITS = one_of("DAY", "MONTH", "HOUR")
ANCHORS = one_of("TERM", "FIRST_POST", "LAST_POST", "USAGE_END", "SIGNATURE", "SHOOT", "FIXED")
DAYS = Entry({"from": DAY, "until": DAY})
TERRITORY = either(
    COUNTRIES,
    Entry({"include": COUNTRIES, "exclude": each(COUNTRY), "basis": one_of(*TerritoryBasis.values)}),
)

TARGET = Entry(
    {
        "mode": one_of(*TargetMode.values),
        "include": each(CATEGORY),
        "exclude": each(CATEGORY),
        "attributes": by_name(anything),
        "categories": each(CATEGORY),
        "brands": each(BRAND),
        "companies": each(COMPANY),
        "closure": one_of(*Closure.values),
        "ownership_as_of": one_of(*OwnershipAsOf.values),
        "open_list": FLAG,
    },
    frozenset({"mode"}),
)
WINDOW = Entry(
    {
        "anchor": ANCHORS,
        "to": ANCHORS,
        "pre": NUMBER,
        "post": NUMBER,
        "unit": UNITS,
        "count": one_of("CALENDAR", "EXACT"),
        "from": DAY,
        "until": DAY,
    },
    frozenset({"anchor"}),
)
CARVE_OUT = Entry(
    {
        "brands": each(BRAND),
        "categories": each(CATEGORY),
        "commitments": each(COMMITMENT),
        "activities": each(ACTIVITY),
        "territory": TERRITORY,
        "channels": CHANNELS,
        "pre_existing": FLAG,
    }
)
SCOPE = Entry(
    {
        "commitment": COMMITMENT,
        "brand": BRAND,
        "channels": CHANNELS,
        "activities": each(ACTIVITY),
        "territories": each(COUNTRY),
        "category": CATEGORY,
        "from": DAY,
        "until": DAY,
    }
)
WAIVER = Entry(
    {
        "state": one_of(*WaiverState.values),
        "scope": SCOPE,
        "granted_at": INSTANT,
        "revoked_at": INSTANT,
        "expires": INSTANT,
    },
    frozenset({"state"}),
)
CLAUSE = Entry(
    {
        "target": TARGET,
        "beneficiary_scope": one_of(*BeneficiaryScope.values),
        "binds_members": one_of(*BindsMembers.values),
        "binds_group_of_member": FLAG,
        "activities": Entry({str(kind): FLAG for kind in Activity}),
        "territory": TERRITORY,
        "channels": CHANNELS,
        "windows": each(WINDOW),
        "term": DAYS,
        "tail": Entry({"n": NUMBER, "unit": one_of("DAY", "MONTH"), "on": one_of(*TailOn.values)}, frozenset({"n"})),
        "lookback_months": NUMBER,
        "in_force": Entry({"from": INSTANT, "until": INSTANT}),
        "carve_outs": each(CARVE_OUT),
        "waivers": each(WAIVER),
        "strength": one_of(*Strength.values),
        "days": NUMBER,
        "offers": each(
            Entry(
                {"commitment": COMMITMENT, "offered_at": INSTANT, "declined_at": INSTANT},
                frozenset({"commitment", "offered_at"}),
            )
        ),
    },
    frozenset({"target"}),
)
EXPOSURE = Entry(
    {
        "activity": ACTIVITY,
        "channels": each(CHANNEL),
        "territory": COUNTRIES,
        "categories": each(CATEGORY),
        "attributes": by_name(anything),
        "brand": BRAND,
        "window": Entry({"from": INSTANT, "until": INSTANT}),
        "published_at": INSTANT,
        "talents": each(TALENT),
    },
    frozenset({"activity"}),
)
PROMISE = Entry(
    {
        "kind": one_of(*CommitmentKind.values),
        "status": one_of(*Status.values),
        "talents": each(TEXT),
        "brand": BRAND,
        "family": TEXT,
        "timezone": TEXT,
        "signed_at": INSTANT,
        "effective_from": DAY,
        "term": DAYS,
        "renewal": Entry({"months": NUMBER, "notice_days": NUMBER, "notice_given": DAY}, frozenset({"months"})),
        "ended": Entry(
            {
                "on": DAY,
                "reason": one_of("expiry", "brand_fault", "talent_fault", "mutual", "convenience"),
            }
        ),
        "clauses": each(CLAUSE),
        "exposures": each(EXPOSURE),
        "decisions": each(
            Entry({"against": COMMITMENT, "by": TEXT, "reason": TEXT, "at": INSTANT}, frozenset({"against"}))
        ),
    },
    frozenset({"kind", "status", "talents", "brand"}),
)
HELD = Entry({"company": COMPANY, "from": DAY, "until": DAY}, frozenset({"company"}))
MEMBER = Entry({"talent": TEXT, "from": DAY, "until": DAY}, frozenset({"talent"}))
DO = Entry(dict.fromkeys(("hold", "confirm", "draft", "sign", "recheck"), COMMITMENT))
CASE = Entry(
    {
        "id": TEXT,
        "title": TEXT,
        "office": Entry({"timezone": TEXT}),
        "categories": by_name(TEXT),
        "clashing": each(each(CATEGORY)),
        "companies": by_name(Entry({"parents": each(HELD), "trades": each(CATEGORY)})),
        "brands": by_name(Entry({"company": COMPANY, "categories": each(CATEGORY)}, frozenset({"company"}))),
        "talents": by_name(Entry({"timezone": TEXT, "members": each(MEMBER)})),
        "commitments": by_name(PROMISE),
        "do": DO,
        "now": INSTANT,
        "expect": anything,
    },
    frozenset({"id", "commitments", "do", "now"}),
)
