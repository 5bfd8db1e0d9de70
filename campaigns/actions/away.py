"""Days away, and who plans with a talent on them."""

from collections import defaultdict
from datetime import date, datetime

from accounts.models import User
from accounts.queries import staff_who_can
from accounts.roles import Permission
from campaigns import calendar_letters, letters
from campaigns.calendar import AWAY, DRAFT, LIVE, SHOOT, Wanted, happenings, said
from campaigns.models import Booking
from campaigns.options import office_zone
from campaigns.people import Addressee, of_manager
from lib.actions import action
from talent.actions import add_away, change_away
from talent.models import Away, Talent


@action
def say_away(
    *, talent: Talent, first: date, last: date, words: str = "", away: Away | None = None, by: User, now: datetime
) -> Away:
    """Say when a talent is away, or that `away` is on other days. Who looks after a campaign reads what of it falls in.

    Whoever says it is not told of it.
    """
    facts = {"first": first, "last": last, "words": words, "by": by, "now": now}
    before = (away.first, away.last) if away is not None else None
    row = add_away(talent=talent, **facts) if away is None else change_away(away=away, **facts)  # type: ignore[arg-type]
    if (row.first, row.last) != before:
        _tell(row, by, now)
    return row


def _tell(row: Away, by: User, now: datetime) -> None:
    """Each who looks after something that falls into these days gets one letter with all of theirs."""
    staff = staff_who_can(Permission.RUN_CAMPAIGNS).order_by("pk").first()
    if staff is None:
        return
    wanted = Wanted(talent=row.talent.public_id, kinds=(SHOOT, DRAFT, LIVE, AWAY))
    found = happenings(staff, row.first, row.last, office_zone(), wanted)
    away = next(one for one in found if one.kind == AWAY and one.public_id == row.public_id)
    meets = [(one.booking, words) for one in found if (words := said(away, one))]
    rows = Booking.objects.filter(public_id__in={booking for booking, _ in meets})
    told_of = {each.public_id: of_manager(each) for each in rows.select_related("campaign__manager", "campaign__brand")}
    theirs: dict[Addressee, list[str]] = defaultdict(list)
    for booking, words in meets:
        for person in told_of[booking]:
            if person.reader != by.public_id:
                theirs[person].append(words)
    letters.send_all(
        [(calendar_letters.away_meets(row, tuple(lines)), [person]) for person, lines in theirs.items()], now
    )
