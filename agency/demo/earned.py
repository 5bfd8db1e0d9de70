"""The demo office reckons earned media value for itself; brands do not read it."""

from datetime import datetime, timedelta
from decimal import Decimal

from accounts.models import User
from stats.actions import add_price_table, switch_earned_media

PRICES = {
    "instagram": ("900", "12", "45", "60", "30"),
    "tiktok": ("600", "6", "30", "45", None),
    "youtube": ("1800", "15", "60", None, None),
    "x": ("450", "8", "35", "50", None),
}
COUNTED = ("views", "likes", "comments", "shares", "saves")


def build(*, owner: User, now: datetime) -> None:
    """One table that holds for all that is live, and one that begins in the new quarter."""
    for days, source, rise in ((-400, "Invented for this demo", 1), (36, "Invented for this demo, next year", 2)):
        prices = {
            (platform, counted): Decimal(price) + rise - 1 if price else None
            for platform, row in PRICES.items()
            for counted, price in zip(COUNTED, row, strict=True)
        }
        add_price_table(
            currency="JPY", source=source, source_url="", valid_from=(now + timedelta(days=days)).date(),
            prices=prices, by=owner, now=now,
        )  # fmt: skip
    switch_earned_media(is_on=True, for_clients=False, by=owner, now=now)
