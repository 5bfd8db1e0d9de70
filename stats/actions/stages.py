"""What a stage asks for, and a person's word on who comes to the next."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission, can
from campaigns.letters import send, send_all
from campaigns.people import of_talent, of_talents
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation
from stats.letters import stage_changed
from stats.models.stages import PERCENTS, Measure, StageCriterion, StageReview
from stats.stages import NEXT, Path, path_of, paths_to, rising
from talent.actions import change_talents, set_stage
from talent.actions.talents import lock
from talent.bulk import Change, Deed, Outcome
from talent.checks import may_change
from talent.models import Talent
from talent.models.talent import Stage


@action
def set_stage_criteria(
    *, asked: Mapping[tuple[str, str], int | None], by: User, now: datetime, reason: str = ""
) -> None:
    """What each stage asks for, as (stage, measure) to the least; None asks nothing. Raises `Refused`."""
    require(can(by, Permission.RUN_OFFICE))
    for (stage, measure), least in asked.items():
        if stage not in NEXT.values():
            raise Refused(f"Nobody comes to {Stage(stage).label} by criteria.")
        if least is not None and (least < 0 or (measure in PERCENTS and least > 100)):
            bounds = "between 0 and 100" if measure in PERCENTS else "0 or more"
            raise Refused(f"{Measure(measure).label}: {bounds}.")
        with violation():
            StageCriterion.objects.update_or_create(stage=stage, measure=measure, defaults={"least": least})


@action
def decide_stage(
    *, talent: Talent, to: str, moves: bool, reason: str, by: User, now: datetime, until: date | None = None
) -> StageReview:
    """Move a talent to the next stage, or say that it is not now, until a day. The figures of today are kept with it.

    A person's word: it may be given before all is met. Who moves is told, without the reason. Raises `Refused`.
    """
    talent = lock(talent)
    require(may_change(talent, by))
    reason = reason.strip()
    if not reason:
        raise Refused("Say why. The history keeps it.")
    if NEXT.get(talent.stage) != to:
        raise Refused(f"{talent.name} is {talent.get_stage_display().lower()} by now. Look again.")
    if not moves and (until is None or until <= timezone.localdate(now)):
        raise Refused("Say on which day to come it is looked at again.")
    path = path_of(talent)
    figures = _figures(path)
    with violation():
        review = StageReview.objects.create(
            talent=talent, from_stage=talent.stage, to_stage=to, moved=moves, until=None if moves else until,
            reason=reason, figures=figures, created_at=now, created_by=by,
        )  # fmt: skip
    if moves:
        change_stage(talent=talent, stage=to, by=by, now=now, reason=reason)
    return review


@action
def change_stage(*, talent: Talent, stage: str, by: User, now: datetime, reason: str = "") -> Talent:
    """Move a talent to another stage and tell them so, without the reason. Where they are already, nobody is told."""
    before = lock(talent)
    was, label = before.stage, before.get_stage_display()
    talent = set_stage(talent=talent, stage=stage, by=by, now=now, reason=reason)
    if talent.stage != was:
        send(stage_changed(talent, label), of_talent(talent), now)
    return talent


@action
def change_stages(
    *, talent_ids: Collection[int], stage: str, by: User, now: datetime, reason: str,
    seen: Collection[str] | None = None,
) -> Outcome:  # fmt: skip
    """Move these talents to a stage for one reason, and tell who of them can read, without it. Raises `Refused`.

    Whoever cannot move is left out and named; anybody who is not among the `seen` (`Outcome.seen`) stops it all. Of
    those who come up to the stage the figures of today are kept, as `decide_stage` keeps them.
    """
    done = change_talents(
        talent_ids=talent_ids, change=Change(Deed.SET_STAGE, word=stage), by=by, now=now, seen=seen, reason=reason,
    )  # fmt: skip
    ahead = rising(stage, done.changed)
    paths = paths_to(stage, ahead)
    StageReview.objects.bulk_create(
        StageReview(
            talent=talent, from_stage=talent.stage, to_stage=stage, moved=True, reason=reason.strip(),
            figures=_figures(paths.get(talent.pk)), created_at=now, created_by=by,
        )
        for talent in ahead
    )  # fmt: skip
    letters, readers = [], of_talents(done.changed)
    for talent in done.changed:
        was, talent.stage = talent.get_stage_display(), stage
        letters.append((stage_changed(talent, was), readers[talent.pk]))
    send_all(letters, now)
    return done


def _figures(path: Path | None) -> list[list[object]]:
    return [[step.label, step.asks, step.figure, step.is_met] for step in path.steps] if path else []
