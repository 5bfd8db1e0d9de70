"""Figures of an account that somebody reads off the screen, and asking for them once a month."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta

from django.core.files.base import File
from django.utils import timezone

from accounts.models import User
from campaigns.letters import send_all
from campaigns.people import of_talent
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation
from outbox.models import Message
from stats.actions.snapshots import record_snapshots
from stats.by_hand import MONTH, due
from stats.checks import may_enter_counts
from stats.leading import hold
from stats.letters import ASKED_FOR_COUNTS, ask_for
from stats.models import HandCounts
from stats.snapshots import SnapshotRow
from talent.keeping import keep_along
from talent.models import SocialAccount, Source

NOON = time(12, tzinfo=UTC)
OLDEST = timedelta(days=366)


@action
def enter_counts(
    *,
    account: SocialAccount,
    as_of: date,
    followers: int,
    posts: int | None = None,
    views: int | None = None,
    evidence: File,  # type: ignore[type-arg]
    by: User,
    now: datetime,
) -> HandCounts:
    """Keep what somebody read off the screen, and put it on the account's curve. What is left out is unknown.

    A day may be entered again: the later entry stands.
    """
    hold([account.talent_id])
    account = SocialAccount.objects.select_related("talent").get(pk=account.pk)
    require(may_enter_counts(account, by))
    if as_of > timezone.localdate(now):
        raise Refused("That day is still to come.")
    if as_of < timezone.localdate(now) - OLDEST:
        raise Refused("Figures of more than a year ago come in from a file, by Import history.")
    again = HandCounts.objects.filter(account=account, as_of=as_of).count()
    entered = HandCounts(
        account=account, as_of=as_of, followers=followers, posts=posts, views=views, evidence=evidence,
        entered_at=now, entered_by=by,
    )  # fmt: skip
    with violation():
        entered.save()
    read_at = min(datetime.combine(as_of, NOON) + timedelta(seconds=again), now)
    row = SnapshotRow(
        account_id=account.pk, taken_at=read_at, followers=followers, posts=posts, views=views,
        source=str(Source.REPORTED),
    )  # fmt: skip
    record_snapshots([row])
    keep_along([account.talent_id])
    return entered


@action
def ask_for_counts(*, by: User, now: datetime) -> int:
    """Ask the people of talents whose figures are missing, once a month each. Answers how many. Run by a job."""
    accounts: dict[int, list[SocialAccount]] = defaultdict(list)
    for account in due(now).filter(talent__access__user__is_active=True).distinct().order_by("pk"):
        accounts[account.talent_id].append(account)
    asked = _asked_lately(now) if accounts else set()
    letters = [
        (ask_for(rows), of_talent(rows[0].talent))
        for rows in accounts.values()
        if f"talent:{rows[0].talent.public_id}" not in asked
    ]
    send_all(letters, now)
    return len(letters)


def _asked_lately(now: datetime) -> set[str]:
    """What the letters of the last month were about."""
    letters = Message.objects.filter(kind=ASKED_FOR_COUNTS, written__gt=now - MONTH)
    return set(letters.values_list("about", flat=True))
