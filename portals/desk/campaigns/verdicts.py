"""How a brief would stand for many talents at once: what the casting table shows in its verdict column."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from campaigns.models import Campaign
from campaigns.promises import sketch_of
from exclusivity.queries import Standing, standings_of_sketches
from talent.models import Talent


def verdicts(campaign: Campaign, talents: Sequence[Talent], now: datetime) -> dict[int, Standing]:
    """Each talent's standing if the brief were promised now. The number of queries does not grow with the talents."""
    if not talents:
        return {}
    bare = sketch_of(campaign)
    ids = [talent.pk for talent in talents]
    standings = standings_of_sketches([replace(bare, talent_ids=(key,)) for key in ids], now)
    return dict(zip(ids, standings, strict=True))
