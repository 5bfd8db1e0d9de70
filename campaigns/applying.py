"""How long an open call takes applications, and what may become of one before the office answers it."""

from datetime import date, datetime

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from campaigns.calls import answers_call
from campaigns.checks import OUTSIDE, office_day, places_left, takes_nobody
from campaigns.models import Application, ApplicationState, Booking, Campaign, Reach
from campaigns.models.booking import STANDING
from campaigns.models.campaign import TAKING, CampaignQuerySet
from campaigns.models.nomination import UNDER_WAY
from campaigns.promises import sketch_of
from campaigns.rules import day_words
from exclusivity.queries import standing_of_sketch
from exclusivity.rules import Verdict
from lib.refusals import Answer, Denied
from talent.models import Talent
from talent.models.talent import ON_ROSTER


def takes_applications(campaign: Campaign, now: datetime) -> Answer:
    """An open call ends after its last day, when all places are taken, or when the office closes it.

    Whichever is first. That somebody is booked ends nothing.
    """
    if campaign.state not in TAKING:
        return Denied("This project takes no applications.", code="state")
    if campaign.call_closed_at is not None:
        return Denied("The office has closed this call.", code="closed")
    until = campaign.brief.apply_until
    if until and office_day(now) > until:
        return Denied(f"Applications closed on {day_words(until)}.", code="late")
    if places_left(campaign) == 0:
        return Denied("All places are taken.", code="full")
    return True


def open_calls(today: date) -> CampaignQuerySet:
    """`takes_applications` for a list."""
    standing = Booking.objects.filter(campaign=OuterRef("pk"), state__in=STANDING).order_by().values("campaign")
    booked = Subquery(standing.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    rows = Campaign.objects.filter(state__in=TAKING, call_closed_at=None, brief__apply_until__gte=today)
    return rows.filter(Q(brief__places__gt=Coalesce(booked, 0)))


def is_called(campaign: Campaign, today: date) -> bool:
    """Whether an open call is still before its end, were its places not taken."""
    brief = campaign.brief
    if campaign.state not in TAKING or brief.reach == Reach.NAMED or campaign.call_closed_at is not None:
        return False
    return brief.apply_until is not None and brief.apply_until >= today


def is_casting(campaign: Campaign, now: datetime) -> bool:
    """Whether places are free and somebody can still come to them by the open call or by a request."""
    if places_left(campaign) == 0:
        return False
    if is_called(campaign, office_day(now)):
        return True
    return campaign.nominations.filter(state__in=UNDER_WAY).exists()


def may_apply(campaign: Campaign, talent: Talent, now: datetime) -> Answer:
    """Whether a talent may apply today. Where a promise stands in the way, they read only that it is not possible."""
    takes = takes_applications(campaign, now)
    if not takes:
        return takes
    if talent.archived_at or talent.stage not in ON_ROSTER:
        return Denied("Only talents on the roster apply. Ask the office.", code="roster")
    if campaign.nominations.filter(talent=talent, state__in=UNDER_WAY).exists():
        return Denied("The office has asked you by name. Answer that.", code="asked")
    earlier = campaign.applications.filter(talent=talent).first()
    if earlier and earlier.state != ApplicationState.WITHDRAWN:
        return Denied("You have applied to this project already.", code="again")
    return answers_call(campaign, talent) and _not_blocked(campaign, talent, now)


def _not_blocked(campaign: Campaign, talent: Talent, now: datetime) -> Answer:
    standing = standing_of_sketch(sketch_of(campaign, talent), now)
    if standing.verdict >= Verdict.BLOCK:
        return Denied(standing.sentence, outside=standing.outside or OUTSIDE, code="block")
    return True


def may_change_application(application: Application, now: datetime) -> Answer:
    """Words, answers and the fee asked for are changed as long as others may still apply and nobody has answered."""
    if application.state == ApplicationState.WITHDRAWN:
        return Denied("You withdrew it.", code="withdrawn")
    if application.state != ApplicationState.APPLIED:
        return Denied("The office has answered it. Write to the office about it.", code="state")
    return takes_applications(application.campaign, now)


def may_write_call(campaign: Campaign) -> Answer:
    """Places and the last day to apply can change as long as the campaign takes talents, whoever is booked already."""
    if campaign.state not in TAKING:
        return takes_nobody(campaign)
    return True


def may_close_call(campaign: Campaign, now: datetime) -> Answer:
    """Whether there is a call that still takes applications."""
    if campaign.brief.reach == Reach.NAMED:
        return Denied("For this project the office asks talents by name.", code="named")
    return takes_applications(campaign, now)


def may_open_call(campaign: Campaign) -> Answer:
    """Whether a call that somebody closed can go on."""
    if campaign.call_closed_at is None:
        return Denied("The call was not closed by hand. Change its last day or its places.", code="state")
    return may_write_call(campaign)
