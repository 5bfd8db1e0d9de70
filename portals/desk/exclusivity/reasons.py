"""Why a talent stands where they stand, in one line: what a list has room for."""

from datetime import timedelta

from exclusivity.facts import Picture
from exclusivity.queries import Standing
from exclusivity.rules import ClauseFacts, Hit, Value, Verdict
from exclusivity.rules.words import categories, day, place
from exclusivity.rules.words import channels as on_channels

ASKED = {
    "person": "does it bind the act and its members alike?",
    "target": "do the two compete?",
    "time": "do the days meet?",
    "territory": "do the countries meet?",
    "channel": "do the channels meet?",
    "activity": "does this kind of work count?",
}


def reason(standing: Standing, picture: Picture) -> str:
    """One line for staff: who, what, until when."""
    if standing.hits:
        return _told(standing.hits[0], picture)
    if not standing.cleared:
        return "No promise on file"
    return _cleared(max(standing.cleared, key=_closeness), picture)


def _closeness(hit: Hit) -> int:
    """How many dimensions meet, or may."""
    return sum(int(dimension.value) for dimension in hit.dimensions)


def _name(hit: Hit, picture: Picture) -> str:
    other = picture.commitments.get(hit.other_id)
    brand = picture.office.brands.get(other.brand) if other is not None else None
    return brand.name if brand is not None else "Another promise"


def _clause(hit: Hit, picture: Picture) -> ClauseFacts | None:
    """The other promise's clause; None where the clause is the brief's own."""
    other = picture.commitments.get(hit.other_id)
    return next((clause for clause in other.clauses if clause.id == hit.clause_id), None) if other is not None else None


def _kept(hit: Hit, picture: Picture) -> str:
    """What the other promise keeps, as a part of the line."""
    clause = _clause(hit, picture)
    if clause is None:
        return "which this brief’s own clause would bar"
    if clause.mode == "FULL":
        return "nobody beside it"
    if clause.mode == "NAMED":
        return "brands by name"
    return categories(clause.categories, picture.office) or "a category that nobody named"


def _until(hit: Hit) -> str:
    return f"until {day(hit.first_clear - timedelta(days=1))}" if hit.first_clear else "until further notice"


def _told(hit: Hit, picture: Picture) -> str:
    name = _name(hit, picture)
    if hit.verdict is Verdict.REVIEW:
        return f"Unknown, {name}: {ASKED.get(hit.decided_by, 'what is left of it after what is let be?')}"
    if hit.verdict is Verdict.WAIVED:
        return f"{name} or the clash desk let it be"
    if hit.verdict is Verdict.ADVISORY:
        if hit.advisory == "legacy_post":
            return f"An old {name} post stays up"
        if hit.advisory == "tell_beneficiary":
            return f"{name} is to be told, {_kept(hit, picture)}"
        if hit.advisory:
            return f"Near miss: {name}, {_kept(hit, picture)}"
        other = picture.commitments[hit.other_id]
        return f"{name} waits too: {'a draft contract' if other.status == 'draft' else 'a hold'}, whoever binds first"
    if hit.verdict is Verdict.BREACH_SUSPECTED:
        return f"{name}: what is published may breach it"
    if _clause(hit, picture) is None:
        return f"Shows for {name}, {_kept(hit, picture)}"
    return f"{name}, {_kept(hit, picture)}, {_until(hit)}"


def _cleared(hit: Hit, picture: Picture) -> str:
    """Which dimension lies apart, of the promise that comes closest."""
    name, clause = _name(hit, picture), _clause(hit, picture)
    apart = [dimension.name for dimension in hit.dimensions if dimension.value is Value.NO]
    whose = f"{name}’s clause" if clause is not None else "this brief’s clause"
    by = apart[0] if apart else ""
    if clause is not None and "target" not in apart:
        if "channel" in apart and clause.channels is not None:
            return f"Channel: {whose} covers {on_channels(clause.channels, picture.office)} only"
        if "territory" in apart:
            where = place(clause.territories, clause.territories_except)
            return f"Territory: {whose} covers {where} only"
    if "time" in apart and hit.clause_id > 0 and "target" not in apart:
        time = next(dimension for dimension in hit.dimensions if dimension.name == "time")
        return f"Days: {whose} stands {time.ours}"
    if by == "target":
        return f"Closest: {name}, {_kept(hit, picture)}" if clause is not None else f"Closest: shows for {name}"
    return {
        "person": f"Person: {whose} binds somebody else of the act",
        "time": f"Days: {name} shows on others",
        "territory": f"Territory: {name} aims elsewhere",
        "channel": f"Channel: {name} is on others",
        "activity": f"Work: {whose} does not count it",
    }.get(by, f"{name} lets it be")
