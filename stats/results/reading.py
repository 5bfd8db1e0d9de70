"""The live pieces of campaigns with what they brought. A handful of queries, however many pieces."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from campaigns.models import Booking, Deliverable, DeliverableState, Draft
from campaigns.options import office_zone
from stats.models import Band, Benchmark, HandFigures, Post, PostSnapshot
from stats.models.post import COUNTS
from stats.numbers.pieces import Day
from stats.queries import curve, days_of
from stats.results.figures import Figures
from stats.results.match import Approved, Seen, departures, is_whole, post_key
from stats.results.rates import Rate, rate_reached
from stats.results.worth import Worth
from stats.terms import CLOSED, is_closed
from talent.models import SocialAccount, Source

NOON = time(12)
# Every account is gone through once, by its index, whatever the planner believes; an address ends in what names a post.
AT_ADDRESS = """
WITH asked AS MATERIALIZED (
    SELECT asked.piece, asked.key, account.id AS account
    FROM unnest(%(pieces)s::bigint[], %(talents)s::bigint[], %(platforms)s::text[], %(keys)s::text[])
             AS asked (piece, talent, platform, key)
    JOIN talent_socialaccount account ON account.talent_id = asked.talent AND account.platform = asked.platform
), post AS MATERIALIZED (
    SELECT own.account, p.id, p.external_id, substring(p.url FROM '([^/?#]+)/*(?:[?#].*)?$') AS last
    FROM (SELECT DISTINCT account FROM asked) own
    CROSS JOIN LATERAL (SELECT id, external_id, url FROM stats_post WHERE account_id = own.account OFFSET 0) p
)
SELECT asked.piece, post.id FROM asked JOIN post ON post.account = asked.account AND post.external_id = asked.key
UNION
SELECT asked.piece, post.id FROM asked JOIN post ON post.account = asked.account AND post.last = asked.key
ORDER BY 2
"""
NEAR = timedelta(days=7)  # how far a day's followers may be from the day of publishing


@dataclass
class Result:
    """A live piece: its post where a connector knows it, its figures, its rate, and in what it departs."""

    piece: Deliverable
    post: Post | None = None
    figures: Figures = field(default_factory=Figures)
    reached: Rate | None = None
    approved: Draft | None = None
    """What it is held against, where somebody asked for that."""
    worth: Worth | None = None
    """Its earned media value; null where the office does not reckon it (`stats.results.earned`)."""

    @cached_property
    def departs(self) -> list[str]:
        """In what it departs, held against what was approved just now. That takes time where texts differ."""
        return _departs(self.piece, self.post, self.approved)

    def departs_of(self, alike: bool) -> list[str]:
        """The same where it is known whether the texts are the same, which takes no time."""
        return _departs(self.piece, self.post, self.approved, alike)

    @property
    def is_known(self) -> bool:
        return bool(self.figures.source)

    @property
    def open_departs(self) -> list[str]:
        """In what it departs and nobody let it be: as it was last looked at on the office's clock, else as it is."""
        stored = self.piece.departs or self.piece.verified_at
        said = self.piece.departs if stored else self.departs
        return [sentence for sentence in said if sentence not in self.piece.accepted]

    @property
    def closed(self) -> str:
        """Why nothing is reckoned of its counts; empty where something may be."""
        return CLOSED if is_closed(self.piece.channel) else ""

    @property
    def rate(self) -> Decimal | None:
        return self.reached.percent if self.reached else None

    @property
    def rate_words(self) -> str:
        return self.reached.words if self.reached else ""

    @property
    def rate_source(self) -> str:
        return self.reached.source if self.reached else ""

    @property
    def band(self) -> str:
        return self.reached.band if self.reached else ""

    @property
    def range_words(self) -> str:
        """The range that the rate was held against: its source and date."""
        return self.reached.range_words if self.reached else ""

    @property
    def band_words(self) -> str:
        """`above average`; empty where there is no range to hold it against."""
        return str(Band(self.band).label).lower() if self.band else ""


