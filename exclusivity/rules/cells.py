"""What each side says of a dimension, as the two cells of a table row."""

from zoneinfo import ZoneInfo

from exclusivity.rules import words
from exclusivity.rules.facts import ClauseFacts, CommitmentFacts, Days, ExposureFacts
from exclusivity.rules.office import OfficeFacts
from exclusivity.rules.person import Path
from exclusivity.rules.place import Ground, ground
from exclusivity.rules.values import Value

Cells = tuple[str, str]

MEMBERS = {
    "EACH": "{act} and each of its members",
    "JOINT_ONLY": "{act} as a whole",
    "NONE": "{act}, not its members alone",
    "": "{act}; nobody said whether its members are bound",
}
ACTS = {
    True: "{member} and every act with {member}",
    False: "{member}, not the acts with {member}",
    None: "{member}; nobody said whether acts with {member} are bound",
}
STOOD = {
    Ground.OFFICE: {
        Value.YES: "the clause does not say, the office counts it",
        Value.NO: "the clause does not say, the office does not count it",
        Value.UNKNOWN: "the clause does not say, the office asks",
    },
    Ground.QUIET: {
        Value.YES: "the clause does not say, a quiet window counts it",
        Value.NO: "the clause does not say, a quiet window does not count it",
    },
    Ground.SHOOT: {Value.YES: "the clause does not say, but its days follow a shoot"},
}


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def person(clause: ClauseFacts, path: Path, office: OfficeFacts) -> Cells:
    """Who is bound and who shows, and how the one reaches the other."""
    bound, shown = (office.talent_names.get(one, "?") for one in (path.bound, path.shown))
    if path.bound == path.shown:
        return bound, shown
    ties = {(edge.act, edge.member) for edge in office.memberships}
    if (path.bound, path.shown) in ties:
        return MEMBERS[clause.binds_members].format(act=bound), f"{shown}, of {bound}"
    if (path.shown, path.bound) in ties:
        return ACTS[clause.binds_group_of_member].format(member=bound), f"{shown}, with {bound}"
    if path.value is Value.NO and not any(path.bound in tie for tie in ties):
        return bound, shown
    return MEMBERS[clause.binds_members].format(act=bound), f"{shown}, which shares a member with {bound}"


def _own(claimant: CommitmentFacts, clause: ClauseFacts, office: OfficeFacts) -> str:
    """Who never competes with the beneficiary."""
    brand = office.brands[claimant.brand]
    if clause.beneficiary_scope == "COMPANY":
        return f"the brands of {office.company_names.get(brand.company, brand.name)}"
    return f"{brand.name}’s group" if clause.beneficiary_scope == "GROUP" else f"{brand.name}’s own"


def _list(clause: ClauseFacts, office: OfficeFacts) -> str:
    names = words.names(clause, office)
    if not names:
        return "Brands that nobody listed"
    said = f"Rivals such as {names}" if clause.open_list else names
    many = len(clause.brands) + len(clause.companies) > 1
    if clause.closure == "WHOLE_GROUP":
        said += f" with {'their whole groups' if many else 'its whole group'}"
    elif clause.closure == "OWNED_BRANDS" and clause.companies:
        said += f" with all that {'they own' if many else 'it owns'}"
    dated = clause.ownership_as_of == "SIGNING" and clause.closure != "SELF"
    return f"{said}, as owned at the signature" if dated else said


def _qualities(said: object) -> str:
    pairs = sorted(said.items()) if isinstance(said, dict) else []
    return f" ({', '.join(f'{name}: {value}' for name, value in pairs)})" if pairs else ""


def target(claimant: CommitmentFacts, clause: ClauseFacts, exposure: ExposureFacts, office: OfficeFacts) -> Cells:
    """Whom the clause bars, and who shows what."""
    own = _own(claimant, clause, office)
    what = words.categories(clause.categories, office)
    but = f" except {words.categories(clause.categories_except, office)}" if clause.categories_except else ""
    if clause.mode == "FULL":
        name = office.brands[claimant.brand].name
        barred = f"Everybody but {name if clause.beneficiary_scope == 'BRAND' else own}"
    elif clause.mode == "NAMED":
        barred = _list(clause, office)
    elif not what:
        barred = "A category that nobody named"
    elif clause.mode == "COMPANY_TRADE":
        barred = f"Every company in {what}{but}, but {own}"
    else:
        below = " and below" if office.below(clause.categories) > clause.categories else ""
        barred = f"{capital(what)}{below}{but}{_qualities(dict(clause.attributes))}, but {own}"
    name = office.brands[exposure.brand].name
    promoted = words.categories(exposure.categories, office) if exposure.categories else "products that nobody named"
    return barred, f"{name}, {promoted}{_qualities(dict(exposure.attributes or {}))}"


def time(clause: ClauseFacts, window: Days | None, exposure: ExposureFacts, shown: Days | None, clock: str) -> Cells:
    """When the clause stands, its tail in it, and when the other shows."""
    stands = words.days(window)
    tail = clause.tail
    if window is not None and window[1] is not None and tail is not None and tail.length:
        unit = {"DAY": "day", "MONTH": "month"}[tail.unit]
        stands += f", with a tail of {tail.length} {unit}{'' if tail.length == 1 else 's'}"
    if exposure.published_at is None:
        return stands, words.days(shown)
    return stands, f"published {words.day(exposure.published_at.astimezone(ZoneInfo(clock)).date())}"


def territory(clause: ClauseFacts, exposure: ExposureFacts, value: Value) -> Cells:
    """Where the clause holds, and at whom the other aims."""
    kept = capital(words.place(clause.territories, clause.territories_except))
    if clause.territory_basis == "ACCESSIBLE":
        kept += ", wherever it can be seen"
    elif not clause.territory_basis and exposure.territories is not None and value is Value.UNKNOWN:
        kept += "; the clause does not say whether it counts where a post aims or where it can be seen"
    return kept, capital(words.place(exposure.territories)) if exposure.territories is not None else "Nobody said"


def channel(clause: ClauseFacts, exposure: ExposureFacts, office: OfficeFacts) -> Cells:
    said = words.channels(exposure.channels, office) if exposure.channels is not None else "Nobody said"
    return capital(words.channels(clause.channels, office)), capital(said)


def activity(clause: ClauseFacts, exposure: ExposureFacts, office: OfficeFacts) -> Cells:
    """What the clause says that it counts; of what it does not say, which default stood."""

    def told(counts: bool) -> str:
        kinds = [office.activity_names.get(kind, kind) for kind, said in clause.activities.items() if said is counts]
        return words.listed(words.lowered(kind) for kind in kinds)

    value, why = ground(clause, exposure.activity, office.counting)
    counted, let_be = told(True), told(False)
    parts = [capital(counted)] if counted else []
    if let_be:
        parts.append(f"not {let_be}")
    if why is not Ground.CLAUSE:
        parts.append(STOOD[why][value])
    kind = office.activity_names.get(exposure.activity, exposure.activity)
    return capital("; ".join(parts)), kind
