"""What the day has of waivers and overrides: answers that are due, consents that end, proposals to second."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import Permission, can
from campaigns.queries.entries import Entry
from exclusivity.consents import last_day, stands, told_rows
from exclusivity.models import Decision, Finding, Status, Waiver
from talent.models import Talent

ANSWER_IN = timedelta(days=5)
GONE = (Status.CANCELLED, Status.VOID)


def asked(user: User, today: date, *, mine: bool) -> tuple[list[Entry], list[Entry]]:
    """Waivers without an answer: those to ask after, and those that may still take a few days. Two queries."""
    due: list[Entry] = []
    waiting: list[Entry] = []
    rows = _of(user, Waiver.objects.waiting(), mine).exclude(commitment__status__in=[str(s) for s in GONE])
    for row in rows:
        keeper, talent = row.clause.commitment.brand, _talent(row)
        who = f"{keeper.name} about {talent.name}" if talent else keeper.name
        by = ((row.asked_at or row.created_at) + ANSWER_IN).date()
        late = by <= today
        entry = Entry(
            icon="clock-exclamation" if late else "hourglass",
            title=f"Ask {who} again" if late else f"Waiver of {who}",
            line=stands(row), url_name="desk:waiver", public_id=row.public_id, action_label="Open waiver",
            due=by, late=by < today, face=talent, mark=keeper, since=row.asked_at or row.created_at,
        )  # fmt: skip
        (due if late else waiting).append(entry)
    return due, waiting


def running_out(user: User, now: datetime, *, mine: bool) -> list[Entry]:
    """Consents that end soon. Two queries."""
    return [
        Entry(
            icon="rubber-stamp",
            title=f"Prolong the waiver of {row.clause.commitment.brand.name}",
            line=stands(row), url_name="desk:waiver", public_id=row.public_id, action_label="Open waiver",
            due=last_day(row.expires) if row.expires else None, face=_talent(row), mark=row.clause.commitment.brand,
            since=row.granted_at,
        )
        for row in _of(user, Waiver.objects.running_out(now), mine)
    ]  # fmt: skip


def to_second(user: User) -> list[Entry]:
    """Overrides that somebody else proposed and this person may confirm. One query."""
    if not can(user, Permission.DECIDE_CLASHES):
        return []
    rows = Decision.objects.to_second().exclude(made_by=user).exclude(finding__state=Finding.State.GONE)
    rows = rows.select_related("made_by", "finding__talent", "finding__one__brand", "finding__other__brand")
    return [
        Entry(
            icon="users",
            title=f"Confirm or decline: {row.finding.one.brand.name} and {row.finding.other.brand.name} both stand",
            line=f"{row.made_by.name}: {row.reason}", url_name="desk:clash", public_id=row.finding.public_id,
            action_label="Look at it", face=row.finding.talent, mark=row.finding.other.brand,
            verdict=row.finding.verdict, since=row.made_at,
        )
        for row in rows
    ]  # fmt: skip


def _of(user: User, rows: QuerySet[Waiver], mine: bool) -> QuerySet[Waiver]:
    if mine:
        theirs = Waiver.objects.filter(clause__commitment__talents__manager=user)
        rows = rows.filter(pk__in=theirs.order_by().values("pk"))
    return told_rows(rows).prefetch_related("clause__commitment__talents").order_by("pk")


def _talent(row: Waiver) -> Talent | None:
    return next(iter(row.clause.commitment.talents.all()), None)
