"""What is said of a clause and a hit, to staff."""

from collections.abc import Iterable
from datetime import date, timedelta

from exclusivity.rules.facts import ClauseFacts, CommitmentFacts, Days, ExposureFacts
from exclusivity.rules.office import OfficeFacts
from lib.countries import country_name


def listed(words: Iterable[str]) -> str:
    """a, b and c."""
    ordered = sorted(words, key=str.casefold)
    return ordered[0] if len(ordered) == 1 else f"{', '.join(ordered[:-1])} and {ordered[-1]}" if ordered else ""


def day(value: date) -> str:
    return f"{value.day} {value:%b %Y}"


def days(value: Days | None) -> str:
    """Half-open days as people write them, with the last day."""
    if value is None:
        return "nobody said when"
    start, end = value
    last = end - timedelta(days=1) if end is not None else None
    if start is None:
        return f"until {day(last)}" if last else "always"
    if last is None:
        return f"from {day(start)} on"
    return day(start) if start == last else f"{day(start)} to {day(last)}"


def lowered(name: str) -> str:
    """A category's name within a sentence; TV stays TV."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def categories(ids: Iterable[int], office: OfficeFacts) -> str:
    return listed(lowered(office.category_names.get(category, "?")) for category in ids)


def countries(codes: Iterable[str]) -> str:
    return listed(country_name(code) for code in codes)


def place(territories: frozenset[str] | None, but: frozenset[str] = frozenset()) -> str:
    if territories is None or "*" in territories:
        return f"the world except {countries(but)}" if but else "the world"
    return countries(territories - but)


def channels(value: frozenset[str] | None, office: OfficeFacts) -> str:
    return "all channels" if value is None else listed(office.channel_names.get(name, name) for name in value)


def barred(clause: ClauseFacts, office: OfficeFacts) -> str:
    """What the clause keeps away, as the object of `brand`'s sentence."""
    what = categories(clause.categories, office)
    but = f" except {categories(clause.categories_except, office)}" if clause.categories_except else ""
    if clause.mode == "FULL":
        return "allows nobody beside it"
    if clause.mode == "NAMED":
        names = [office.brands[brand].name for brand in clause.brands if brand in office.brands]
        names += [office.company_names.get(company, "?") for company in clause.companies]
        return f"bars {listed(names)}" if names else "bars brands that nobody listed"
    if not what:
        return "keeps a category to itself that nobody named"
    if clause.mode == "COMPANY_TRADE":
        return f"bars every company in {what}{but}"
    return f"keeps {what}{but} to itself"


def where(clause: ClauseFacts, office: OfficeFacts) -> str:
    """The clause's countries and channels, empty where it knows no bounds."""
    said = ""
    if clause.territories is not None:
        said += f" in {place(clause.territories, clause.territories_except)}"
    elif clause.territories_except:
        said += f" everywhere but in {countries(clause.territories_except)}"
    if clause.channels is not None:
        said += f" on {channels(clause.channels, office)}"
    return said


def until(stretch: Days | None) -> str:
    if stretch is None:
        return ", nobody said until when"
    return " until further notice" if stretch[1] is None else f" until {day(stretch[1] - timedelta(days=1))}"


def promise(commitment: CommitmentFacts, clause: ClauseFacts, office: OfficeFacts, stretch: Days | None) -> str:
    """Lumeya keeps skincare to itself in Japan and Korea until 30 Jun 2027 (clause 4.2)."""
    name = office.brands[commitment.brand].name
    return f"{name} {barred(clause, office)}{where(clause, office)}{until(stretch)} ({clause.label})."


def showing(exposure: ExposureFacts, office: OfficeFacts) -> str:
    """What the other side shows, in one phrase."""
    what = f" for {categories(exposure.categories, office)}" if exposure.categories else ""
    kind = lowered(office.activity_names.get(exposure.activity, exposure.activity))
    name = office.brands[exposure.brand].name
    return f"{name}: {kind}{what}, {days(exposure.days)}."


UNKNOWN = {
    "person": "Nobody said whether it binds the act and its members alike.",
    "target": "It is not clear whether they compete.",
    "time": "It is not clear whether the days meet.",
    "territory": "It is not clear whether the countries meet.",
    "channel": "It is not clear whether the channels meet.",
    "activity": "Nobody said whether this kind of work counts.",
}
