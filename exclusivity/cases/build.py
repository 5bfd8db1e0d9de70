"""A case's small office, built by the actions that the pages use."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from accounts.models import Office, User
from accounts.roles import Kind, Role
from clients.actions import add_brand, add_category, add_company, set_owner
from clients.models import Brand, Category, Company
from exclusivity.actions import (
    add_clash,
    add_trade,
    decide,
    mark_published,
    open_commitment,
    raise_findings,
    record_offer,
    record_waiver,
    set_clauses,
    set_exposures,
    take_over,
)
from exclusivity.actions.commitments import shown_as
from exclusivity.cases import read
from exclusivity.models import BINDING, Commitment, Finding, Status
from lib.refusals import Refused
from talent.actions import add_talent, join_act, leave_act
from talent.models import Talent

LONG_AGO = date(1900, 1, 1)


@dataclass
class Scene:
    """Everything in the office by the keys of the case."""

    case: dict[str, Any]
    now: datetime
    by: User
    categories: dict[str, Category] = field(default_factory=dict)
    companies: dict[str, Company] = field(default_factory=dict)
    brands: dict[str, Brand] = field(default_factory=dict)
    talents: dict[str, Talent] = field(default_factory=dict)
    commitments: dict[str, Commitment] = field(default_factory=dict)

    def ids(self, name: str) -> dict[str, int]:
        return {key: row.pk for key, row in getattr(self, name).items()}

    def told(self, name: str) -> dict[str, Any]:
        return self.case.get(name) or {}


def build(case: dict[str, Any]) -> Scene:
    """The office of a case as it is before the action. Runs inside a transaction of the caller."""
    now = read.instant(case["now"]) or datetime.now(UTC)
    by = User.objects.create(
        email="cases@localhost", name="Cases", kind=Kind.STAFF, role=Role.OWNER, password=make_password(None)
    )
    scene = Scene(case, now, by)
    office = Office.objects.current()
    office.timezone = scene.told("office").get("timezone") or "Asia/Tokyo"
    office.save(update_fields=["timezone"])
    _market(scene)
    _people(scene)
    _promises(scene)
    return scene


def _market(scene: Scene) -> None:
    by, now = scene.by, scene.now
    root = add_category(name=f"Case {scene.case['id']}", by=by, now=now)
    tree: dict[str, str | None] = dict(scene.told("categories"))
    for brand in scene.told("brands").values():
        tree |= {key: tree.get(key) for key in brand.get("categories") or ()}
    tree |= {parent: tree.get(parent) for parent in list(tree.values()) if parent is not None}
    while len(scene.categories) < len(tree):
        for key, parent in tree.items():
            if key not in scene.categories and (parent is None or parent in scene.categories):
                above = scene.categories[parent] if parent is not None else root
                scene.categories[key] = add_category(name=key, parent=above, by=by, now=now)
    for one, other in scene.case.get("clashing") or ():
        add_clash(one=scene.categories[one], other=scene.categories[other], by=by, now=now)
    for key in scene.told("companies"):
        scene.companies[key] = add_company(name=key, by=by, now=now)
    for key, told in scene.told("companies").items():
        for parent in told.get("parents") or ():
            since, until = read.day(parent.get("from")) or LONG_AGO, read.day(parent.get("until"))
            set_owner(
                child=scene.companies[key], parent=scene.companies[parent["company"]], since=since, until=until,
                by=by, now=now,
            )  # fmt: skip
        for trade in told.get("trades") or ():
            add_trade(company=scene.companies[key], category=scene.categories[trade], by=by, now=now)
    for key, told in scene.told("brands").items():
        own = [scene.categories[one] for one in told.get("categories") or ()]
        scene.brands[key] = add_brand(
            company=scene.companies[told["company"]], name=key, categories=own, by=by, now=now
        )


def _people(scene: Scene) -> None:
    by, now = scene.by, scene.now
    told: dict[str, dict[str, Any]] = {key: told or {} for key, told in scene.told("talents").items()}
    named = {key for promise in scene.told("commitments").values() for key in promise["talents"]}
    named |= {member["talent"] for one in told.values() for member in one.get("members") or ()}
    for key in sorted(named | set(told)):
        facts = told.get(key, {})
        kind = Talent.Kind.ACT if facts.get("members") else Talent.Kind.PERSON
        fields = {"timezone": facts["timezone"]} if facts.get("timezone") else {}
        scene.talents[key] = add_talent(name=key, kind=kind, by=by, now=now, **fields)
    for key, facts in told.items():
        for member in sorted(facts.get("members") or (), key=lambda one: one.get("from") or ""):
            both: dict[str, Any] = {
                "act": scene.talents[key],
                "member": scene.talents[member["talent"]],
                "by": by,
                "now": now,
            }
            join_act(since=read.day(member.get("from")) or LONG_AGO, **both)
            until = read.day(member.get("until"))
            if until is not None:
                leave_act(on=until - timedelta(days=1), **both)


def _promises(scene: Scene) -> None:
    told = scene.told("commitments")
    for key, one in told.items():
        scene.commitments[key] = open_commitment(
            kind=one["kind"], brand=scene.brands[one["brand"]], status=Status.ENQUIRY, by=scene.by, now=scene.now,
            talents=[scene.talents[talent] for talent in one["talents"]], term=read.days(one.get("term")),
            timezone=one.get("timezone") or "", family=one.get("family") or "",
            effective_from=read.day(one.get("effective_from")), renewal=read.renewal(one.get("renewal")),
        )  # fmt: skip
    for key, one in told.items():
        _terms(scene, scene.commitments[key], one)
    for key, one in told.items():
        if one["status"] != Status.ENQUIRY:
            _stands(scene, scene.commitments[key], one)


def _terms(scene: Scene, commitment: Commitment, told: dict[str, Any]) -> None:
    by, now = scene.by, scene.now
    brands, categories = scene.ids("brands"), scene.ids("categories")
    companies, commitments = scene.ids("companies"), scene.ids("commitments")
    zone = told.get("timezone") or Office.objects.current().timezone
    written = [
        read.clause(one, number, brands, categories, companies, commitments)
        for number, one in enumerate(told.get("clauses") or (), 1)
    ]
    for row, one in zip(
        set_clauses(commitment=commitment, clauses=written, by=by, now=now), told.get("clauses") or (), strict=True
    ):
        for waiver in one.get("waivers") or ():
            scope = waiver.get("scope") or {}
            record_waiver(
                clause=row, state=waiver["state"], by=by, now=now,
                commitment=scene.commitments[scope["commitment"]] if scope.get("commitment") else None,
                brand=scene.brands[scope["brand"]] if scope.get("brand") else None,
                channels=read.channels(scope.get("channels")) or (), activities=scope.get("activities") or (),
                territories=scope.get("territories") or (),
                category=scene.categories[scope["category"]] if scope.get("category") else None,
                days=read.days(scope) if scope.get("from") or scope.get("until") else None,
                granted_at=read.either(waiver.get("granted_at"), zone),
                revoked_at=read.either(waiver.get("revoked_at"), zone),
                expires_at=read.either(waiver.get("expires"), zone, end=True),
            )  # fmt: skip
        for offer in one.get("offers") or ():
            record_offer(
                clause=row, commitment=scene.commitments[offer["commitment"]], by=by, now=now,
                offered_at=read.instant(offer["offered_at"]), declined_at=read.instant(offer.get("declined_at")),
            )  # fmt: skip
    talents = scene.ids("talents")
    for one in told.get("exposures") or ():
        before = set(commitment.exposures.values_list("pk", flat=True))
        planned = [read.exposure(one, zone, brands, categories, talents)]
        _add_exposure(commitment, planned, by, now)
        went = read.instant(one.get("published_at"))
        if went is not None:
            mark_published(exposure=commitment.exposures.exclude(pk__in=before).get(), by=by, now=went)


def _add_exposure(commitment: Commitment, planned: list, by: User, now: datetime) -> None:
    kept = [shown_as(row) for row in commitment.exposures.filter(published_at=None).order_by("pk")]
    set_exposures(commitment=commitment, exposures=[*kept, *planned], by=by, now=now)


def _stands(scene: Scene, commitment: Commitment, told: dict[str, Any]) -> None:
    ended = told.get("ended") or {}
    signed = read.instant(told.get("signed_at"))
    if signed is None and told["status"] in BINDING:
        first = read.day(told.get("effective_from")) or (commitment.term.lower if commitment.term else None)
        signed = datetime.combine(first, time.min, UTC) if first is not None else scene.now
    over, why = read.day(ended.get("on")), ended.get("reason") or ""
    if told["status"] == Status.TERMINATED and over is None:
        over = scene.now.date()
    take_over(
        commitment=commitment, status=told["status"], bound_at=signed, ended_on=over, end_reason=why,
        by=scene.by, now=scene.now,
    )  # fmt: skip


def settle_decisions(scene: Scene) -> None:
    """Record the decisions of the case where there was a doubt to decide."""
    for key, told in scene.told("commitments").items():
        for decision in told.get("decisions") or ():
            at = read.instant(decision.get("at"))
            if at is not None and at > scene.now:
                continue
            mine, other = scene.commitments[key], scene.commitments[decision["against"]]
            raise_findings(commitment=mine, by=scene.by, now=scene.now)
            one, two = sorted((mine.pk, other.pk))
            finding = Finding.objects.filter(one=one, other=two).first()
            if finding is None:
                continue
            try:
                decide(
                    finding=finding, accepted=True, reason=decision.get("reason") or "Decided.", by=scene.by,
                    now=at or scene.now,
                )  # fmt: skip
            except Refused:
                continue  # a clash, not a doubt: nobody can decide that away
