"""What a brand asks for in a brief of its own, for `parts/client_brief.html`."""

from typing import Any

from campaigns.brief_words import attributes_words
from campaigns.goals import listed_goals
from campaigns.models import ClientBrief
from campaigns.pieces import line_words
from clients.models import Category
from exclusivity.axes import WORLD, Channel
from lib.countries import country_name
from lib.figures import counted

ROWS = ClientBrief.objects.select_related("brand", "campaign", "sent_by", "answered_by")


def asked_in(row: ClientBrief) -> dict[str, Any]:
    """The brief, with its channels and countries in words."""
    return {
        "brief": row,
        "details": _details(row),
        "goals": listed_goals(row.goals, row.goals_currency),
        "channels": [Channel(value).label for value in row.channels],
        "where": ["the world"] if WORLD in row.territories else [country_name(code) for code in row.territories],
    }


def _details(row: ClientBrief) -> list[tuple[str, str]]:
    """What it says beyond the form's first page. One query where a category is named."""
    keys = {*row.categories, *row.exclusive_categories}
    names = dict(Category.objects.filter(key__in=keys).values_list("key", "name")) if keys else {}
    kept = ", ".join(names.get(key, key) for key in row.exclusive_categories)
    if row.exclusive_tail:
        kept = f"{kept or 'in what is not said yet'}, and {counted(row.exclusive_tail, 'month')} longer"
    said = [
        ("Pieces", "; ".join(line_words(line) for line in row.lines)),
        ("Promotes", ", ".join(names.get(key, key) for key in row.categories)),
        ("Is", attributes_words(row.attributes)),
        ("Product given", row.gift), ("Tags", row.tags), ("Label", row.label), ("For no rival", kept),
    ]  # fmt: skip
    return [pair for pair in said if pair[1]]
