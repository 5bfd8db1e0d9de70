"""What a clause forbids, in a sentence."""

from datetime import date

from exclusivity.axes import Channel
from exclusivity.models import Clause, TargetMode
from exclusivity.rules.office import OfficeFacts
from exclusivity.rules.words import UNLESS, barring, channels, countries, day, listed, lowered

NAMES = OfficeFacts(channel_names={str(value): str(label) for value, label in Channel.choices})


def clause_sentence(clause: Clause, name: str, until: date | None = None) -> str:
    """`name` keeps skincare to itself in Japan, and 30 days longer. `until` is the last day, where told."""
    what = listed(lowered(category.name) for category in clause.categories.all())
    but = listed(lowered(category.name) for category in clause.categories_except.all())
    named: list[str] = []
    if clause.mode == TargetMode.NAMED:
        named = [str(brand) for brand in clause.brands.all()] + [str(company) for company in clause.companies.all()]
    said = barring(clause.mode, clause.strength, what, but, listed(named))
    if clause.territories:
        said += f" in {countries(set(clause.territories) - set(clause.territories_except))}"
    elif clause.territories_except:
        said += f" everywhere but in {countries(clause.territories_except)}"
    if clause.channels:
        said += f" on {channels(frozenset(clause.channels), NAMES)}"
    said += f" until {day(until)}" if until else ""
    said += UNLESS.get(clause.strength, "")
    if clause.tail_length:
        unit = clause.get_tail_unit_display()
        said += f", and {clause.tail_length} {unit.removesuffix('s') if clause.tail_length == 1 else unit} longer"
    return f"{name} {said}."
