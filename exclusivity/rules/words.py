"""What is said of a clause and a hit, to staff."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from exclusivity.rules.facts import ClauseFacts, CommitmentFacts, Days, ExposureFacts
from exclusivity.rules.office import OfficeFacts
from lib.countries import country_name


def listed(words: Iterable[str]) -> str:
    """a, b and c."""
    said = list(words)
    if len(said) < 2:
        return "".join(said)
    *first, last = sorted(said, key=str.casefold)
    return f"{', '.join(first)} and {last}"


@lru_cache(4096)
def day(value: date) -> str:
    return f"{value.day} {value:%b %Y}"


@lru_cache(4096)
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


@lru_cache(4096)
def lowered(name: str) -> str:
    """A category's name within a sentence; TV stays TV."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def categories(ids: Iterable[int], office: OfficeFacts) -> str:
    return listed(lowered(office.category_names.get(category, "?")) for category in ids)


def countries(codes: Iterable[str]) -> str:
    return listed(country_name(code) for code in codes)


@lru_cache(4096)
def place(territories: frozenset[str] | None, but: frozenset[str] = frozenset()) -> str:
    if territories is None or "*" in territories:
        return f"the world except {countries(but)}" if but else "the world"
    return countries(territories - but)


def channels(value: frozenset[str] | None, office: OfficeFacts) -> str:
    return "all channels" if value is None else listed(office.channel_names.get(name, name) for name in value)


def names(clause: ClauseFacts, office: OfficeFacts) -> str:
    """The brands and companies on a clause's list."""
    found = [office.brands[brand].name for brand in clause.brands if brand in office.brands]
    return listed([*found, *(office.company_names.get(company, "?") for company in clause.companies)])


def barring(mode: str, strength: str, what: str, but: str, named: str) -> str:
    """What a clause does, as the rest of a sentence that its beneficiary begins. `what` and `but` are categories."""
    what += f" except {but}" if but else ""
    if strength in WEAKER:
        things = {
            "FULL": "whatever else is shown",
            "NAMED": f"work for {named or 'brands that nobody listed'}",
            "COMPANY_TRADE": f"work for any company in {what}",
        }
        none = not what and mode in ("CATEGORY", "COMPANY_TRADE")
        return f"{WEAKER[strength]} {'a category that nobody named' if none else things.get(mode, what)}"
    if mode == "FULL":
        return "allows nobody beside it"
    if mode == "NAMED":
        return f"bars {named or 'brands that nobody listed'}"
    if not what:
        return "keeps a category to itself that nobody named"
    return f"bars every company in {what}" if mode == "COMPANY_TRADE" else f"keeps {what} to itself"


WEAKER = {"NOTIFY": "is to be told of", "FIRST_REFUSAL": "has the first refusal of"}
UNLESS = {"CONSENT_REQUIRED": " unless it consents"}


def barred(clause: ClauseFacts, office: OfficeFacts) -> str:
    """What the clause keeps away, as the object of `brand`'s sentence."""
    what, but = categories(clause.categories, office), categories(clause.categories_except, office)
    return barring(clause.mode, clause.strength, what, but, names(clause, office))


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
    said = f"{barred(clause, office)}{where(clause, office)}{until(stretch)}{UNLESS.get(clause.strength, '')}"
    return f"{name} {said} ({clause.label})."


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
