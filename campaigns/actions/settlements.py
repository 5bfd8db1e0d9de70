"""What is paid for a booking that was cancelled."""

from datetime import datetime

from djmoney.money import Money

from accounts.models import User
from accounts.roles import Permission
from campaigns import cancel_letters, letters
from campaigns.actions.shared import lock_booking
from campaigns.checks import may_settle
from campaigns.models import Booking
from campaigns.people import approvers_of, may, of_talent
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation


@action
def settle_booking(*, booking: Booking, price: Money, words: str, by: User, now: datetime) -> Booking:
    """Write down what both sides agreed on for a booking that was cancelled, or another sum since. Nothing is 0.

    `price` is what the brand pays; the talent receives it less the office's fee. Each side is told its own sum, with
    `words`, which say what it is for.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    booking = lock_booking(booking)
    require(may_settle(booking))
    if price.amount < 0:
        raise Refused("It cannot be less than 0.")
    words = words.strip()
    if (booking.settled_price, booking.settled_words) == (price, words):
        return booking
    corrected = booking.settled_price is not None
    booking.settled_price, booking.settled_words = price, words
    booking.settled_at, booking.settled_by = now, by
    with violation():
        booking.save(
            update_fields=["settled_price", "settled_price_currency", "settled_words", "settled_at", "settled_by"]
        )
    said = [
        (cancel_letters.settled(booking, price, brand=brand, corrected=corrected), people)
        for brand, people in ((False, of_talent(booking.talent)), (True, approvers_of(booking.campaign.brand)))
    ]
    letters.send_all(said, now)
    return booking
