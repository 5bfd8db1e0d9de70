"""Letting a definite clash stand: one proposes, another confirms, nothing counts before (DOMAIN R24)."""

from datetime import datetime

from accounts.models import User
from accounts.roles import Permission, can
from exclusivity.actions.decisions import settle_on
from exclusivity.actions.findings import note_findings
from exclusivity.actions.locks import lock_talents
from exclusivity.models import Decision, DecisionKind, Finding
from exclusivity.overrides import may_propose, may_second, pair_of
from exclusivity.pairs import beside
from lib.actions import action
from lib.refusals import Denied, Refused, require
from lib.violations import violation

CHANGED = "The facts changed since it was proposed. Look at the clash again, and propose it anew."


@action
def propose_override(*, finding: Finding, reason: str, by: User, now: datetime) -> Decision:
    """An owner wants to let a definite clash stand. Nothing changes until a second person confirms it."""
    fresh = _held(finding)
    note_findings(beside(fresh.one), by, now)
    fresh.refresh_from_db()
    require(may_propose(fresh, pair_of(fresh, now), by))
    _said(reason)
    with violation():
        return Decision.objects.create(
            finding=fresh, kind=DecisionKind.OVERRIDE, accepted=True, reason=reason.strip(),
            fingerprint=fresh.fingerprint, made_at=now, made_by=by,
        )  # fmt: skip


@action
def second_override(*, override: Decision, reason: str, by: User, now: datetime) -> Decision:
    """Somebody else confirms it with a reason of their own: from now on both may stand, as after a decision."""
    finding = _held(override.finding)
    row = Decision.objects.select_for_update(of=("self",)).get(pk=override.pk)
    require(may_second(row, by))
    _said(reason)
    pair = pair_of(finding, now)
    if pair is None or pair.fingerprint != row.fingerprint:
        raise Refused(Denied(CHANGED, code="changed"))
    row.second_reason, row.seconded_at, row.seconded_by = reason.strip(), now, by
    with violation():
        row.save(update_fields=["second_reason", "seconded_at", "seconded_by"])
    settle_on(finding, by, now)
    override.refresh_from_db()
    return row


@action
def withdraw_override(*, override: Decision, by: User, now: datetime, reason: str = "") -> None:
    """Whoever proposed it thinks better of it, or who should confirm it says no."""
    _held(override.finding)
    row = Decision.objects.select_for_update(of=("self",)).get(pk=override.pk)
    if row.made_by_id != by.pk:
        require(can(by, Permission.DECIDE_CLASHES))
    if not row.waits_for_second:
        require(Denied("It waits for nobody any more.", code="over"))
    row.withdrawn_at, row.withdrawn_by = now, by
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    override.refresh_from_db()


def _said(reason: str) -> None:
    if not reason.strip():
        raise Refused(Denied("Say why, so that whoever looks next year understands.", code="reason"))


def _held(finding: Finding) -> Finding:
    """The finding as it is now, with its people and itself held."""
    lock_talents({talent.id for side in (finding.one, finding.other) for talent in side.talents.all()})
    return Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
