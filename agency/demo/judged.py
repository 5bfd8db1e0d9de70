"""What the demo office thinks counts: weights of a campaign, and a stage that somebody decided."""

from datetime import datetime, timedelta

from accounts.models import User
from campaigns.models import Campaign
from stats.actions import decide_stage, keep_weights
from stats.models import MatchReason
from stats.stages import reached

RUNNERS: dict[str, int] = {MatchReason.HOME: 20, MatchReason.RESTED: 25, MatchReason.TIER: 15}


def build(*, owner: User, manager: User, now: datetime) -> None:
    """One campaign with weights of its own; of those who reached a next stage the first waits a month."""
    campaign = Campaign.objects.get(name="Night Run, spring 2027")
    keep_weights(campaign=campaign, weights=RUNNERS, by=owner, now=now)
    for talent, path in reached(now, most=1):
        decide_stage(
            talent=talent, to=path.to, moves=False, until=(now + timedelta(days=30)).date(),
            reason="One booking is few. We look again after the winter.", by=manager, now=now,
        )  # fmt: skip
