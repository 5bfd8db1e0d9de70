"""Terms of a promise out of a case file."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from exclusivity.rules.clock import midnight
from exclusivity.terms import CarveOutTerms, ClauseTerms, Days, ExposureTerms, RenewalTerms, WindowTerms
from lib.countries import countries

TICK = timedelta(microseconds=1)
Entry = Mapping[str, Any]
Ids = Mapping[str, int]


def instant(told: str | None) -> datetime | None:
    """An instant; one that does not say its offset is in UTC."""
    found = datetime.fromisoformat(told) if told else None
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found


def day(told: str | None) -> date | None:
    return date.fromisoformat(told[:10]) if told else None


def days(told: Entry | None) -> Days | None:
    """Days of a case, both included, as half-open ones."""
    if not told:
        return None
    until = day(told.get("until"))
    return day(told.get("from")), until + timedelta(days=1) if until is not None else None


def either(told: str | None, zone: str, *, end: bool = False) -> datetime | None:
    """An instant, or a day as the instant at which it begins (or, as an end, is over)."""
    if not told or "T" in told:
        return instant(told)
    return midnight(date.fromisoformat(told) + timedelta(days=end), zone)


def keys(told: Entry, name: str, ids: Ids) -> tuple[int, ...]:
    return tuple(ids[key] for key in told.get(name) or ())


def _places(told: Any) -> tuple[str, ...] | None:
    """Countries; None is the world."""
    if isinstance(told, Mapping):
        told = told.get("include")
    return None if not told or told == "WORLD" else tuple(told)


def _let_be(told: Any) -> tuple[str, ...] | None:
    """Countries of a carve-out: those that are left of the world, where it names the others."""
    places, but = _places(told), set(told.get("exclude") or ()) if isinstance(told, Mapping) else set()
    return places if not but else tuple(code for code in places or countries() if code not in but)


def channels(told: Any) -> tuple[str, ...] | None:
    return None if not told or told == "ALL" else tuple(told)


def renewal(told: Entry | None) -> RenewalTerms | None:
    if not told:
        return None
    return RenewalTerms(told["months"], told.get("notice_days") or 0, day(told.get("notice_given")))


def window(told: Entry) -> WindowTerms:
    return WindowTerms(
        anchor=told["anchor"],
        pre=told.get("pre") or 0,
        post=told.get("post") or 0,
        unit=told.get("unit") or "DAY",
        count=told.get("count") or "CALENDAR",
        to=told.get("to") or "",
        days=days(told) if told.get("from") or told.get("until") else None,
    )


def carve_out(told: Entry, brands: Ids, categories: Ids, commitments: Ids) -> CarveOutTerms:
    return CarveOutTerms(
        brand_ids=keys(told, "brands", brands),
        category_ids=keys(told, "categories", categories),
        commitment_ids=keys(told, "commitments", commitments),
        activities=tuple(told.get("activities") or ()),
        territories=_let_be(told.get("territory")),
        channels=channels(told.get("channels")),
        pre_existing=bool(told.get("pre_existing")),
    )


def clause(told: Entry, number: int, brands: Ids, categories: Ids, companies: Ids, commitments: Ids) -> ClauseTerms:
    target, tail, place = told.get("target") or {}, told.get("tail") or {}, told.get("territory") or {}
    place = place if isinstance(place, Mapping) else {"include": place}
    force = told.get("in_force") or {}
    mode = target.get("mode") or "CATEGORY"
    return ClauseTerms(
        number=str(number),
        mode=mode,
        category_ids=keys(target, "categories" if mode == "COMPANY_TRADE" else "include", categories),
        except_category_ids=keys(target, "exclude", categories),
        attributes=dict(target.get("attributes") or {}),
        brand_ids=keys(target, "brands", brands),
        company_ids=keys(target, "companies", companies),
        closure=target.get("closure") or "SELF",
        ownership_as_of=target.get("ownership_as_of") or "LIVE",
        open_list=bool(target.get("open_list")),
        beneficiary_scope=told.get("beneficiary_scope") or "BRAND",
        binds_members=told.get("binds_members") or "",
        binds_group_of_member=told.get("binds_group_of_member"),
        activities={name: said for name, said in (told.get("activities") or {}).items() if said is not None},
        territories=_places(place),
        territories_except=tuple(place.get("exclude") or ()),
        territory_basis=place.get("basis") or "",
        channels=channels(told.get("channels")),
        windows=tuple(window(one) for one in told.get("windows") or ()),
        term=days(told.get("term")),
        tail_length=tail.get("n") or 0,
        tail_unit=tail.get("unit") or "DAY",
        tail_on=tail.get("on") or "",
        lookback_months=told.get("lookback_months"),
        in_force=(instant(force.get("from")), instant(force.get("until"))),
        carve_outs=tuple(carve_out(one, brands, categories, commitments) for one in told.get("carve_outs") or ()),
        strength=told.get("strength") or "PROHIBIT",
        refusal_days=told.get("days") or 0,
    )


def exposure(told: Entry, zone: str, brands: Ids, categories: Ids, talents: Ids) -> ExposureTerms:
    when = told.get("window") or {}
    ends = [when.get("from"), when.get("until")]
    first, last = day(ends[0]), day(ends[1])
    plain = not any("T" in end for end in ends if end)
    begin, over = either(ends[0], zone), either(ends[1], zone, end=True)
    if begin is not None and over == begin:
        over = begin + TICK  # an instant
    aimed = told.get("territory")
    return ExposureTerms(
        activity=told["activity"],
        category_ids=keys(told, "categories", categories) or None,
        attributes=told.get("attributes"),
        channels=tuple(told.get("channels") or ()) or None,
        territories=("*",) if aimed == "WORLD" else tuple(aimed or ()) or None,
        days=(first, last + timedelta(days=1) if last else None) if plain and first else None,
        span=(begin, over) if not plain and begin else None,
        brand_id=brands[told["brand"]] if told.get("brand") else None,
        talent_ids=keys(told, "talents", talents),
    )
