"""Links and codes for a booking."""

from datetime import date, datetime, timedelta

from accounts.models import User
from accounts.roles import Permission
from campaigns.actions.shared import lock_booking
from campaigns.checks import office_day
from campaigns.models import Booking, Deliverable
from campaigns.models.booking import STANDING
from campaigns.people import may
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation
from sales.actions.sales import lock_brand
from sales.addresses import checked_target, with_utm
from sales.attribution import attribute_late
from sales.models import DiscountCode, TrackedLink
from sales.models.link import new_code

NO_BOOKING = "Only who is booked has links and codes."


def _standing(booking: Booking, by: User) -> Booking:
    require(may(by, Permission.RUN_CAMPAIGNS))
    booking = lock_booking(booking)
    if booking.state not in STANDING:
        raise Refused(NO_BOOKING)
    return booking


@action
def make_link(
    *, booking: Booking, piece: Deliverable | None, target: str, utm: bool, label: str, by: User, now: datetime
) -> TrackedLink:
    """A short address for this booking, or this piece of it, that leads to `target` and counts who comes by it.

    Raises `Refused` where the target is not an https address of the public internet.
    """
    target = checked_target(target)
    booking = _standing(booking, by)
    if piece is not None and piece.booking_id != booking.pk:
        raise Refused("This piece is of another booking.")
    code = new_code()
    if utm:
        platform = piece.channel if piece is not None else ""
        target = with_utm(target, platform=platform, campaign=booking.campaign.name, code=code)
    with violation():
        return TrackedLink.objects.create(
            booking=booking, piece=piece, code=code, target=target, label=label.strip(), made_at=now, made_by=by
        )


@action
def end_link(*, link: TrackedLink, by: User, now: datetime) -> TrackedLink:
    """From now on it leads to a page that says that it is over, and counts no more."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    link = TrackedLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if link.ended_at is None:
        link.ended_at, link.ended_by = now, by
        link.save(update_fields=["ended_at", "ended_by"])
    return link


@action
def make_code(
    *, booking: Booking, code: str, terms: str, first: date, last: date | None, by: User, now: datetime
) -> DiscountCode:
    """Note a talent's discount code and what it is worth. Orders with it that came in before become theirs."""
    if last is not None and last < first:
        raise Refused("The last day comes before the first.")
    brand = lock_brand(booking.campaign.brand)  # as orders that come in meanwhile do
    booking = _standing(booking, by)
    after = last + timedelta(days=1) if last is not None else None
    with violation():
        made = DiscountCode.objects.create(
            booking=booking, brand=brand, code=code.strip().upper(), terms=terms.strip(), days=(first, after),
            made_at=now, made_by=by,
        )  # fmt: skip
    made.refresh_from_db(fields=["days"])
    attribute_late(brand, made.code)
    return made


@action
def end_code(*, code: DiscountCode, by: User, now: datetime) -> DiscountCode:
    """It is valid through today and no longer; one that has not begun never is."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    code = DiscountCode.objects.select_for_update(of=("self",)).get(pk=code.pk)
    after = office_day(now) + timedelta(days=1)
    if code.ended_at is None and (code.days.upper is None or code.days.upper > after):
        code.days = (code.days.lower, max(after, code.days.lower))
        code.ended_at, code.ended_by = now, by
        code.save(update_fields=["days", "ended_at", "ended_by"])
    return code
