"""The live pieces of campaigns with what they brought. A handful of queries, however many pieces."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone
from djmoney.money import Money

from campaigns.models import Booking, Campaign, Deliverable, DeliverableState, Draft
from campaigns.models.booking import COUNTING
from sales.queries import Sold, sold_by
from stats.models import Band, Benchmark, HandFigures, Post
from stats.models.post import COUNTS
from stats.numbers.bands import band_of, range_of
from stats.numbers.engagement import formula_of, rate_of
from stats.numbers.pieces import Day, Piece
from stats.queries import curve, days_of
from stats.results.figures import Figures, Total, added, per, total
from stats.results.match import Approved, Seen, departures, is_whole, post_key
from stats.results.worth import Earned, Worth, earned
from stats.terms import CLOSED, is_closed
from talent.models import SocialAccount, Source

RATED = ("views", "likes", "comments", "shares")
NOON = time(12)
NEAR = timedelta(days=7)  # how far a day's followers may be from the day of publishing


@dataclass(slots=True)
class Result:
    """A live piece: its post where a connector knows it, its figures, its rate, and in what it departs."""

    piece: Deliverable
    post: Post | None = None
    figures: Figures = field(default_factory=Figures)
    rate: Decimal | None = None
    rate_words: str = ""
    band: str = ""
    range_words: str = ""
    """The range that the rate was held against: its source and date."""
    departs: list[str] = field(default_factory=list)
    worth: Worth | None = None
    """Its earned media value; null where the office does not reckon it (`stats.results.earned`)."""

    @property
    def is_known(self) -> bool:
        return bool(self.figures.source)

    @property
    def closed(self) -> str:
        """Why nothing is reckoned of its counts; empty where something may be."""
        return CLOSED if is_closed(self.piece.channel) else ""

    @property
    def band_words(self) -> str:
        """`above average`; empty where there is no range to hold it against."""
        return str(Band(self.band).label).lower() if self.band else ""


def results_of(bookings: Sequence[Booking]) -> dict[int, list[Result]]:
    """The live pieces of each booking. Six queries."""
    pieces = list(
        Deliverable.objects.filter(booking__in=bookings, state=DeliverableState.PUBLISHED)
        .select_related("booking__talent", "booking__campaign__brief", "booking__campaign__brand")
        .order_by("published_at", "pk")
    )
    posts = posts_of(pieces)
    hand = _entered(pieces)
    approved = _approved(pieces)
    known = _followers([post.account for post in posts.values()], [post.published_at for post in posts.values()])
    ranges = list(Benchmark.objects.all()) if posts else []
    found: dict[int, list[Result]] = defaultdict(list)
    for piece in pieces:
        result = Result(piece, posts.get(piece.pk), _figures(posts.get(piece.pk), hand.get(piece.pk, [])))
        if result.post is not None:
            _judge(result, approved.get(piece.pk), known.get(result.post.account_id, []), ranges)
        found[piece.booking_id].append(result)
    return found


def result_of(piece: Deliverable) -> Result | None:
    """What one live piece brought; None for one that is not live."""
    if piece.state != DeliverableState.PUBLISHED:
        return None
    return next((each for each in results_of([piece.booking])[piece.booking_id] if each.piece == piece), None)


def posts_of(pieces: Sequence[Deliverable]) -> dict[int, Post]:
    """Piece to the post at its address, among the talent's own posts on that platform."""
    keys = {piece.pk: key for piece in pieces if (key := post_key(piece.post_url))}
    if not keys:
        return {}
    asked = Q()
    for piece in pieces:
        if piece.pk in keys:
            own = Q(account__talent=piece.booking.talent_id, account__platform=piece.channel)
            asked |= own & (Q(external_id=keys[piece.pk]) | Q(url__contains=keys[piece.pk]))
    named: dict[tuple[int, str, str], Post] = {}
    for post in Post.objects.filter(asked).select_related("account"):
        for name in {post.external_id, post_key(post.url)}:
            named[post.account.talent_id, post.account.platform, name] = post
    at = ((piece, named.get((piece.booking.talent_id, piece.channel, keys.get(piece.pk, "")))) for piece in pieces)
    return {piece.pk: post for piece, post in at if post is not None}


def _entered(pieces: Sequence[Deliverable]) -> dict[int, list[HandFigures]]:
    """What was read off screens, the newest first."""
    found: dict[int, list[HandFigures]] = defaultdict(list)
    for row in HandFigures.objects.filter(deliverable__in=pieces).order_by("-as_of", "-pk"):
        found[row.deliverable_id].append(row)
    return found


def _approved(pieces: Sequence[Deliverable]) -> dict[int, Draft]:
    rows = Draft.objects.filter(deliverable__in=pieces).order_by("deliverable_id", "-version")
    return {row.deliverable_id: row for row in rows.distinct("deliverable_id")}


def _followers(accounts: Iterable[SocialAccount], days: Sequence[datetime]) -> dict[int, list[Day]]:
    ids = {account.pk for account in accounts}
    if not ids:
        return {}
    first, last = (each.astimezone(UTC).date() for each in (min(days), max(days)))
    points = curve(ids, first - NEAR, last + NEAR)
    return {pk: days_of(each) for pk, each in points.items()}


def tells(post: Post | None) -> bool:
    """Whether the platform told anything of it."""
    return post is not None and any(getattr(post, name) is not None for name in COUNTS)


