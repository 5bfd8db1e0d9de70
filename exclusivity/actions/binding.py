"""The moment a promise binds, and how it ends."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import User
from exclusivity.actions.anew import let_stand, look_anew, redraw
from exclusivity.actions.boxes import CONSTRAINT, write_boxes
from exclusivity.actions.findings import note_findings
from exclusivity.actions.locks import locked
from exclusivity.models import Commitment, CommitmentKind, Exposure, Finding, Status
from exclusivity.pairs import beside
from exclusivity.queries import may_stand
from exclusivity.rules import OUTSIDE, as_bound
from exclusivity.rules.place import INSTANTS
from lib.actions import action
from lib.moves import move
from lib.refusals import require
from lib.violations import fatal_violation, violation


def settle(commitment: Commitment, by: User, now: datetime) -> None:
    """After its terms changed: findings, then the truth where it binds, then the boxes."""
    if commitment.status == Status.ENQUIRY:
        return
    around = beside(commitment)
    before = around.mine.decided | around.mine.admitted
    note_findings(around, by, now, chosen=True)
    if commitment.is_binding:
        around = beside(commitment)  # a decision ends with the facts that it was taken on
        require(may_stand(around, now))
    with violation(**{CONSTRAINT: OUTSIDE}):
        write_boxes(around.mine, around.office, now)
    if before:
        redraw(before - let_stand(commitment), by, now)


@action
def bind(*, commitment: Commitment, by: User, now: datetime, reason: str = "") -> None:
    """Make the promise: a booking is confirmed, an ambassador contract signed.

    Locks everybody concerned, asks the truth, writes. Raises `Refused` with the sentence of the clash; where the truth
    was outrun, PostgreSQL refuses, which comes out as the same kind of refusal.
    """
    bind_locked(locked(commitment), by=by, now=now)


def bind_locked(commitment: Commitment, *, by: User, now: datetime) -> list[Finding]:
    """`bind` as a step of a verb that holds everybody concerned and the commitment, and read it under that lock.

    Answers what the clash desk has of it.
    """
    around = beside(commitment)
    mine = as_bound(around.mine, now)
    around = replace(around, mine=mine).near(now)
    require(may_stand(around.without_waiting(), now))
    status = Status.SIGNED if commitment.kind == CommitmentKind.AMBASSADOR else Status.CONFIRMED
    move(commitment, status, field="status", bound_at=now, bound_by=by)
    with fatal_violation(**{CONSTRAINT: OUTSIDE}):
        write_boxes(mine, around.office, now)
    return note_findings(around, by, now)


@action
def release(*, commitment: Commitment, by: User, now: datetime, reason: str = "") -> None:
    """Let a promise go that was not signed: a hold, a draft, or a booking that is cancelled."""
    locked(commitment)
    move(commitment, Status.CANCELLED, field="status")
    look_anew(commitment, by, now)


@action
def end(*, commitment: Commitment, on: date, end_reason: str, by: User, now: datetime, reason: str = "") -> None:
    """End a signed promise early. `on` is the last day on which it stands; its tail follows from there (R17)."""
    locked(commitment)
    move(commitment, Status.TERMINATED, field="status", ended_on=on, end_reason=end_reason)
    _shows_no_longer(commitment, on + timedelta(days=1))
    look_anew(commitment, by, now)


def _shows_no_longer(commitment: Commitment, after: date) -> None:
    """What was planned for later days is planned no more; what lasts, such as paid usage, was agreed apart."""
    planned = commitment.exposures.filter(published_at=None, activity__in=INSTANTS, days__isnull=False)
    for exposure in planned:
        if exposure.days.lower >= after:
            exposure.delete()
        elif exposure.days.upper is None or exposure.days.upper > after:
            exposure.days = DateRange(exposure.days.lower, after)
            exposure.save(update_fields=["days"])


@action
def expire(*, commitment: Commitment, by: User, now: datetime) -> None:
    """Note that it ran out. Its tail lives on."""
    locked(commitment)
    move(commitment, Status.EXPIRED, field="status", end_reason="expiry")
    look_anew(commitment, by, now)


@action
def mark_published(*, exposure: Exposure, by: User, now: datetime) -> None:
    """Record that it went live. A fact is never refused; what it breaks comes to the clash desk."""
    locked(exposure.commitment)
    exposure.published_at, exposure.published_by = now, by
    exposure.save(update_fields=["published_at", "published_by"])
    look_anew(exposure.commitment, by, now)
