"""Who competes with whom (DOMAIN R7 to R10)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from exclusivity.rules.facts import ClauseFacts, CommitmentFacts, ExposureFacts
from exclusivity.rules.office import OfficeFacts
from exclusivity.rules.values import Value


def kin(commitment: CommitmentFacts, clause: ClauseFacts, office: OfficeFacts, day: date) -> tuple[set[int], set[int]]:
    """Brands that never compete with the beneficiary; and those of its group where only the brand was meant (R7).

    Of these that is unknown: the words reach them, but who wrote the words would hardly mind.
    """
    company = office.brands[commitment.brand].company
    sisters = office.sisters(company, day)
    own = {commitment.brand}
    if clause.beneficiary_scope == "COMPANY":
        own |= {brand for brand in sisters if office.brands[brand].company == company}
    elif clause.beneficiary_scope == "GROUP":
        own |= sisters
    return own, set(sisters - own) if clause.beneficiary_scope == "BRAND" else set()


def listed_on(commitment: CommitmentFacts, clause: ClauseFacts, day: date, at: datetime) -> date:
    """The day whose owners count: the one itself, or that of the signature (now, where it is not signed yet)."""
    if clause.ownership_as_of != "SIGNING":
        return day
    return (commitment.bound_at or at).astimezone(ZoneInfo(commitment.zones[0])).date()


def named(clause: ClauseFacts, office: OfficeFacts, day: date) -> set[int]:
    """The brands on the list, by its closure (R9): itself, what the company owns, or the whole group."""
    whole = clause.closure == "WHOLE_GROUP"
    companies: set[int] = set()
    for company in clause.companies | ({office.brands[b].company for b in clause.brands} if whole else set()):
        if clause.closure == "SELF":
            companies.add(company)
        else:
            companies |= office.group(company, day) if whole else office.holdings(company, day)
    return set(clause.brands) | {brand for brand, facts in office.brands.items() if facts.company in companies}


def _qualities(clause: ClauseFacts, exposure: ExposureFacts) -> Value:
    """Whether the product is what the clause says it must be: another form is another product (R8)."""
    if not clause.attributes:
        return Value.YES
    said = exposure.attributes or {}
    if any(name in said and said[name] != value for name, value in clause.attributes.items()):
        return Value.NO
    return Value.YES if all(name in said for name in clause.attributes) else Value.UNKNOWN


def sits_badly(
    commitment: CommitmentFacts, clause: ClauseFacts, exposure: ExposureFacts, office: OfficeFacts, day: date
) -> bool:
    """Whether it promotes what does not compete, but goes badly beside what the clause keeps (R8)."""
    own, _ = kin(commitment, clause, office, day)
    if clause.mode != "CATEGORY" or not exposure.categories or exposure.brand in own:
        return False
    kept = office.below(clause.categories) - office.below(clause.categories_except)
    for one, other in office.clashing:
        for ours, theirs in ((one, other), (other, one)):
            if kept & office.below([ours]) and exposure.categories & office.below([theirs]):
                return True
    return False


def _beside(commitment: CommitmentFacts, exposure: ExposureFacts, office: OfficeFacts) -> bool:
    """Whether it or its brand may be of the beneficiary's market: the brands listed may be only examples (R9)."""
    ours = office.brands[commitment.brand].categories
    if not exposure.categories or not ours:
        return True
    theirs = exposure.categories | office.brands[exposure.brand].categories
    return bool(theirs & office.below(ours)) or any(theirs & office.above(category) for category in ours)


def _category(clause: ClauseFacts, exposure: ExposureFacts, office: OfficeFacts) -> Value:
    qualities = _qualities(clause, exposure)
    if qualities is not Value.YES:
        return min(qualities, _market(clause, exposure, office))
    return _market(clause, exposure, office)


def _market(clause: ClauseFacts, exposure: ExposureFacts, office: OfficeFacts) -> Value:
    if not clause.categories or not exposure.categories:
        return Value.UNKNOWN
    reach = office.below(clause.categories) - office.below(clause.categories_except)
    if exposure.categories & reach:
        return Value.YES
    coarse = any(exposure.categories & office.above(category) for category in clause.categories)
    return Value.UNKNOWN if coarse else Value.NO


def never(clause: ClauseFacts, exposure: ExposureFacts, office: OfficeFacts) -> bool:
    """Whether a clause on a category does not mean this exposure on any day."""
    return clause.mode == "CATEGORY" and _market(clause, exposure, office) is Value.NO


def _trade(clause: ClauseFacts, exposure: ExposureFacts, office: OfficeFacts) -> Value:
    trades = office.trades.get(office.brands[exposure.brand].company)
    if not clause.categories or not trades:
        return Value.UNKNOWN
    if trades & (office.below(clause.categories) - office.below(clause.categories_except)):
        return Value.YES
    coarse = any(trades & office.above(category) for category in clause.categories)
    return Value.UNKNOWN if coarse else Value.NO


def target(
    commitment: CommitmentFacts,
    clause: ClauseFacts,
    exposure: ExposureFacts,
    office: OfficeFacts,
    day: date,
    at: datetime,
) -> Value:
    """Whether the exposure is for somebody whom the clause bars, as the world is on that day."""
    own, sisters = kin(commitment, clause, office, day)
    if exposure.brand in own:
        return Value.NO
    if clause.mode == "FULL":
        return Value.YES  # any other sponsor (R10)
    if clause.mode == "NAMED":
        if not clause.brands and not clause.companies:
            return Value.UNKNOWN
        if exposure.brand in named(clause, office, listed_on(commitment, clause, day, at)):
            return Value.YES
        return Value.UNKNOWN if clause.open_list and _beside(commitment, exposure, office) else Value.NO
    if clause.mode == "COMPANY_TRADE":
        value = _trade(clause, exposure, office)
    else:
        value = _category(clause, exposure, office)
    return min(value, Value.UNKNOWN) if exposure.brand in sisters else value
