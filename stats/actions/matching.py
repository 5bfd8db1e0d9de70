"""How much each reason counts, for one campaign or for the office."""

from collections.abc import Mapping
from datetime import datetime

from accounts.models import User
from accounts.roles import Permission, can
from campaigns.models import Campaign
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation
from stats.models.matching import MOST_WEIGHT, MatchReason, MatchWeight


@action
def keep_weights(*, campaign: Campaign | None, weights: Mapping[str, int], by: User, now: datetime) -> dict[str, int]:
    """Keep these weights for a campaign; without one, as the office's own. What is not said stays as it stands.

    Raises `Refused`.
    """
    require(can(by, Permission.RUN_OFFICE if campaign is None else Permission.RUN_CAMPAIGNS))
    if campaign is not None:
        campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    told = {MatchReason(reason): weight for reason, weight in weights.items()}
    if any(not 0 <= weight <= MOST_WEIGHT for weight in told.values()):
        raise Refused(f"A weight is between 0 and {MOST_WEIGHT}.")
    if not any(told.values()):
        raise Refused("Something has to count.")
    for reason, weight in told.items():
        with violation():
            MatchWeight.objects.update_or_create(campaign=campaign, reason=reason, defaults={"weight": weight})
    return {str(reason): weight for reason, weight in told.items()}


@action
def drop_weights(*, campaign: Campaign, by: User, now: datetime) -> None:
    """Rank this campaign's roster by the office's weights again. Raises `Refused`."""
    require(can(by, Permission.RUN_CAMPAIGNS))
    campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    campaign.match_weights.all().delete()
