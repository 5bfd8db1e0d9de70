"""Figures of a live piece, entered by hand."""

from collections.abc import Mapping
from datetime import date, datetime

from django.core.files.base import File
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from campaigns.models import Deliverable, DeliverableState
from campaigns.people import may_act_for
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation
from stats.models import HandFigures


@action
def enter_figures(
    *,
    deliverable: Deliverable,
    as_of: date,
    figures: Mapping[str, int | None],
    evidence: File | None,  # type: ignore[type-arg]
    by: User,
    now: datetime,
) -> HandFigures:
    """Keep what somebody read off the screen. What is left out is unknown, not zero."""
    require(may_act_for(by, deliverable.booking.talent, Permission.DELIVER))
    if deliverable.state != DeliverableState.PUBLISHED:
        raise Refused("Only a live piece has figures.")
    if as_of > timezone.localdate(now):
        raise Refused("That day is still to come.")
    entered = HandFigures(
        deliverable=deliverable, post_url=deliverable.post_url, as_of=as_of, entered_at=now, entered_by=by, **figures
    )
    if evidence:
        entered.evidence = evidence
    with violation():
        entered.save()
    return entered
