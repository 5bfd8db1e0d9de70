"""Accounts on platforms that tell nobody: somebody reads their figures off the screen, once a month."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from campaigns.queries import Entry
from stats.connectors import CONNECTORS
from stats.logins import LOGINS
from stats.models import HandCounts
from talent.models import Platform, SocialAccount

MONTH = timedelta(days=31)
PLATFORMS = tuple(platform for platform in Platform if platform not in CONNECTORS and platform not in LOGINS)


def due(now: datetime) -> QuerySet[SocialAccount]:
    """Accounts in use whose last figures are older than a month, or that have none."""
    missing = Q(measured_at=None) | Q(measured_at__lte=now - MONTH)
    return SocialAccount.objects.filter(
        missing, platform__in=PLATFORMS, archived_at=None, talent__archived_at=None
    ).select_related("talent")


def is_due(account: SocialAccount, now: datetime) -> bool:
    """The same of one account that is in use."""
    return account.platform in PLATFORMS and (account.measured_at is None or account.measured_at <= now - MONTH)


def latest(account_ids: Collection[int]) -> dict[int, HandCounts]:
    """Account to what was entered last. One query."""
    rows = HandCounts.objects.filter(account__in=account_ids).select_related("entered_by")
    return {row.account_id: row for row in rows.order_by("account_id", "-as_of", "-pk").distinct("account_id")}


def asking(account: SocialAccount, *, title: str, url_name: str) -> Entry:
    """A line of somebody's queue: `title` has a place for the platform."""
    last = account.measured_at
    since = f"the last figures are of {last:%-d %b %Y}" if last else "nobody has entered figures yet"
    return Entry(
        icon="camera",
        title=title.format(account.get_platform_display()),
        line=f"{account.handle}: {since}",
        url_name=url_name,
        public_id=account.public_id,
        action_label="Enter figures",
        face=account.talent,
        since=last + MONTH if last else account.created_at,
    )
