"""Who is in an act, and when."""

from datetime import date, datetime, timedelta

from psycopg.types.range import DateRange

from accounts.models import User
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation
from outbox.actions import enqueue
from talent.checks import may_change
from talent.models import ActMember, Talent


def tell_of_people(cause: str, talent_ids: list[int]) -> None:
    """Let those who build on who belongs to whom look again. `cause` is a sentence for people."""
    args = {"cause": cause, "talents": talent_ids}
    enqueue("talent.people_changed", title=f"Look again: {cause}", args=args)


def _lock_both(act: Talent, member: Talent, by: User) -> tuple[Talent, Talent]:
    locked = Talent.objects.select_for_update(of=("self",)).filter(pk__in=[act.pk, member.pk]).order_by("pk")
    rows = {talent.pk: talent for talent in locked}
    for talent in rows.values():
        require(may_change(talent, by))
    return rows[act.pk], rows[member.pk]


@action
def join_act(*, act: Talent, member: Talent, since: date, by: User, now: datetime, reason: str = "") -> ActMember:
    """A person is in the act from this day on, until further notice."""
    act, member = _lock_both(act, member, by)
    if act.kind != Talent.Kind.ACT:
        raise Refused(f"{act.name} is a person and has no members.")
    if member.kind != Talent.Kind.PERSON:
        raise Refused(f"{member.name} is an act. Members of an act are persons.")
    with violation():
        membership = ActMember.objects.create(
            act=act, member=member, period=DateRange(since, None), created_at=now, created_by=by
        )
    tell_of_people(f"{member.name} is in {act.name} from {since:%-d %b %Y} on.", [act.pk, member.pk])
    return membership


@action
def leave_act(*, act: Talent, member: Talent, on: date, by: User, now: datetime, reason: str = "") -> ActMember:
    """A person leaves the act; `on` is their last day in it."""
    act, member = _lock_both(act, member, by)
    membership = (
        ActMember.objects.select_for_update(of=("self",))
        .filter(act=act, member=member, period__contains=on)
        .order_by("-period")
        .first()
    )
    if membership is None:
        raise Refused(f"{member.name} is not in {act.name} on {on:%-d %b %Y}.")
    membership.period = DateRange(membership.period.lower, on + timedelta(days=1))
    membership.save(update_fields=["period"])
    tell_of_people(f"{member.name} is in {act.name} until {on:%-d %b %Y}.", [act.pk, member.pk])
    return membership
