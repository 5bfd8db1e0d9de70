"""What speaks for or against working with somebody again: facts with their figures, never a verdict."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import Min
from django.utils import timezone

from campaigns.models import Deliverable, Rating, Review, ReviewSide
from lib.figures import counted
from stats.models.benchmark import Band
from stats.results.campaign import CampaignResult, TalentResult


def again(result: CampaignResult) -> dict[int, list[str]]:
    """Booking to its facts: drafts and posts on time, rounds, rates, what the brand says of it. Three queries."""
    bookings = [each.booking.pk for each in result.talents]
    pieces = defaultdict(list)
    rows = Deliverable.objects.filter(booking__in=bookings).annotate(first=Min("drafts__submitted_at"))
    for piece in rows.order_by("pk"):
        pieces[piece.booking_id].append(piece)
    sent_back: dict[int, int] = defaultdict(int)
    changes = Review.objects.filter(draft__deliverable__booking__in=bookings, side=ReviewSide.CLIENT, approved=False)
    for pk in changes.values_list("draft__deliverable__booking", flat=True):
        sent_back[pk] += 1
    said = {row.booking_id: [_rated(row)] for row in Rating.objects.filter(booking__in=bookings)}
    return {
        pk: [*_punctual(pieces[pk]), _rounds(sent_back[pk]), *_brought(each), *said.get(pk, ())]
        for each in result.talents
        for pk in (each.booking.pk,)
    }


def _punctual(pieces: Sequence[Deliverable]) -> list[str]:
    drafts = [(piece.first, piece.draft_due_on) for piece in pieces]  # type: ignore[attr-defined]
    posts = [(piece.published_at, piece.live_by) for piece in pieces]
    return [*_on_time(drafts, "drafts on time"), *_on_time(posts, "live on time")]


def _on_time(done: Iterable[tuple[datetime | None, date | None]], words: str) -> list[str]:
    """`2 of 3 drafts on time`, of those that are done and had a day; nothing where none is."""
    known = [timezone.localdate(at) <= due for at, due in done if at and due]
    return [f"{sum(known)} of {len(known)} {words}"] if known else []


def _rounds(count: int) -> str:
    return "no changes asked for" if not count else f"{counted(count, 'round')} of changes"


def _rated(rating: Rating) -> str:
    """`the brand says 4 of 5, “Quick and kind.”`."""
    return f"the brand says {rating}" + (f", “{rating.words}”" if rating.words else "")


def _brought(each: TalentResult) -> list[str]:
    said = []
    bands = [Band(piece.band).label.lower() for piece in each.pieces if piece.band]
    if bands:
        said.append(f"engagement {', '.join(bands)}")
    departs = sum(bool(piece.open_departs) for piece in each.pieces)
    if departs:
        said.append(f"{departs} live otherwise than approved")
    return said
