"""Live pieces of which no platform tells anything, until somebody reads them off the screen."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from campaigns.models import Booking, Deliverable, DeliverableState
from campaigns.models.booking import COUNTING
from stats.models import Post
from stats.results.reading import entered, posts_of, tells

FIRST = timedelta(days=2)  # the next readings of the account's posts may bring them
LONGEST = timedelta(days=90)


def untold(rows: QuerySet[Deliverable], now: datetime) -> list[Deliverable]:
    """Those of the last months without any figure, the oldest first. Four queries, one where none is live."""
    live = rows.filter(
        state=DeliverableState.PUBLISHED, booking__in=Booking.objects.filter(COUNTING),
        published_at__lte=now - FIRST, published_at__gt=now - LONGEST,
    )  # fmt: skip
    pieces = list(live.select_related("booking__talent", "booking__campaign__brand").order_by("published_at", "pk"))
    posts = posts_of(pieces, Post.objects.defer("text"))
    read = entered(pieces)
    return [piece for piece in pieces if not tells(posts.get(piece.pk)) and piece.pk not in read]
