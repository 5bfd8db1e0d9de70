"""A brand says how it was to work with a talent."""

from datetime import datetime

from accounts.models import User
from accounts.roles import Permission, can
from campaigns.actions.shared import lock_booking
from campaigns.models import Booking, DeliverableState, Rating
from campaigns.models.booking import STANDING
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation


@action
def rate_talent(*, booking: Booking, stars: int, words: str, by: User, now: datetime) -> Rating:
    """From 1 to 5 with a word; said again, the new one counts and the history keeps the old. Raises `Refused`."""
    require(can(by, Permission.RATE_TALENTS))
    booking = lock_booking(booking)
    if not Booking.objects.visible_to(by).filter(pk=booking.pk).exists():
        raise Refused("This is another brand's booking.")
    if booking.state not in STANDING:
        raise Refused(f"This booking is {booking.get_state_display().lower()}.")
    if not booking.deliverables.filter(state=DeliverableState.PUBLISHED).exists():
        raise Refused("Nothing of theirs is live yet.")
    said = {"stars": stars, "words": words.strip(), "rated_at": now, "rated_by": by}
    with violation():
        rating, _ = Rating.objects.update_or_create(booking=booking, defaults=said)
    return rating
