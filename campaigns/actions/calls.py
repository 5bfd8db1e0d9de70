"""An open call under way: longer, for more places, over before its day, or going on."""

from datetime import date, datetime

from accounts.models import User
from accounts.roles import Permission
from campaigns.actions.brief import check_last_day
from campaigns.actions.shared import lock_campaign
from campaigns.applying import may_close_call, may_open_call, may_write_call
from campaigns.models import Brief, Campaign, Reach
from campaigns.options import booked_in
from campaigns.people import may
from lib.actions import action
from lib.figures import counted
from lib.refusals import Refused, require
from lib.violations import violation


@action
def write_call(*, campaign: Campaign, places: int, apply_until: date | None, by: User, now: datetime) -> Brief:
    """More or fewer places, a later or an earlier last day: they change also once talents are booked on the brief.

    Raises `Refused` with fewer places than talents who are booked.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    campaign = lock_campaign(campaign)
    require(may_write_call(campaign))
    brief = campaign.brief
    booked = sum(count for (count,) in booked_in(campaign.pk))
    if places < booked:
        raise Refused(
            f"{counted(booked, 'talent')} {'is' if booked == 1 else 'are'} booked, so fewer places do not do."
        )
    if apply_until is None and brief.reach != Reach.NAMED:
        raise Refused("An open call has a last day to apply. To end it today, close the call.")
    brief.places, brief.apply_until = places, apply_until
    check_last_day(brief)
    with violation():
        brief.save(update_fields=["places", "apply_until"])
    return brief


@action
def close_call(*, campaign: Campaign, by: User, now: datetime) -> Campaign:
    """Nobody applies any more, whatever its last day. Who has applied is still answered."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    campaign = lock_campaign(campaign)
    require(may_close_call(campaign, now))
    campaign.call_closed_at, campaign.call_closed_by = now, by
    campaign.save(update_fields=["call_closed_at", "call_closed_by"])
    return campaign


@action
def open_call(*, campaign: Campaign, by: User, now: datetime) -> Campaign:
    """A call that was closed goes on, until its last day or until its places are taken."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    campaign = lock_campaign(campaign)
    require(may_open_call(campaign))
    campaign.call_closed_at = campaign.call_closed_by = None
    campaign.save(update_fields=["call_closed_at", "call_closed_by"])
    return campaign
