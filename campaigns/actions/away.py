"""Days away, and who plans with a talent on them."""

from datetime import date, datetime

from django.db.models import Q

from accounts.models import User
from accounts.queries import staff_who_can
from accounts.roles import Permission
from campaigns import calendar_letters, letters
from campaigns.calendar import AWAY, Wanted, happenings
from campaigns.models import Appointment, Booking, BookingState
from campaigns.options import office_zone
from campaigns.people import Addressee, can_manage
from lib.actions import action
from talent.actions import add_away, change_away
from talent.models import Away, Talent


@action
def say_away(
    *, talent: Talent, first: date, last: date, words: str = "", away: Away | None = None, by: User, now: datetime
) -> Away:
    """Say when a talent is away, or that `away` is on other days. Managers read what of their campaigns falls into it.

    Whoever says it is not told of it.
    """
    facts = {"first": first, "last": last, "words": words, "by": by, "now": now}
    before = (away.first, away.last) if away is not None else None
    row = add_away(talent=talent, **facts) if away is None else change_away(away=away, **facts)  # type: ignore[arg-type]
    if (row.first, row.last) != before:
        _tell(row, by, now)
    return row


def _tell(row: Away, by: User, now: datetime) -> None:
    own = Booking.objects.filter(talent=row.talent)
    booked = own.filter(state=BookingState.CONFIRMED).values("campaign__manager")
    planned = Appointment.objects.planned().filter(booking__in=own).values("booking__campaign__manager")
    zone = office_zone()
    for manager in User.objects.filter(Q(pk__in=planned) | Q(pk__in=booked)).exclude(pk=by.pk).order_by("pk"):
        able = [manager] if can_manage(manager) else list(staff_who_can(Permission.RUN_CAMPAIGNS).order_by("pk"))
        told = [user for user in able if user != by]
        if not told:
            continue
        found = happenings(told[0], row.first, row.last, zone, Wanted(talent=row.talent.public_id, manager=manager))
        mine = [one for one in found if one.kind == AWAY and one.public_id == row.public_id and one.meets]
        for one in mine:
            letters.send(calendar_letters.away_meets(row, one.meets), [Addressee.of(user) for user in told], now)
