"""The parts of the market that a talent's promises are in, and from when each is free for rivals. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from exclusivity.promised import ALWAYS, Promise
from exclusivity.rules import ClauseFacts, CommitmentFacts, OfficeFacts, Verdict


@dataclass(frozen=True, slots=True)
class Free:
    """From when a market is free for rivals: `since` None is not at all; `doubt` where that is not settled."""

    since: date | None
    doubt: bool = False


@dataclass(slots=True)
class Market:
    """A part of the market with the promises in it; `category` None are those that bar everybody."""

    category: int | None
    name: str
    parent: str
    free: Free
    promises: list[Promise]


def free_from(category: int | None, promises: Iterable[Promise], office: OfficeFacts, today: date) -> Free:
    """The first day, today at the earliest, from which no claim of what binds covers any of the market for rivals.

    A claim covers it where its clause bars everybody, or rivals or any company in the category, one above it or one
    below it, unless it leaves the category out. Lists of names do not: they bar those named and no market. Holds and
    drafts do not either, nor do waivers and carve-outs make it earlier, since they are for one rival. The last end
    counts, not a gap before it. `doubt` is whether a claim that is not settled, as by a renewal, may go on after it.
    """
    bands = [
        band for promise in promises if promise.binds for band in promise.bands if covers(band.clause, category, office)
    ]
    sure = [band.days[1] for band in bands if band.kind != "doubt"]
    if None in sure:
        return Free(None)
    since = max([today, *(end for end in sure if end is not None)])
    return Free(since, any(b.kind == "doubt" and (b.days[1] is None or b.days[1] > since) for b in bands))


def covers(clause: ClauseFacts, category: int | None, office: OfficeFacts) -> bool:
    """Whether a clause keeps rivals out of some of a market; None is all of it."""
    if clause.mode == "FULL":
        return True
    if category is None or clause.mode not in ("CATEGORY", "COMPANY_TRADE"):
        return False
    up = office.above(category) | {category}
    return bool(clause.categories & (up | office.below([category]))) and not clause.categories_except & up


def market_of(facts: CommitmentFacts, office: OfficeFacts) -> int | None:
    """Where in the market a promise belongs: by its clauses, else by what it shows, else by its brand.

    The widest of several; None bars everybody, 0 is nowhere yet.
    """
    clauses = [clause for clause in facts.clauses if clause.in_force[1] is None] or facts.clauses
    named = {category for clause in clauses for category in clause.categories}
    if not named and any(clause.mode == "FULL" for clause in clauses):
        return None
    named = named or {category for e in facts.exposures for category in e.categories or ()}
    found = named or office.brands[facts.brand].categories
    return min(found, key=lambda c: (len(office.above(c)), office.category_names.get(c, "")), default=0)


def markets_of(promises: Sequence[Promise], office: OfficeFacts, today: date) -> list[Market]:
    """Promises by market, what has to be looked at first. What is below another market of these stands in that."""
    placed = [(promise, market_of(promise.facts, office)) for promise in promises]
    known = {category for _, category in placed if category}
    grouped: dict[int | None, list[Promise]] = {}
    for promise, category in placed:
        wider = known & office.above(category) if category else None
        widest = min(wider, key=lambda c: len(office.above(c))) if wider else category
        grouped.setdefault(widest, []).append(promise)
    found = []
    for category, rows in grouped.items():
        parent = office.parents.get(category) if category else None
        name = "Everybody else" if category is None else office.category_names.get(category, "No category yet")
        above = office.category_names.get(parent, "") if parent else ""
        rows.sort(key=lambda row: (row.facts.kind != "ambassador" or row.waits, _first(row), row.facts.id))
        found.append(Market(category, name, above, free_from(category or None, promises, office, today), rows))
    return sorted(found, key=lambda market: (-_weight(market), market.parent or market.name, market.name))


def _first(promise: Promise) -> date:
    return (promise.days or ALWAYS)[0] or date.min


def _weight(market: Market) -> int:
    """What has to be looked at comes first."""
    verdicts = [clash.hit.verdict for promise in market.promises for clash in promise.clashes]
    return max((int(v) for v in verdicts if v >= Verdict.REVIEW), default=0)
