"""Saving a check with its clean sheet, and sharing it with the brand."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from accounts.models import Office, User
from accounts.roles import Permission, can
from exclusivity.among import standings_among
from exclusivity.models import BINDING, PROSPECTIVE, Check, CheckedTalent, Commitment
from exclusivity.queries import Standing
from exclusivity.rules import Value
from exclusivity.sheet import printed
from exclusivity.sheets import outcome, sheet_of
from exclusivity.terms import Sketch
from lib.actions import action
from lib.refusals import Denied, require
from talent.models import Talent

MOST = 20
NAMED = {
    "person": "Who", "target": "Rivalry", "time": "Days", "territory": "Where", "channel": "Channel",
    "activity": "Kind of work",
}  # fmt: skip
CAME_TO = {Value.YES: "Meets", Value.NO: "Apart", Value.UNKNOWN: "Unknown"}


@action
def record_check(
    *,
    sketch: Sketch,
    talents: Sequence[Talent],
    asked: Sequence[tuple[str, str]],
    by: User,
    now: datetime,
    missing: Sequence[str] = (),
    bound: bool = True,
    title: str = "",
    question: str = "",
) -> Check:
    """Ask the truth as of now for each of these talents and keep the answers, with the clean sheet as it is printed.

    `asked` and `missing` are the sketch in words. Nothing that is kept names another client.
    """
    require(can(by, Permission.RUN_CAMPAIGNS))
    if not talents:
        require(Denied("Choose whom the check is for.", code="nobody"))
    if len(talents) > MOST:
        require(Denied(f"A clean sheet has room for {MOST} talents. Save the others in another check.", code="many"))
    office = Office.objects.current()
    found = standings_among(sketch, [talent.pk for talent in talents], now, bound=bound)
    check = Check(
        brand_id=sketch.brand_id, title=title, asked=[list(pair) for pair in asked], missing=list(missing),
        question=question, as_booking=bound, promises=_on_file(), created_at=now, created_by=by,
    )  # fmt: skip
    answers = [_answer(check, talent, found.standings[talent.pk], found.promises[talent.pk]) for talent in talents]
    check.pdf = printed(sheet_of(check, answers, office=office.name, clock=office.timezone))
    check.pdf_hash = sha256(check.pdf).hexdigest()
    check.save(force_insert=True)
    CheckedTalent.objects.bulk_create(answers)
    return check


def _on_file() -> int:
    statuses = [str(status) for status in (*BINDING, *PROSPECTIVE)]
    return Commitment.objects.filter(status__in=statuses).count()


def _answer(check: Check, talent: Talent, standing: Standing, promises: int) -> CheckedTalent:
    result, note = outcome(standing.verdict, check.missing)
    decides = standing.hits[0].dimensions if standing.hits else ()
    return CheckedTalent(
        check_of=check, talent=talent, name=talent.name, native_name=talent.native_name,
        verdict=standing.verdict.name, promises=promises, result=result, note=note,
        dimensions=[[NAMED[dimension.name], CAME_TO[dimension.value]] for dimension in decides],
    )  # fmt: skip


@action
def share_check(*, check: Check, by: User, now: datetime) -> Check:
    """Let the brand's people read the clean sheet. It stays as it is; sharing it again changes nothing."""
    require(can(by, Permission.RUN_CAMPAIGNS))
    fresh = Check.objects.without_paper().select_for_update(of=("self",)).get(pk=check.pk)
    if fresh.shared_at is None:
        fresh.shared_at, fresh.shared_by = now, by
        fresh.save(update_fields=["shared_at", "shared_by"])
    return fresh
