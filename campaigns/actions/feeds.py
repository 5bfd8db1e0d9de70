"""A person's calendar address: one at a time, made and withdrawn by themselves."""

from datetime import datetime, timedelta

from django.db.models import F, Q

from accounts.guest_links import fresh_token, token_hash, withdraw
from accounts.models import User
from campaigns.models import Feed
from lib.actions import action
from lib.violations import violation

PAUSE = timedelta(seconds=5)


@action
def open_feed(*, by: User, now: datetime) -> str:
    """A new address for oneself; the one before leads nowhere any more. Returns its token, which is kept nowhere."""
    _shut(by, now)
    token, kept = fresh_token()
    with violation():
        Feed.objects.create(user=by, token_hash=kept, created_at=now, created_by=by)
    return token


@action
def revoke_feed(*, by: User, now: datetime) -> None:
    """Withdraw one's address."""
    _shut(by, now)


def _shut(user: User, now: datetime) -> None:
    for feed in Feed.objects.filter(user=user, revoked_at=None).select_for_update(of=("self",)):
        withdraw(feed, user, now)


def find_feed(token: str, now: datetime) -> Feed | None:
    """The feed that this token opens, or None where it is unknown, withdrawn or its person has left."""
    return Feed.objects.open().select_related("user").filter(token_hash=token_hash(token)).first()


@action
def count_read(*, feed: Feed, by: User, now: datetime) -> bool:
    """A calendar came by. False where one did just before: at most one in `PAUSE` is served, from whatever process."""
    rows = Feed.objects.filter(Q(read_at=None) | Q(read_at__lte=now - PAUSE), pk=feed.pk)
    return rows.update(reads=F("reads") + 1, read_at=now) == 1
