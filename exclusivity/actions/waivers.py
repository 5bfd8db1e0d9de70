"""A waiver's life: asked for, promised, granted in writing, refused, taken back, run out (DOMAIN R14)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission, can
from clients.models import Brand, Category
from exclusivity.actions.anew import look_anew
from exclusivity.actions.commitments import as_range
from exclusivity.actions.locks import locked
from exclusivity.consents import WaiverScope
from exclusivity.letters import request_letter
from exclusivity.models import BINDING, PROSPECTIVE, Clause, Commitment, Waiver, WaiverState
from exclusivity.papers import taken_in
from exclusivity.rules.words import day
from lib.actions import action
from lib.moves import move
from lib.refusals import Answer, Denied, require
from lib.violations import violation
from outbox.actions import draft

WRITTEN = "Only what is granted in writing counts: add the paper, or say where it is written."


@dataclass(frozen=True, slots=True)
class Consent:
    """What was granted in writing, and by whom. `scope` None is what was asked for."""

    grantor: str
    authority: str
    written_on: date | None
    writing: str = ""
    document: File | None = None  # type: ignore[type-arg]
    document_name: str = ""
    conditions: str = ""
    expires: datetime | None = None
    scope: WaiverScope | None = None


def may_ask(clause: Clause, scope: WaiverScope) -> Answer:
    """Whether there is something to ask for: the clause stands, and nobody has asked for the same yet."""
    if clause.superseded_at is not None:
        return Denied("This version of the clause was replaced. Ask on the one that stands.", code="version")
    if clause.commitment.status not in (*BINDING, *PROSPECTIVE):
        return Denied("Nothing to ask for: this paper has no force.", code="force")
    same = clause.waivers.waiting().filter(commitment=scope.commitment, brand=scope.brand_id)  # type: ignore[attr-defined]
    open_one = same.order_by("pk").first()
    if open_one is not None:
        when = day(timezone.localdate(open_one.created_at))
        return Denied(f"Asked for on {when} already; it waits for an answer.", code="asked")
    return True


@action
def ask_waiver(
    *,
    clause: Clause,
    scope: WaiverScope,
    to_name: str,
    to_address: str,
    by: User,
    now: datetime,
    expires: datetime | None = None,
    name_brand: bool = False,
    words: str = "",
) -> Waiver:
    """Write down that the beneficiary is asked, and draft the letter to its contact; without an address there is none.

    The letter waits in the outbox until somebody has read it. It names the other brand only with `name_brand`.
    """
    require(can(by, Permission.RUN_CAMPAIGNS))
    locked(clause.commitment)
    require(may_ask(clause, scope))
    if not to_name.strip():
        require(Denied("Say whom you ask.", code="to_name"))
    waiver = Waiver(
        clause=clause, state=WaiverState.REQUESTED, asked_of=to_name.strip(), asked_address=to_address.strip(),
        names_brand=name_brand, expires=expires, created_at=now, created_by=by, asked_at=now, asked_by=by,
    )  # fmt: skip
    _cover(waiver, scope)
    with violation():
        waiver.save()
    if waiver.asked_address:
        letter = request_letter(clause, scope, to=waiver.asked_of, by=by, name_brand=name_brand, words=words)
        draft(
            to_address=waiver.asked_address, to_name=waiver.asked_of, subject=letter.subject, body=letter.body,
            kind="waiver_request", about=f"waiver:{waiver.public_id}", now=now,
        )  # fmt: skip
    return waiver


@action
def promise_waiver(*, waiver: Waiver, grantor: str, by: User, now: datetime) -> None:
    """Somebody at the brand said yes, but not in writing: it is noted, and changes no verdict."""
    require(can(by, Permission.RUN_CAMPAIGNS))
    row = _held(waiver)
    if not grantor.strip():
        require(Denied("Say who promised it.", code="grantor"))
    move(row, WaiverState.VERBAL, grantor=grantor.strip(), promised_at=now, promised_by=by)
    _told(waiver, row)


@action
def grant_waiver(*, waiver: Waiver, consent: Consent, by: User, now: datetime) -> None:
    """Record the written consent. From now on the clause lets be what is in its scope."""
    require(can(by, Permission.SIGN_CONTRACTS))
    row = _held(waiver)
    require(_complete(consent, now))
    if consent.scope is not None:
        _cover(row, consent.scope)
    paper: dict[str, Any] = {}
    if consent.document is not None:
        paper = {"document": taken_in(consent.document), "document_name": consent.document_name.strip()[-160:]}
    facts: dict[str, Any] = {
        "grantor": consent.grantor.strip(), "authority": consent.authority.strip(), "written_on": consent.written_on,
        "writing": consent.writing.strip(), "conditions": consent.conditions.strip(), "expires": consent.expires,
        "granted_at": now, "granted_by": by,
    }  # fmt: skip
    scope: dict[str, Any] = {name: getattr(row, name) for name in SCOPE}
    with violation():
        move(row, WaiverState.GRANTED, **facts, **scope, **paper)
    _told(waiver, row)
    look_anew(row.clause.commitment, by, now)


def _complete(consent: Consent, now: datetime) -> Answer:
    if not consent.grantor.strip():
        return Denied("Say who granted it.", code="grantor")
    if not consent.authority.strip():
        return Denied("Say what lets them grant it: their role, or on whose behalf.", code="authority")
    if consent.document is None and not consent.writing.strip():
        return Denied(WRITTEN, code="document")
    if consent.written_on is None:
        return Denied("Say the day that is on the paper.", code="written_on")
    if consent.expires is not None and consent.expires <= now:
        return Denied("It has run out already. Record one that still holds.", code="expires")
    return True


@action
def refuse_waiver(*, waiver: Waiver, reason: str, by: User, now: datetime) -> None:
    """The beneficiary says no."""
    require(can(by, Permission.RUN_CAMPAIGNS))
    row = _held(waiver)
    move(row, WaiverState.REFUSED, why=reason.strip(), refused_at=now, refused_by=by)
    _told(waiver, row)


@action
def withdraw_waiver(*, waiver: Waiver, by: User, now: datetime, reason: str = "") -> None:
    """The office asks no longer."""
    require(can(by, Permission.RUN_CAMPAIGNS))
    row = _held(waiver)
    move(row, WaiverState.WITHDRAWN, why=reason.strip())
    _told(waiver, row)


@action
def revoke_waiver(*, waiver: Waiver, by: User, now: datetime, reason: str = "") -> None:
    """The beneficiary takes its consent back, from now on. What was published under it stays let be."""
    require(can(by, Permission.SIGN_CONTRACTS))
    row = _held(waiver)
    if not reason.strip():
        require(Denied("Say why it was taken back.", code="reason"))
    move(row, WaiverState.REVOKED, why=reason.strip(), revoked_at=now, revoked_by=by)
    _told(waiver, row)
    look_anew(row.clause.commitment, by, now)


@action
def expire_waivers(*, by: User, now: datetime) -> list[Waiver]:
    """Note which waivers have run out, and look again at what they let be."""
    done = []
    for waiver in Waiver.objects.granted().filter(expires__lte=now).order_by("pk"):
        row = _held(waiver)
        if row.state != WaiverState.GRANTED or row.expires is None or row.expires > now:
            continue  # revoked or prolonged while we waited
        move(row, WaiverState.EXPIRED)
        look_anew(row.clause.commitment, by, now)
        done.append(row)
    return done


@action
def record_waiver(
    *,
    clause: Clause,
    state: str,
    by: User,
    now: datetime,
    commitment: Commitment | None = None,
    brand: Brand | None = None,
    channels: Sequence[str] = (),
    activities: Sequence[str] = (),
    territories: Sequence[str] = (),
    category: Category | None = None,
    days: tuple[date | None, date | None] | None = None,
    granted_at: datetime | None = None,
    revoked_at: datetime | None = None,
    expires_at: datetime | None = None,
    writing: str = "Written down as it stands elsewhere.",
    reason: str = "",
) -> Waiver:
    """Write down a waiver as it stands elsewhere, as far as it got; what is left out of the scope is all of it."""
    locked(clause.commitment)
    if state == WaiverState.GRANTED:
        granted_at = granted_at or now
    with violation():
        waiver = Waiver.objects.create(
            clause=clause, state=state, commitment=commitment, brand=brand, channels=list(channels),
            activities=list(activities), territories=list(territories), category=category, days=as_range(days),
            expires=expires_at, created_at=now, created_by=by,
            granted_at=granted_at, granted_by=by if granted_at else None, writing=writing if granted_at else "",
            revoked_at=revoked_at, revoked_by=by if revoked_at else None,
        )  # fmt: skip
    look_anew(clause.commitment, by, now)
    return waiver


def _held(waiver: Waiver) -> Waiver:
    """The waiver as it is now, with its clause's people and itself held."""
    locked(waiver.clause.commitment)
    return Waiver.objects.select_for_update(of=("self",)).select_related("clause__commitment").get(pk=waiver.pk)


SCOPE = ("commitment_id", "brand_id", "channels", "activities", "days", "territories", "category_id")


def _cover(row: Waiver, scope: WaiverScope) -> None:
    row.commitment, row.brand_id = scope.commitment, scope.brand_id
    row.channels, row.activities, row.days = list(scope.channels), list(scope.activities), as_range(scope.days)
    row.territories, row.category_id = list(scope.territories), scope.category_id


def _told(waiver: Waiver, row: Waiver) -> None:
    """Bring the caller's copy up to date."""
    for field in Waiver._meta.concrete_fields:
        setattr(waiver, field.attname, getattr(row, field.attname))
