"""A talent's figures as the page shows them: the accounts' table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from lib.figures import age, signed
from lib.refusals import Answer, Denied
from outbox.models import Job
from outbox.words import said
from portals.components.facts import short_day
from portals.components.platforms import icon_of
from portals.desk.roster.known import accounts_in_use, consents
from portals.desk.roster.scales import Scale, scale_of
from stats import by_hand
from stats.checks import may_refresh
from stats.connectors import readable_platforms
from stats.consent_checks import left_out
from stats.logins import LOGINS, connectable_platforms
from stats.models import AccountNumbers, Connection, ConnectionState, HandCounts
from stats.queries import account_sparklines, all_grown_words, grown_words, growth
from stats.rates import KnownRate, own_numbers, rate_of
from stats.terms import CLOSED_SHORT, closed_because, is_closed
from talent.models import SocialAccount, Source, Talent

GROWTH_DAYS = 30
MOMENT, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(slots=True)
class AccountLine:
    """An account's row in the figures' table."""

    account: SocialAccount
    growth: Decimal | None
    curve: Sequence[int]
    may_refresh: Answer
    connection: Connection | None = None
    entered: HandCounts | None = None
    month_missing: bool = False
    is_read: bool = True

    @property
    def by_hand(self) -> bool:
        """Whether somebody reads it off the screen, because its platform tells nobody."""
        return self.account.platform in by_hand.PLATFORMS

    @property
    def numbers(self) -> AccountNumbers | None:
        """What was computed of it last."""
        return own_numbers(self.account)

    @property
    def reckoned(self) -> str:
        """By which formula the rate is, and on how many posts it rests; empty where somebody told it."""
        return self.rate.words(self.account.platform) if self.rate.ours else ""

    @property
    def others(self) -> list[Decimal | None]:
        """Growth in 7 and in 90 days, in percent."""
        return [getattr(self.numbers, name, None) for name in ("growth_7", "growth_90")]

    @property
    def all_others(self) -> list[tuple[Decimal | None, str]]:
        """The same, each with what was held against what; empty where neither is known."""
        return with_words(self.others)

    @property
    def rate(self) -> KnownRate:
        """The rate, and whether it is ours or was told."""
        return rate_of(self.account, self.numbers)

    @property
    def scale(self) -> Scale | None:
        return scale_of(self.numbers)

    @property
    def closed(self) -> str:
        """Why nothing is computed of its counts; empty where something may be."""
        return closed_because(self.account.platform)

    @property
    def unknown(self) -> str:
        """The word for a computed figure that is not there."""
        return CLOSED_SHORT if self.closed else "unknown"

    @property
    def icon(self) -> str:
        return icon_of(self.account.platform)

    @property
    def connected(self) -> bool:
        return self.account.is_fine and not self.broken

    @property
    def broken(self) -> bool:
        """Whether a talent's consent to read it has ended without their word."""
        return self.connection is not None and self.connection.state == ConnectionState.BROKEN

    @property
    def read_at(self) -> datetime | None:
        """When its platform answered last, where it tells none of the figures: a feed, a hidden count."""
        account = self.account
        fine = self.connected and account.measured_at is None and not account.last_error
        return account.attempted_at if fine else None

    @property
    def next_at(self) -> datetime | None:
        """When it is read next, where the office can read it."""
        return self.account.next_refresh_at if self.is_read else None

    @property
    def not_before(self) -> str:
        """What it waits for, where no time is set at which it is read next."""
        if self.broken:
            return "Waits for its owner"
        if self.is_read:
            return "Within a minute"
        if self.by_hand:
            return "This month is missing" if self.month_missing else "By hand, once a month"
        if self.account.platform in LOGINS:
            return "Once its owner connects it"
        return "Once the office has a key for it"

    @property
    def left_out(self) -> list[str]:
        """What the talent could let us read besides."""
        return left_out(self.connection) if self.connection is not None and not self.broken else []

    @property
    def trouble(self) -> str:
        """Why it gives no figures, in words; empty where it does."""
        if self.connection is not None and self.broken:
            return self.connection.reason
        return self.account.last_error or ("" if self.connected else self.account.get_state_display())


