"""What of the world has a day: a confirmation, a shoot, a day away."""

from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from campaigns import actions
from campaigns.models import Booking
from campaigns.papers import draw_up
from talent.actions import add_away


def put_dates(world: Any, booking: Booking, owner: User, now: datetime) -> None:
    """Onto the world, each of the booking."""
    start = now + timedelta(days=3)
    world.confirmation = draw_up(booking=booking, by=owner, now=now)
    world.appointment = actions.plan_appointment(
        booking=booking, what="Shoot", starts_at=start, ends_at=start + timedelta(hours=2), timezone="Asia/Tokyo",
        by=owner, now=now,
    )  # fmt: skip
    world.away = add_away(talent=booking.talent, first=start.date(), last=start.date(), by=owner, now=now)
