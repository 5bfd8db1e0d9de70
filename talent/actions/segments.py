"""Segments: made from the roster's filters or from picked talents, changed, archived."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import User
from accounts.roles import Permission
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation
from talent.actions.talents import tidy
from talent.checks import may
from talent.models import Segment, Talent

MOST_PICKED = 2_000


def _locked(segment: Segment) -> Segment:
    found = Segment.objects.select_for_update(of=("self",)).get(pk=segment.pk)
    if found.archived_at is not None:
        raise Refused(f"{found.name} is archived.")
    return found


@action
def make_segment(*, name: str, query: str, talents: Iterable[Talent], by: User, now: datetime) -> Segment:
    """Give a name to whoever the filters find, or, without filters, to those who are picked."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    picked = [] if query else list(talents)
    if not query and not picked:
        raise Refused("Filter the roster first, or pick talents: a segment of everybody is everybody.")
    segment = Segment(name=" ".join(name.split()), query=query, created_at=now, created_by=by)
    tidy(segment, {"query"})
    with violation():
        segment.save()
    _pick(segment, picked)
    return segment


@action
def change_segment(*, segment: Segment, name: str, query: str | None, by: User, now: datetime) -> Segment:
    """Call it something else, or let other filters say who is in it. `query` None leaves them as they are."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    segment = _locked(segment)
    segment.name = " ".join(name.split())
    if query is not None:
        if segment.is_picked:
            raise Refused(f"{segment.name} is of picked talents. Add them and take them out one by one.")
        if not query:
            raise Refused("Filter the roster first: a segment of everybody is everybody.")
        segment.query = query
    tidy(segment, {"query"})
    with violation():
        segment.save(update_fields=["name", "query"])
    return segment


@action
def add_to_segment(*, segment: Segment, talents: Iterable[Talent], by: User, now: datetime) -> Segment:
    """Pick more; who is in it already stays."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    segment = _locked(segment)
    if not segment.is_picked:
        raise Refused(f"{segment.name} is whoever its filters find. Change those.")
    _pick(segment, list(talents))
    return segment


def _pick(segment: Segment, talents: list[Talent]) -> None:
    segment.picked.add(*talents)
    if segment.picked.count() > MOST_PICKED:
        raise Refused(f"A segment holds at most {MOST_PICKED:,} picked talents. Use filters instead.")


@action
def take_from_segment(*, segment: Segment, talent: Talent, by: User, now: datetime) -> Segment:
    """Pick this one no more."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    segment = _locked(segment)
    segment.picked.remove(talent)
    return segment


@action
def archive_segment(*, segment: Segment, by: User, now: datetime) -> Segment:
    """Offer it no more. Calls that are for it stay for it."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    segment = _locked(segment)
    segment.archived_at, segment.archived_by = now, by
    segment.save(update_fields=["archived_at", "archived_by"])
    return segment
