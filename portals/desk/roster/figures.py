"""A talent's figures as the page shows them: the accounts' table, the curve, what stands out in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from campaigns.models import AmbassadorContract, Deliverable
from lib.figures import age, compact, signed
from lib.refusals import Answer, Denied
from portals.components.platforms import icon_of
from portals.desk.roster.ahead import ahead
from portals.desk.roster.known import accounts_in_use, consents
from portals.desk.roster.scales import Scale, scale_of
from stats import by_hand
from stats.checks import may_refresh
from stats.connectors import readable_platforms
from stats.consent_checks import left_out
from stats.logins import LOGINS, connectable_platforms
from stats.models import AccountNumbers, Connection, ConnectionState, HandCounts, Signal, SignalKind
from stats.numbers.tiers import TierChange, tier_changes
from stats.queries import Curves, account_sparklines, curves_of, growth
from stats.terms import CLOSED, CLOSED_SHORT, is_closed
from talent.models import Platform, SocialAccount, Source, Talent

GROWTH_DAYS = 30
SPANS = {"3": 3, "6": 6, "12": 12, "all": 36}
WEEKLY_FROM = 6  # months: longer curves have a point a week
PINS = 6
JUMPS = (SignalKind.SPIKE, SignalKind.DROP, SignalKind.SAWTOOTH)
SHORTS_COUNTED = date(2025, 3, 26)


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
        return getattr(self.account, "numbers", None)

    @property
    def scale(self) -> Scale | None:
        return scale_of(self.numbers)

    @property
    def closed(self) -> str:
        """Why nothing is computed of its counts; empty where something may be."""
        return CLOSED if is_closed(self.account.platform) else ""

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


def unread(lines: list[AccountLine]) -> list[str]:
    """Why some accounts cannot be refreshed, each reason once."""
    return list(dict.fromkeys(line.may_refresh.reason for line in lines if isinstance(line.may_refresh, Denied)))


@dataclass(slots=True)
class Total:
    """All accounts together. `growth` counts only those that were measured then and now."""

    followers: int | None
    growth: Decimal | None
    count: int


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
    return lines, Total(sum(known) if known else None, rate, len(lines))


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


@dataclass(frozen=True, slots=True)
class Pin:
    """Something that happened on the curve: its number, its day, its words."""

    number: int
    day: date
    words: str


def chart(
    accounts: Sequence[SocialAccount],
    span: str,
    today: date,
    zone: str,
    *,
    bounds: Sequence[tuple[int, str]] = (),
    signed: Sequence[AmbassadorContract] = (),
    live: Sequence[Deliverable] = (),
    of: SocialAccount | None = None,
) -> dict[str, Any]:
    """What the follower chart of a talent's accounts draws, its pins and its table. `empty` where nothing was measured
    in that time.

    All accounts, one upon the other, or `of` one, which has the whole height to itself. `bounds` are those of the
    tiers, `signed` the talent's contracts, `live` the pieces that went live.
    """
    months = SPANS[span]
    since = today - timedelta(days=round(months * 30.44))
    curves = curves_of(accounts, since, today, zone=zone)
    if of is not None:
        own = [line for line in curves.series if line.account == of]
        curves = Curves(curves.days, own, own[0].values if own else [None] * len(curves.days))
    places = _places(curves, weekly=months > WEEKLY_FROM)
    if not places:
        return {"empty": True}
    tiers = _tiers(curves, bounds) if of is None else []
    pins = _pins(curves, tiers, signed, live, curves.days[places[0]], today)
    later = ahead(curves, today, step=7 if months > WEEKLY_FROM else 1)
    days = [curves.days[place] for place in places]
    data = {
        "labels": [f"{day:%-d %b %y}" for day in days],
        "series": [
            {
                "name": f"{line.account.get_platform_display()} {' '.join(compact(line.values[-1] or 0)).strip()}",
                "values": [line.values[place] for place in places],
            }
            for line in sorted(curves.series, key=lambda line: -(line.values[-1] or 0))
        ],
        "stacked": of is None,
        "ahead": later.data,
        "events": [{"at": f"{_nearest(days, pin.day):%-d %b %y}", "number": pin.number} for pin in pins],
    }
    return {
        "empty": False,
        "data": data,
        "pins": pins,
        "ahead": later,
        "table": _table(curves),
        "heads": [s.label for s in curves.series],
    }


def _places(curves: Curves, *, weekly: bool) -> list[int]:
    first = next((place for place, total in enumerate(curves.total) if total is not None), None)
    if first is None:
        return []
    last = len(curves.days) - 1
    return list(range(last, first - 1, -7 if weekly else -1))[::-1]


def _nearest(days: list[date], day: date) -> date:
    return min(days, key=lambda each: abs((each - day).days))


def _table(curves: Curves) -> list[tuple[date, list[int | None], int | None]]:
    """The last day of each month and today, the newest first."""
    rows = []
    for place in range(len(curves.days) - 1, -1, -1):
        day = curves.days[place]
        ends = place == len(curves.days) - 1 or (day + timedelta(days=1)).day == 1
        if ends and curves.total[place] is not None:
            rows.append((day, [line.values[place] for line in curves.series], curves.total[place]))
    return rows


def _pins(
    curves: Curves,
    tiers: list[TierChange],
    signed: Sequence[AmbassadorContract],
    live: Sequence[Deliverable],
    since: date,
    today: date,
) -> list[Pin]:
    """The latest contracts, posts, tiers and jumps of that time, in the order of their days. One query."""
    found = [(change.day, f"Now {change.after}") for change in tiers if change.day > since]
    accounts = {line.account.pk: line.account for line in curves.series}
    jumps = Signal.objects.filter(account__in=accounts, kind__in=JUMPS, since__gt=since, since__lte=today)
    for jump in jumps.order_by("-since")[:PINS]:
        platform = accounts[jump.account_id].get_platform_display()
        found.append((jump.since, f"{jump.get_kind_display()} on {platform}"))
    if since < SHORTS_COUNTED <= today and any(a.platform == Platform.YOUTUBE for a in accounts.values()):
        found.append((SHORTS_COUNTED, "YouTube counts each play of a Short as a view from here on"))
    for contract in signed:
        if contract.signed_at and since < (day := timezone.localdate(contract.signed_at)) <= today:
            found.append((day, f"Signed {contract.brand}"))
    for piece in live:
        if piece.published_at and since < (day := timezone.localdate(piece.published_at)) <= today:
            found.append((day, f"{piece.get_kind_display()} for {piece.booking.campaign.brand}"))
    latest = sorted(sorted(found, reverse=True)[:PINS])
    return [Pin(number, day, words) for number, (day, words) in enumerate(latest, start=1)]


def _tiers(curves: Curves, bounds: Sequence[tuple[int, str]]) -> list[TierChange]:
    """Changes of the tier, which follows from the largest account."""
    daily = zip(*(line.values for line in curves.series), strict=True)
    largest = [max((value for value in values if value is not None), default=None) for values in daily]
    return tier_changes(curves.days, largest, bounds)