def results_of(bookings: Sequence[Booking], *, held: bool = False, rated: bool = True) -> dict[int, list[Result]]:
    """The live pieces of each booking. Six queries, one more where a post was never read.

    `held` reads what was approved too, to hold the posts against it: one query more. Without `rated` nothing is
    reckoned of rates, which needs each account's followers of that time: two fewer.
    """
    own = {booking.pk: booking for booking in bookings}
    pieces = list(
        Deliverable.objects.filter(booking__in=own, state=DeliverableState.PUBLISHED).order_by("published_at", "pk")
    )
    for piece in pieces:
        piece.booking = own[piece.booking_id]
    rows = Post.objects.select_related("account") if rated else Post.objects.all()
    posts = posts_of(pieces, rows if held else rows.defer("text"))
    hand = entered(pieces)
    told_last = _last_told(posts.values())
    approved = _approved(pieces) if held else {}
    accounts = _accounts(pieces, posts, hand) if rated else {}
    known = _followers(
        [
            (accounts[piece.pk], at)
            for piece in pieces
            if piece.pk in accounts and (at := _instant(piece, posts.get(piece.pk)))
        ]
    )
    ranges = list(Benchmark.objects.all()) if accounts else []
    found: dict[int, list[Result]] = defaultdict(list)
    for piece in pieces:
        result = Result(piece, posts.get(piece.pk), _figures(posts.get(piece.pk), hand.get(piece.pk, []), told_last))
        result.approved = approved.get(piece.pk)
        if account := accounts.get(piece.pk):
            result.reached = rate_reached(
                result.figures, piece.channel, _instant(piece, result.post), account.followers,
                known.get(account.pk, []), ranges, untold=result.post.untold if result.post else (),
            )  # fmt: skip
        found[piece.booking_id].append(result)
    return found


def result_of(piece: Deliverable) -> Result | None:
    """What one live piece brought; None for one that is not live."""
    if piece.state != DeliverableState.PUBLISHED:
        return None
    found = results_of([piece.booking], held=True)[piece.booking_id]
    return next((each for each in found if each.piece == piece), None)


def posts_of(pieces: Sequence[Deliverable], rows: QuerySet[Post]) -> dict[int, Post]:
    """Piece to the post at its address, among the talent's own posts on that platform, as `rows` reads it."""
    keys = {piece.pk: key for piece in pieces if (key := post_key(piece.post_url))}
    if not keys:
        return {}
    own = [piece for piece in pieces if piece.pk in keys]
    with connection.cursor() as cursor:
        cursor.execute(
            AT_ADDRESS,
            {
                "pieces": [piece.pk for piece in own],
                "talents": [piece.booking.talent_id for piece in own],
                "platforms": [piece.channel for piece in own],
                "keys": [keys[piece.pk] for piece in own],
            },
        )
        found = cursor.fetchall()
    near = rows.in_bulk({post for _, post in found})
    named: dict[int, Post] = {}
    for piece_pk, post_pk in found:
        post = near.get(post_pk)
        if post is not None and keys[piece_pk] in (post.external_id, post_key(post.url)):
            named[piece_pk] = post
    return named


def entered(pieces: Sequence[Deliverable]) -> dict[int, list[HandFigures]]:
    """What was read off screens of the post that a piece has now, the newest first."""
    named = {piece.pk: post_key(piece.post_url) for piece in pieces}
    found: dict[int, list[HandFigures]] = defaultdict(list)
    for row in HandFigures.objects.filter(deliverable__in=pieces).order_by("-as_of", "-pk"):
        if not row.post_url or post_key(row.post_url) == named[row.deliverable_id]:
            found[row.deliverable_id].append(row)
    return found


def _last_told(posts: Iterable[Post]) -> dict[tuple[int, str], datetime]:
    """When a platform last told a figure that it tells no longer: its value is from then.

    One query where there is such a post.
    """
    asked = {
        post.pk: post
        for post in posts
        if any(getattr(post, name) is not None for name in COUNTS if name in post.untold)
    }
    if not asked:
        return {}
    first = min(post.first_seen_at for post in asked.values())
    rows = PostSnapshot.objects.filter(post__in=asked, taken_at__gte=first).order_by().values("post_id")
    last = [Max("taken_at", filter=Q(**{f"{name}__isnull": False})) for name in COUNTS]
    told = rows.annotate(**{f"{name}_at": at for name, at in zip(COUNTS, last, strict=True)})
    return {
        (post, name): at
        for post, *instants in told.values_list("post_id", *(f"{name}_at" for name in COUNTS))
        for name, at in zip(COUNTS, instants, strict=True)
        if at is not None and name in asked[post].untold
    }


