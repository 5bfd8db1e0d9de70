"""What the lists of letters and of jobs share."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count

PER_PAGE = 50


def state_tabs(rows: Any, here: str, states: Any, kept: Mapping[str, str] | None = None) -> list[Any]:
    """All, and one tab for each state with how many are in it; `kept` stays in the address. One query."""
    kept = kept or {}
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))

    def link(**more: str) -> str:
        asked = urlencode({**more, **kept})
        return f"{here}?{asked}" if asked else here

    return [("All", link(), sum(counts.values()), "all")] + [
        (label, link(state=key), counts.get(key, 0), key) for key, label in states.choices
    ]
