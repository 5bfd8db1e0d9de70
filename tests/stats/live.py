"""A live post of the piece, and what is read of it."""

from datetime import UTC, datetime, timedelta

from stats.results.reading import results_of
from tests.factories import NOW, PostFactory

URL = "https://www.instagram.com/p/Sea1/"


def post(account, **values):
    said = {
        "url": URL, "text": "Summer in a glass. #PR", "published_at": datetime(2026, 5, 15, 3, tzinfo=UTC),
        "measured_at": NOW + timedelta(days=40), "first_seen_at": NOW, "views": 80_000, "likes": 900, "comments": 100,
    }  # fmt: skip
    return PostFactory(account=account, **{**said, **values})


def result(piece):
    [found] = results_of([piece.booking], held=True)[piece.booking_id]
    return found