def with_words(
    others: Sequence[Decimal | None], words: Callable[[int], str] = grown_words
) -> list[tuple[Decimal | None, str]]:
    """Growth in 7 and in 90 days, each with what was held against what; empty where neither is known."""
    known = any(percent is not None for percent in others)
    return list(zip(others, map(words, (7, 90)), strict=True)) if known else []


@dataclass(frozen=True, slots=True)
class Waiting:
    """Why nobody works on a job before its time comes, and when that is on the reader's clock."""

    why: str
    until: str


def waiting(job: Job, now: datetime) -> Waiting | None:
    """What it waits for; none where it may be worked on, or may be in a minute."""
    if job.state != Job.State.PENDING or job.run_after <= now + MOMENT or not job.last_error:
        return None
    local = timezone.localtime(job.run_after)
    return Waiting(said(job, now), f"{local:%H:%M}" if job.run_after < now + DAY else short_day(local))


def unread(lines: list[AccountLine]) -> list[str]:
    """Why some accounts cannot be refreshed, each reason once."""
    return list(dict.fromkeys(line.may_refresh.reason for line in lines if isinstance(line.may_refresh, Denied)))


@dataclass(slots=True)
class Total:
    """All accounts together. `growth` counts only those that were measured then and now, `others` are over 7 and 90
    days.
    """

    followers: int | None
    growth: Decimal | None
    count: int
    others: Sequence[Decimal | None] = ()

    @property
    def why(self) -> str:
        """What `growth` holds against what."""
        return (grown_words if self.count == 1 else all_grown_words)(GROWTH_DAYS)

    @property
    def all_others(self) -> list[tuple[Decimal | None, str]]:
        return with_words(self.others, all_grown_words)


def _works(connection: Connection | None) -> bool:
    return connection is not None and connection.state == ConnectionState.WORKING


def account_lines(talent: Talent, user: User, now: datetime) -> tuple[list[AccountLine], Total]:
    """The accounts in use, the largest first, and their sum. Five queries, one more where figures come by hand."""
    accounts = accounts_in_use(talent.pk)
    for account in accounts:
        account.talent = talent
    ids = [account.pk for account in accounts]
    grown, curves = growth(ids, GROWTH_DAYS, now), account_sparklines(ids, now=now)
    readable, connectable = readable_platforms(), connectable_platforms()
    living = {row.account_id: row for row in consents(ids)}
    hand = [account.pk for account in accounts if account.platform in by_hand.PLATFORMS]
    entered = by_hand.latest(hand) if hand else {}
    lines = [
        AccountLine(
            account,
            grown.get(account.pk),
            curves.get(account.pk, ()),
            may_refresh(account, user, connection=living.get(account.pk), readable=readable, connectable=connectable),
            living.get(account.pk),
            entered.get(account.pk),
            by_hand.is_due(account, now),
            account.platform in readable or _works(living.get(account.pk)),
        )
        for account in accounts
    ]
    known = [line.account.followers for line in lines if line.account.followers is not None]
    rate = together([(line.account.followers, line.growth) for line in lines])
    others = [together([(line.account.followers, line.others[place]) for line in lines]) for place in range(2)]
    return lines, Total(sum(known) if known else None, rate, len(lines), others)


def together(accounts: Sequence[tuple[int | None, Decimal | None]]) -> Decimal | None:
    """Growth of several accounts as one, in percent, from each one's followers now and its own growth."""
    today = before = Decimal(0)
    for followers, percent in accounts:
        if percent is not None and followers is not None and percent > -100:
            today += followers
            before += followers / (1 + percent / 100)
    return (today - before) * 100 / before if before else None


def moved(account: SocialAccount) -> str:
    """What the last measurement changed, in words; empty where there was none to hold it against, or the platform's
    terms want nothing reckoned. One query.
    """
    if is_closed(account.platform):
        return ""
    known = account.snapshots.filter(followers__isnull=False, source=Source.MEASURED, taken_at__lte=timezone.now())
    known = known.filter(taken_at__gt=timezone.now() - timedelta(days=GROWTH_DAYS))
    found = known.order_by("-taken_at").values_list("followers", "taken_at")[:2]
    last = [(count, at) for count, at in found if count is not None]
    if len(last) < 2:
        return ""
    (after, at), (before, then) = last
    span = age(then, at)
    change = "Unchanged" if after == before else signed(after - before)
    return f"{change} in {'a minute' if span == 'now' else span}"
