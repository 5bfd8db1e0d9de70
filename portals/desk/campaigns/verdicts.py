"""How places would stand if they were confirmed: what the casting table shows in its verdict column."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from campaigns.models import Application, Booking, Campaign
from campaigns.promises import sketch_of
from exclusivity.queries import Standing, standings_if_bound


def verdicts(
    campaign: Campaign, waiting: Sequence[Application], holds: Sequence[Booking], now: datetime
) -> dict[Application | Booking, Standing]:
    """An applicant by the brief, a hold by its own terms, with its waivers and decisions.

    The number of queries does not grow with either.
    """
    if not waiting and not holds:
        return {}
    bare = sketch_of(campaign)
    sketches = [replace(bare, talent_ids=(row.talent_id,)) for row in waiting]
    written = {hold.commitment_id: hold.talent_id for hold in holds}
    asked, held = standings_if_bound(sketches, written, now)
    return {**dict(zip(waiting, asked, strict=True)), **{hold: held[hold.commitment_id] for hold in holds}}
