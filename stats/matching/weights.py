"""How much each reason counts where nobody chose otherwise, and what was chosen."""

from dataclasses import dataclass

from django.db.models import Q

from campaigns.models import Campaign
from stats.models.matching import MatchReason, MatchWeight

R = MatchReason
SHIPPED: dict[str, int] = {
    R.VERDICT: 30, R.REFUSED: 50, R.GENRE: 20, R.CATEGORY: 15, R.PUNCTUAL: 10, R.RESULTS: 10, R.ENGAGEMENT: 15,
    R.TIER: 10, R.GROWTH: 5, R.HOME: 10, R.AUDIENCE: 15, R.PRICE: 10, R.FREE: 10, R.AWAY: 10, R.STAGE: 5, R.BRAND: 10,
    R.LOVED: 10, R.RESTED: 15,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weights:
    """Each reason's weight. `own`: this campaign's word; `office`: what holds without it."""

    by_reason: dict[str, int]
    office: dict[str, int]
    own: bool

    def differ(self, weights: dict[str, int]) -> bool:
        return any(self.by_reason[reason] != weight for reason, weight in weights.items())


def weights_of(campaign: Campaign) -> Weights:
    """What counts for this campaign: its own word, else the office's, else what is shipped. One query."""
    office: dict[str, int] = dict(SHIPPED)
    own: dict[str, int] = {}
    rows = MatchWeight.objects.filter(Q(campaign=campaign) | Q(campaign=None))
    for campaign_id, reason, weight in rows.values_list("campaign_id", "reason", "weight"):
        (office if campaign_id is None else own)[reason] = weight
    office = {str(reason): office[reason] for reason in MatchReason}
    return Weights({**office, **own}, office, bool(own))
