"""From approved draft to live post."""

from datetime import datetime

from accounts.models import User
from accounts.roles import Permission
from campaigns import letters, news_letters
from campaigns.actions.confirmations import outdate
from campaigns.actions.shared import lock_deliverable, settle
from campaigns.checks import may_give_address, may_waive
from campaigns.models import Deliverable, DeliverableState
from campaigns.people import approvers_of, may, may_act_for, told_of
from campaigns.rules import address_problem
from exclusivity.actions import mark_published
from exclusivity.models import Exposure
from lib.actions import action
from lib.moves import move
from lib.refusals import Refused, require


@action
def give_post_address(*, deliverable: Deliverable, url: str, by: User, now: datetime) -> Deliverable:
    """Say where the approved piece went live. The last piece of the last booking takes the campaign to reporting.

    Raises `Refused` where the address is on another platform than the piece was promised for.
    """
    require(may_act_for(by, deliverable.booking.talent, Permission.DELIVER))
    deliverable = lock_deliverable(deliverable)
    require(may_give_address(deliverable))
    problem = address_problem(url, deliverable.channel)
    if problem:
        raise Refused(problem)
    move(deliverable, DeliverableState.PUBLISHED, post_url=url.strip(), published_at=now, published_by=by)
    _publish(deliverable, by=by, now=now)
    campaign = deliverable.booking.campaign
    to_manager = (news_letters.live_to_manager(deliverable), told_of(campaign, by))
    letters.send_all([to_manager, (news_letters.live_to_brand(deliverable), approvers_of(campaign.brand))], now)
    settle(campaign, now)
    return deliverable


def _publish(deliverable: Deliverable, *, by: User, now: datetime) -> None:
    """What is all live on a channel is a fact, no longer a promise that the guard holds against others."""
    booking = deliverable.booking
    owed = booking.deliverables.filter(channel=deliverable.channel).exclude(
        state__in=(DeliverableState.PUBLISHED, DeliverableState.WAIVED)
    )
    if owed.exists():
        return
    shown = Exposure.objects.filter(
        commitment=booking.commitment_id,
        channels=[deliverable.channel],
        activity__in=("PAID", "GIFTED"),
        published_at=None,
    )
    for exposure in shown.order_by("pk"):
        mark_published(exposure=exposure, by=by, now=now)


@action
def waive_deliverable(*, deliverable: Deliverable, reason: str, by: User, now: datetime) -> Deliverable:
    """Let the talent off a piece. The reason goes into the history."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    if not reason.strip():
        raise Refused("Say why it is no longer owed.")
    deliverable = lock_deliverable(deliverable)
    require(may_waive(deliverable))
    move(deliverable, DeliverableState.WAIVED)
    outdate(deliverable.booking, by=by, now=now, accepted=False)
    settle(deliverable.booking.campaign, now)
    return deliverable
