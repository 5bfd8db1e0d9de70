"""Another day for one piece: when its draft is due, when it goes live."""

from datetime import date, datetime

from accounts.models import User
from accounts.roles import Permission
from campaigns import calendar_letters, letters
from campaigns.actions.confirmations import outdate
from campaigns.actions.shared import lock_deliverable, promise
from campaigns.calendar_checks import may_redate, moved
from campaigns.models import Deliverable, DeliverableState
from campaigns.people import may, of_talent
from campaigns.promises import dates_of
from lib.actions import action
from lib.refusals import require


@action
def redate_piece(
    *, deliverable: Deliverable, draft_due_on: date | None, live_on: date | None, by: User, now: datetime
) -> Deliverable:
    """Move a piece's days within those of its booking; a window to go live keeps its length. What the brand may use it
    for moves along, and the clash is asked.

    The terms change with it: the talent is told, and the confirmation is drawn up anew.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    row = lock_deliverable(deliverable)
    dates = moved(row, draft_due_on, live_on)
    if dates == dates_of(row):
        return row
    require(may_redate(row, dates, now))
    if row.state == DeliverableState.CHANGES and dates[0] != row.draft_due_on:
        row.turn_due_on = None  # the day that the office says now is the one that holds
    row.draft_due_on, row.live_on, row.live_until = dates
    row.save(update_fields=["draft_due_on", "live_on", "live_until", "turn_due_on"])
    outdate(row.booking, by=by, now=now)
    promise(row.booking, by=by, now=now)
    letters.send(calendar_letters.redated(row), of_talent(row.booking.talent), now)
    return row
