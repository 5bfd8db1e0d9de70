"""Telling those who build on the market that it has changed: a job in the same transaction."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from accounts.models import Office
from outbox.actions import enqueue


def tell(
    cause: str,
    *,
    categories: Iterable[int] = (),
    companies: Iterable[int] = (),
    trades: Iterable[int] = (),
    brands: Iterable[int] = (),
) -> None:
    """`cause` is a sentence for people.

    `categories` have another place in the tree, or stand above or below one that has; `companies` have other owners or
    brands; `trades` are categories in which some company begins or ceases to be; `brands` are not what they were.
    """
    parts = {"categories": categories, "companies": companies, "trades": trades, "brands": brands}
    args = {name: sorted(set(ids)) for name, ids in parts.items() if ids}
    enqueue("clients.market_changed", title=f"Look again: {cause}", args={"cause": cause, **args})


def written(day: date) -> str:
    return f"{day:%-d %b %Y}"


def today(now: datetime) -> str:
    """The office's day, as people write it."""
    return written(now.astimezone(ZoneInfo(Office.objects.current().timezone)).date())
