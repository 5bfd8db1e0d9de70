"""What else waits for a brand: whom to rate once a campaign is over, and briefs of its own that it never sent."""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from accounts.models import User
from accounts.roles import Permission, can
from campaigns.models import Booking, Campaign, CampaignState, ClientBrief, ClientBriefState, Deliverable, Rating
from campaigns.models import DeliverableState as State
from campaigns.models.booking import STANDING
from outbox.models import Message

READ = timedelta(days=7)  # after that results are found with the campaign
LONGEST = timedelta(days=90)  # after the last post went live nobody is asked any more


def campaigns_to_rate(user: User, now: datetime) -> QuerySet[Campaign]:
    """Campaigns that are over, whose results stand and whose talents (`unrated`) the brand did not rate all."""
    if not can(user, Permission.RATE_TALENTS):
        return Campaign.objects.none()
    live = Deliverable.objects.filter(booking=OuterRef("pk"), state=State.PUBLISHED)
    fresh = live.filter(published_at__gt=now - LONGEST)
    unrated = Booking.objects.filter(Exists(fresh), campaign=OuterRef("pk"), state__in=STANDING, rating=None)
    return Campaign.objects.visible_to(user).filter(
        Exists(unrated), state__in=(CampaignState.REPORTING, CampaignState.CLOSED)
    )


def results_to_read(user: User, now: datetime) -> QuerySet[Campaign]:
    """Campaigns that were closed these days and have posts, for whom there is nobody to rate or who may not.

    Who rated one has read it, and so has who opened the notice that its results stand.
    """
    told = Message.objects.told_to(user.public_id).filter(kind="results_stand", read__isnull=False)
    told = told.filter(about=Concat(Value("campaign:"), OuterRef("public_id")))
    rated = Rating.objects.filter(booking__campaign=OuterRef("pk"), rated_by=user)
    live = Deliverable.objects.filter(booking__campaign=OuterRef("pk"), state=State.PUBLISHED)
    fresh = Campaign.objects.visible_to(user).filter(Exists(live), state=CampaignState.CLOSED, closed_at__gt=now - READ)
    fresh = fresh.filter(~Exists(rated), ~Exists(told))
    return fresh.exclude(pk__in=campaigns_to_rate(user, now).order_by().values("pk"))


def with_unrated(rows: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """The same with how many talents are not rated."""
    open_ = Q(bookings__state__in=STANDING, bookings__rating=None, bookings__deliverables__state=State.PUBLISHED)
    return rows.select_related("brand").annotate(unrated=Count("bookings", filter=open_, distinct=True))


def briefs_to_send(user: User) -> QuerySet[ClientBrief]:
    """What the brand began to write and the office does not have."""
    if not can(user, Permission.WRITE_BRIEFS):
        return ClientBrief.objects.none()
    return ClientBrief.objects.visible_to(user).filter(state=ClientBriefState.DRAFT)
