"""What a campaign cost beside the fees, and the numbers that it is to reach."""

from collections.abc import Mapping
from datetime import datetime

from djmoney.money import Money

from accounts.models import User
from accounts.roles import Permission
from campaigns.actions.shared import lock_campaign
from campaigns.goals import keep_goals
from campaigns.models import Campaign, CampaignState, Cost, Goal
from campaigns.people import may
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation

FROZEN = (CampaignState.CLOSED, CampaignState.CANCELLED)


def _open(campaign: Campaign, by: User) -> Campaign:
    require(may(by, Permission.RUN_CAMPAIGNS))
    campaign = lock_campaign(campaign)
    if campaign.state in FROZEN:
        raise Refused(f"{campaign.name} is {campaign.get_state_display().lower()}: its figures stand.")
    return campaign


@action
def add_cost(*, campaign: Campaign, kind: str, paid_by: str, amount: Money, note: str, by: User, now: datetime) -> Cost:
    """Note a cost beside the fees, and who bore it."""
    campaign = _open(campaign, by)
    with violation():
        return Cost.objects.create(
            campaign=campaign, kind=kind, paid_by=paid_by, amount=amount, note=note.strip(), added_at=now, added_by=by
        )


@action
def drop_cost(*, cost: Cost, by: User, now: datetime) -> Cost:
    """Take a cost back that was noted by mistake; the history keeps it."""
    _open(cost.campaign, by)
    cost = Cost.objects.select_for_update().get(pk=cost.pk)
    if cost.dropped_at is None:
        cost.dropped_at, cost.dropped_by = now, by
        cost.save(update_fields=["dropped_at", "dropped_by"])
    return cost


@action
def set_goals(
    *, campaign: Campaign, targets: Mapping[str, int | None], currency: str = "", by: User, now: datetime
) -> list[Goal]:
    """Say what the campaign is to reach, a number a measure; None takes a goal away. A revenue is in `currency`."""
    campaign = _open(campaign, by)
    keep_goals(campaign, targets, currency)
    return list(campaign.goals.all())
