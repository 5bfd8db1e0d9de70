"""Telling the office what came in, gathered."""

from datetime import datetime

from accounts.models import User
from accounts.roles import Permission
from campaigns import letters, news_letters
from campaigns.actions.shared import lock_campaign
from campaigns.models import Application, Campaign
from campaigns.people import may, told_of
from campaigns.queries.news import came_in
from lib.actions import action
from lib.refusals import Refused, require


@action
def tell_applications(*, campaign: Campaign, by: User, now: datetime) -> list[Application]:
    """One letter to the manager, or who acts for them, about all who have applied since the last one."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    campaign = lock_campaign(campaign)
    rows = list(came_in(now).filter(campaign=campaign).select_related("talent").order_by("created_at", "pk"))
    if not rows:
        raise Refused("Nobody has applied since.")
    letters.send(news_letters.applications_in(campaign, rows), told_of(campaign, by), now)
    return rows
