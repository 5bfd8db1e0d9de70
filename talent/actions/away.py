"""Days on which a talent is not to be had."""

from datetime import date, datetime, timedelta

from psycopg.types.range import DateRange

from accounts.models import User
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation
from talent.actions.talents import lock
from talent.checks import may_say_away
from talent.models import Away, Talent

LONGEST = timedelta(days=366)


def _days(first: date, last: date) -> DateRange:
    if last < first:
        raise Refused("The last day comes before the first.")
    if last - first > LONGEST:
        raise Refused("At most a year at once.")
    return DateRange(first, last + timedelta(days=1))


@action
def add_away(*, talent: Talent, first: date, last: date, words: str = "", by: User, now: datetime) -> Away:
    """Say that a talent is away from the first to the last day, both included."""
    talent = lock(talent)
    require(may_say_away(talent, by))
    row = Away(talent=talent, days=_days(first, last), words=words.strip(), created_at=now, created_by=by)
    with violation():
        row.save()
    return row


@action
def change_away(*, away: Away, first: date, last: date, words: str = "", by: User, now: datetime) -> Away:
    """Other days, or another reason. What was taken back stays so."""
    talent = lock(away.talent)
    require(may_say_away(talent, by))
    row = Away.objects.select_for_update(of=("self",)).get(pk=away.pk)
    row.talent = talent
    if row.dropped_at is not None:
        raise Refused("It was taken back meanwhile. Say it anew.")
    row.days, row.words = _days(first, last), words.strip()
    with violation():
        row.save(update_fields=["days", "words"])
    return row


@action
def drop_away(*, away: Away, by: User, now: datetime) -> None:
    """Take it back; a second time changes nothing."""
    talent = lock(away.talent)
    require(may_say_away(talent, by))
    row = Away.objects.select_for_update(of=("self",)).get(pk=away.pk)
    if row.dropped_at is None:
        row.dropped_at, row.dropped_by = now, by
        row.save(update_fields=["dropped_at", "dropped_by"])
