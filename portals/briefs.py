"""What a brand asks for in a brief of its own, for `parts/client_brief.html`."""

from typing import Any

from campaigns.goals import listed_goals
from campaigns.models import ClientBrief
from exclusivity.axes import WORLD, Channel
from lib.countries import country_name

ROWS = ClientBrief.objects.select_related("brand", "campaign", "sent_by", "answered_by")


def asked_in(row: ClientBrief) -> dict[str, Any]:
    """The brief, with its channels and countries in words."""
    return {
        "brief": row,
        "goals": listed_goals(row.goals, row.goals_currency),
        "channels": [Channel(value).label for value in row.channels],
        "where": ["the world"] if WORLD in row.territories else [country_name(code) for code in row.territories],
    }
