"""Days away, and who plans with a talent on them."""

from datetime import date, datetime

from accounts.models import User
from campaigns import calendar_letters, letters
from campaigns.calendar import AWAY, Wanted, happenings
from campaigns.models import BookingState
from campaigns.options import office_zone
from campaigns.people import Addressee
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
    booked = User.objects.filter(
        campaigns__bookings__talent=row.talent, campaigns__bookings__state=BookingState.CONFIRMED
    )
    zone = office_zone()
    for manager in booked.exclude(pk=by.pk).distinct().order_by("pk"):
        found = happenings(manager, row.first, row.last, zone, Wanted(talent=row.talent.public_id, manager=manager))
        mine = [one for one in found if one.kind == AWAY and one.public_id == row.public_id and one.meets]
        for one in mine:
            letters.send(calendar_letters.away_meets(row, one.meets), [Addressee.of(manager)], now)