def _approved(pieces: Sequence[Deliverable]) -> dict[int, Draft]:
    rows = Draft.objects.filter(deliverable__in=pieces).order_by("deliverable_id", "-version")
    return {row.deliverable_id: row for row in rows.distinct("deliverable_id")}


def _instant(piece: Deliverable, post: Post | None) -> datetime | None:
    """When it went live: as the platform tells, else when its address was given."""
    return post.published_at if post else piece.published_at


def _accounts(
    pieces: Sequence[Deliverable], posts: Mapping[int, Post], hand: Mapping[int, list[HandFigures]]
) -> dict[int, SocialAccount]:
    """Piece to the account that it is on; where it was never read, to the talent's only account on that platform."""
    found = {pk: post.account for pk, post in posts.items()}
    unread = [piece for piece in pieces if piece.pk not in found and piece.pk in hand]
    if not unread:
        return found
    own: dict[tuple[int, str], list[SocialAccount]] = defaultdict(list)
    talents = {piece.booking.talent_id for piece in unread}
    for account in SocialAccount.objects.filter(talent__in=talents, archived_at=None):
        own[account.talent_id, account.platform].append(account)
    for piece in unread:
        if len(rows := own[piece.booking.talent_id, piece.channel]) == 1:
            found[piece.pk] = rows[0]
    return found


def _followers(live: Sequence[tuple[SocialAccount, datetime]]) -> dict[int, list[Day]]:
    """Each account's followers round the days on which something went live there."""
    ids = {account.pk for account, _ in live}
    if not ids:
        return {}
    days = [at for _, at in live]
    first, last = (each.astimezone(UTC).date() for each in (min(days), max(days)))
    points = curve(ids, first - NEAR, last + NEAR)
    return {pk: days_of(each) for pk, each in points.items()}


def tells(post: Post | None) -> bool:
    """Whether the platform told anything of it."""
    return post is not None and any(getattr(post, name) is not None for name in COUNTS)


def _figures(post: Post | None, hand: Sequence[HandFigures], told_last: Mapping[tuple[int, str], datetime]) -> Figures:
    """What the platform measured; each figure that it does not tell, or no longer, as it was last read off a screen.

    Where it fell silent, the newer of its last word and the screen stands, each by its own day.
    """
    read: dict[str, Any] = {}
    at: dict[str, datetime] = {}
    for row in hand:
        seen = min(timezone.make_aware(datetime.combine(row.as_of, NOON)), row.entered_at)  # the screen, not the typing
        for name in COUNTS:
            if name not in read and (value := getattr(row, name)) is not None:
                read[name], at[name] = value, seen
    if post is None or not tells(post):
        return Figures(**read, source=Source.REPORTED, at=min(at.values())) if read else Figures()
    told = {name: getattr(post, name) for name in COUNTS}
    ended = {name: told_last[post.pk, name] for name in post.untold if (post.pk, name) in told_last}
    by_hand = {
        name: value
        for name, value in read.items()
        if told[name] is None or (name in post.untold and (name not in ended or at[name] >= ended[name]))
    }
    kept = [ended[name] for name in ended if name not in by_hand and told[name] is not None]
    return Figures(
        **told | by_hand, source=Source.MEASURED, at=min([post.measured_at, *kept]), by_hand=frozenset(by_hand),
        read_at=min((at[name] for name in by_hand), default=None),
    )  # fmt: skip


def _departs(piece: Deliverable, post: Post | None, draft: Draft | None, alike: bool | None = None) -> list[str]:
    if post is None or draft is None:
        return []
    label = draft.label or piece.booking.campaign.brief.label
    approved = Approved(draft.caption, label, piece.channel, piece.live_on, piece.live_until)
    day = timezone.localdate(post.published_at, office_zone())
    seen = Seen(post.text, day, post.is_gone, is_whole(post.text, approved.channel), is_paid=post.is_paid)
    return departures(approved, seen, alike=alike)
