"""Which accounts are due, those that matter most first."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from campaigns.models import Booking, Campaign
from exclusivity.models import Commitment
from exclusivity.models.commitment import Status
from lib.among import among
from outbox.models import Job
from stats.by_consent import freeing_figures
from stats.connectors import readable_platforms
from stats.models import AccountNumbers, Connection, ConnectionState, PostWatch
from stats.planning import Room, in_turn, rooms
from stats.rules import SELDOM
from talent.models import SocialAccount, Talent

# A claimed account is due again after this, should the job that has it never come to an end.
LEASE = timedelta(hours=1)
AGAIN = timedelta(hours=1)  # after which an account that answered is asked again at the soonest
OF_ONE = ("stats.refresh_account", "stats.import_past")
ADOPTED = 10_000
FAST = 10  # percent in seven days
FAST_FROM = 1_000  # followers
STANDING = (Status.CONFIRMED, Status.SIGNED, Status.SUSPENDED)


def _bound(now: datetime) -> QuerySet[Any]:
    """Who is bound by a commitment that runs now."""
    runs = Q(commitment__term=None) | Q(commitment__term__contains=now.date())
    return Commitment.talents.through.objects.filter(runs, commitment__status__in=STANDING).order_by()


def _booked() -> QuerySet[Booking]:
    """Who is booked in a campaign that runs."""
    return Booking.objects.filter(state=Booking.State.CONFIRMED, campaign__state=Campaign.State.RUNNING).order_by()


def mattering_talents(now: datetime) -> QuerySet[Talent]:
    """Talents whose figures somebody pays for now."""
    return Talent.objects.filter(Q(pk__in=_bound(now).values("talent_id")) | Q(pk__in=_booked().values("talent_id")))


def mattering(talent_ids: Collection[int], now: datetime) -> set[int]:
    """Those of these talents whose figures somebody pays for now. Two queries, which look at theirs alone."""
    if not talent_ids:
        return set()
    return {
        pk for rows in (_bound(now), _booked())
        for pk in rows.filter(talent_id__in=among(talent_ids)).values_list("talent_id", flat=True)
    }  # fmt: skip


def fast_moving(account_ids: Collection[int]) -> set[int]:
    """Those of these accounts that lately won or lost a tenth of their followers within a week: of small ones that is a
    handful of people, and not looked at. One query.
    """
    fast = Q(growth_7__gte=FAST) | Q(growth_7__lte=-FAST)
    rows = AccountNumbers.objects.filter(fast, account__in=among(account_ids), account__followers__gte=FAST_FROM)
    return set(rows.values_list("account_id", flat=True))


def readable(platform: str | None = None) -> QuerySet[SocialAccount]:
    """Accounts in use that the office can read: with its own key, or because a talent connected them."""
    connected = Connection.objects.filter(state=ConnectionState.WORKING).values("account")
    ours = Q(platform__in=readable_platforms()) | Q(pk__in=connected)
    rows = SocialAccount.objects.filter(ours, archived_at=None)
    return rows if platform is None else rows.filter(platform=platform)


@transaction.atomic
def adopt(now: datetime) -> int:
    """Accounts that nobody has planned yet, new ones and those of a platform new to us, are due now."""
    fresh = readable().filter(next_refresh_at=None).select_for_update(of=("self",), skip_locked=True)
    return readable().filter(pk__in=list(fresh.values_list("pk", flat=True)[:ADOPTED])).update(next_refresh_at=now)


@transaction.atomic
def claim(limit: int, *, now: datetime, platform: str | None = None, room: Room | None = None) -> list[tuple[str, int]]:
    """Take up to `limit` due accounts that nobody else takes, as (platform, id). They are due again after `LEASE`.

    Those that matter come first, three to one of the others, who come in the order in which they wait. What the
    office's key pays for ends with the `room` that there is; what a talent's consent gives costs nothing.
    """
    ordered = readable(platform).filter(next_refresh_at__lte=now).order_by("next_refresh_at", "pk")
    free = Exists(Connection.objects.filter(freeing_figures(), account=OuterRef("pk")))
    due = ordered.select_for_update(of=("self",), skip_locked=True).values_list("platform", "pk", "external_id", free)
    first = list(due.filter(talent__in=mattering_talents(now))[:limit])
    rest = due.exclude(pk__in=[pk for _, pk, *_ in first])[:limit]
    taken: list[tuple[str, int]] = []
    full = False
    for name, pk, external_id, costs_nothing in in_turn(first, rest):
        if len(taken) == limit:
            break
        full = full or not (room is None or costs_nothing or room.take(by_id=bool(external_id)))
        if costs_nothing or not full:
            taken.append((name, pk))
    SocialAccount.objects.filter(pk__in=[pk for _, pk in taken]).update(next_refresh_at=now + LEASE)
    return taken


def claim_evenly(limit: int, *, now: datetime) -> list[tuple[str, int]]:
    """The same over all platforms: each has its part of the limit, and the room that its day leaves now."""
    waiting = readable().filter(next_refresh_at__lte=now).order_by().values_list("platform", flat=True).distinct()
    platforms = sorted(waiting)
    spare = rooms(now) if platforms else {}
    taken: list[tuple[str, int]] = []
    for place, platform in enumerate(platforms):
        part = (limit - len(taken)) // (len(platforms) - place)
        taken += claim(part, now=now, platform=platform, room=spare.get(platform))
    return taken


@transaction.atomic
def hold(account_ids: Collection[int], *, now: datetime) -> None:
    """Keep the planner off accounts that are measured at once, whether due or not."""
    free = SocialAccount.objects.filter(pk__in=account_ids).select_for_update(of=("self",), skip_locked=True)
    SocialAccount.objects.filter(pk__in=list(free.values_list("pk", flat=True))).update(next_refresh_at=now + LEASE)


@transaction.atomic
def due_again(platform: str, *, now: datetime) -> None:
    """It answers: what was put off without being asked need not wait any longer, nor do posts and what people asked
    for themselves.
    """
    now = max(now, timezone.now())  # the answer took its time, and jobs took accounts meanwhile
    accounts = SocialAccount.objects.filter(platform=platform, archived_at=None)
    jobs = Job.objects.filter(kind__in=OF_ONE, state=Job.State.PENDING, run_after__gt=now)
    told = dict(jobs.values_list("pk", "args__account_id"))
    ours = set(accounts.filter(pk__in=among(set(told.values()))).values_list("pk", flat=True))
    jobs.filter(pk__in=[pk for pk, account in told.items() if account in ours]).update(run_after=now)
    _put_off(accounts, "next_refresh_at", now).update(next_refresh_at=now)
    _put_off(PostWatch.objects.filter(account__platform=platform), "next_at", now).update(next_at=now)


def _put_off(rows: QuerySet[Any], turn: str, now: datetime) -> QuerySet[Any]:
    """Those that wait because their platform was closed to us: what is said of one that never failed is said of the
    platform, and no answer about an account itself puts it off for longer than `SELDOM`.
    """
    waiting = rows.filter(**{f"{turn}__gt": now + LEASE}).exclude(last_error="")  # nearer ones may be in a job
    unasked = Q(attempted_at=None) | Q(**{f"{turn}__gt": F("attempted_at") + AGAIN})
    closed = waiting.filter(unasked, failures=0).order_by().values("last_error")
    return waiting.filter(Q(last_error__in=closed) | Q(**{f"{turn}__gt": F("attempted_at") + SELDOM}))