def _figures(post: Post | None, hand: Sequence[HandFigures]) -> Figures:
    """What the platform measured; each figure that it does not tell, or no longer, as it was last read off a screen."""
    read: dict[str, int] = {}
    at: list[datetime] = []
    for row in hand:
        fresh = {name: value for name in COUNTS if name not in read and (value := getattr(row, name)) is not None}
        read |= fresh
        if fresh:  # as old as the screen, not the typing
            at.append(min(timezone.make_aware(datetime.combine(row.as_of, NOON)), row.entered_at))
    if post is None or not tells(post):
        return Figures(**read, source=Source.REPORTED, at=min(at)) if read else Figures()
    told = {name: getattr(post, name) for name in COUNTS}
    by_hand = {name: n for name, n in read.items() if told[name] is None or name in post.untold}
    return Figures(
        **told | by_hand, source=Source.MEASURED, at=post.measured_at, by_hand=frozenset(by_hand),
        read_at=min(at) if by_hand else None,
    )  # fmt: skip


def _judge(result: Result, draft: Draft | None, days: Sequence[Day], ranges: Sequence[Benchmark]) -> None:
    post, piece = result.post, result.piece
    if post is None:
        return
    if draft is not None:
        brief = piece.booking.campaign.brief
        approved = Approved(draft.caption, draft.label or brief.label, piece.channel, piece.live_on, piece.live_until)
        day = timezone.localdate(post.published_at)
        result.departs = departures(
            approved, Seen(post.text, day, post.is_gone, is_whole(post.text), is_paid=post.is_paid)
        )
    platform = post.account.platform
    formula = formula_of(platform)
    if formula is None or is_closed(platform) or result.figures.source != Source.MEASURED:
        return
    told = {
        name: None if name in post.untold else getattr(post, name) for name in ("views", "likes", "comments", "shares")
    }
    one = Piece(post.pk, post.published_at, is_pinned=post.is_pinned, **told)
    rate = rate_of(one, formula, days)
    if rate is None:
        return
    result.rate, result.rate_words = rate.quantize(Decimal("0.01")), formula.words
    range_ = range_of(ranges, platform, post.account.followers)
    if range_ is not None and range_.basis == formula.basis:
        result.band = band_of(rate, range_)
        result.range_words = f"{range_.source}, {range_.as_of:%b %Y}"


@dataclass(frozen=True, slots=True)
class TalentResult:
    """What one booking brought, and what the brand paid for it; of a cancelled one what was agreed."""

    booking: Booking
    pieces: list[Result]
    owed: int
    views: Total
    engagements: Total
    sold: Sold

    @property
    def cost(self) -> Money | None:
        return self.booking.paid

    @property
    def cpm(self) -> Money | None:
        return per(self.cost, self.views, 1000)

    @property
    def cpv(self) -> Money | None:
        return per(self.cost, self.views)

    @property
    def cpe(self) -> Money | None:
        return per(self.cost, self.engagements)

    @property
    def per_order(self) -> Money | None:
        return per(self.cost, total("orders", [self.sold]))

    @property
    def emv(self) -> Earned | None:
        return earned(piece.worth for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class CampaignResult:
    """A campaign's results: by talent, and all together."""

    campaign: Campaign
    talents: list[TalentResult]

    @property
    def pieces(self) -> list[Result]:
        return [piece for each in self.talents for piece in each.pieces]

    def total(self, name: str) -> Total:
        return total(name, [piece.figures for piece in self.pieces])

    def sold(self, name: str) -> Total:
        """The sum of what links and codes brought, over the talents."""
        return total(name, [each.sold for each in self.talents], "talents")

    @property
    def revenue(self) -> list[Money]:
        """What the brand's shop reported, one amount a currency; empty where nothing was."""
        sums: dict[str, Money] = {}
        for amount in (amount for each in self.talents for amount in each.sold.revenue):
            name = str(amount.currency)
            sums[name] = sums[name] + amount if name in sums else amount
        return [sums[name] for name in sorted(sums)]

    @property
    def owed(self) -> int:
        return sum(each.owed for each in self.talents)

    @property
    def fees(self) -> Money | None:
        return added(price for each in self.talents if (price := each.cost) is not None)

    @property
    def as_of(self) -> date | None:
        """The day of the oldest figure in it: nothing here is older."""
        days = [timezone.localdate(piece.figures.oldest) for piece in self.pieces if piece.figures.oldest]
        return min(days, default=None)

    def told(self, name: str) -> list[str]:
        """Where the figures are from that a total adds up."""
        return sorted({source for piece in self.pieces for source in piece.figures.told_by(name)})

    @property
    def sources(self) -> list[str]:
        """Where its figures are from, in words: measured before reported."""
        return sorted({source for piece in self.pieces for source in piece.figures.sources})


def campaign_results(campaigns: Sequence[Campaign]) -> dict[int, CampaignResult]:
    """Each campaign's results. Ten queries, thirteen where links or codes were given."""
    bookings = list(
        Booking.objects.filter(COUNTING, campaign__in=campaigns)
        .select_related("talent", "campaign")
        .order_by("confirmed_at", "pk")
    )
    sold = sold_by(bookings)
    live = results_of(bookings)
    owed: dict[int, int] = defaultdict(int)
    rows = Deliverable.objects.filter(booking__in=bookings).exclude(state=DeliverableState.WAIVED)
    for pk in rows.values_list("booking_id", flat=True):
        owed[pk] += 1
    made: dict[int, list[TalentResult]] = defaultdict(list)
    for booking in bookings:
        pieces = live.get(booking.pk, [])
        figures = [piece.figures for piece in pieces]
        made[booking.campaign_id].append(
            TalentResult(
                booking,
                pieces,
                owed[booking.pk],
                total("views", figures),
                total("engagements", figures),
                sold[booking.pk],
            )
        )
    return {campaign.pk: CampaignResult(campaign, made.get(campaign.pk, [])) for campaign in campaigns}
