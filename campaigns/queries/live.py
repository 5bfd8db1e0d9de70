"""Live posts that somebody has to look at: not what was approved, taken down, or not held against it yet."""

from datetime import datetime, timedelta

from django.db.models import F, Q

from accounts.models import User
from campaigns.checks import office_day
from campaigns.models import CampaignState, Deliverable, DeliverableState
from campaigns.models.booking import STANDING
from campaigns.queries.entries import Entry
from campaigns.rules import day_words

FIRST = timedelta(days=2)  # the next readings of the account's posts may settle it
LONGEST = timedelta(days=60)


def to_verify(user: User, now: datetime, *, mine: bool) -> list[Entry]:
    """A line a post. One query."""
    fresh = Q(published_at__gt=now - LONGEST) | Q(taken_down_at__gt=now - LONGEST)
    unseen = Q(verified_at=None) & (Q(taken_down_at__isnull=False) | ~Q(departs=[]) | Q(published_at__lte=now - FIRST))
    rows = Deliverable.objects.filter(
        fresh, unseen | ~Q(departs__contained_by=F("accepted")), state=DeliverableState.PUBLISHED,
        booking__state__in=STANDING, booking__campaign__state__in=(CampaignState.RUNNING, CampaignState.REPORTING),
    )  # fmt: skip
    rows = rows.filter(booking__campaign__manager=user) if mine else rows
    return [_line(row) for row in rows.select_related("booking__talent", "booking__campaign__brand").order_by("pk")]


def _line(row: Deliverable) -> Entry:
    campaign, talent = row.booking.campaign, row.booking.talent
    open_ = [sentence for sentence in row.departs if sentence not in row.accepted]
    said, verb = "Nobody has held it against what was approved", f"Verify {talent.name}’s post"
    if open_:
        said, verb = " ".join(open_), f"Look at what {talent.name} posted"
    if row.taken_down_at:
        said, verb = f"Taken down on {day_words(office_day(row.taken_down_at))}", f"Decide about {talent.name}’s post"
    return Entry(
        icon="eye",
        title=f"{verb}: {row}",
        line=f"{campaign.name}. {said.rstrip('.')}",
        url_name="desk:deliverable",
        public_id=row.public_id,
        action_label="Open piece",
        face=talent,
        mark=campaign.brand,
        since=row.taken_down_at or row.published_at,
    )
