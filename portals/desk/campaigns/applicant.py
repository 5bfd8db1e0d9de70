"""An applicant as a screener reads them: posts with figures, accounts, answers, money, days, earlier work.

While the pass is blind, name, face, handles, links and earlier brands are left out here, where the data is fetched.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from djmoney.money import Money

from campaigns.models import Application, Booking, BookingState, Campaign
from campaigns.models.booking import STANDING
from campaigns.screening import code_of, masked
from campaigns.wishes import ad_months, aim_of, by_card, lines_of, said_by_members, with_members
from lib.countries import country_name
from stats.audience import latest
from stats.models import Audience, Post
from stats.models.post import GONE_AFTER, STORY
from stats.numbers.engagement import FOLLOWERS, formula_of
from stats.own import OWN_POSTS
from stats.results.figures import figures_total
from stats.results.rates import counted_bands, rates_of
from stats.results.reading import results_of
from talent.models import SocialAccount, Talent, Wishes
from talent.models.talent import TalentKind

LAST_DAY = Coalesce("deliverables__live_until", "deliverables__live_on")

POSTS = 16
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Tile:
    """A post: what it says, how many saw it, what share did something. `url` is empty while the pass is blind."""

    platform: str
    label: str
    text: str
    url: str
    kind: str
    published_at: datetime
    views: int | None
    likes: int | None
    rate: Decimal | None
    formula: str


@dataclass(frozen=True, slots=True)
class Applicant:
    """One applicant with all that a score rests on. `talent` is None while the pass is blind."""

    application: Application
    name: str
    talent: Talent | None
    place: str
    stage: str
    accounts: list[tuple[SocialAccount, str]]
    audience: Audience | None
    posts: list[Tile]
    answers: list[tuple[str, str]]
    idea: str
    refuses: str = ""
    loves: str = ""
    card: Money | None = None
    busy: list[tuple[Any, str]] = field(default_factory=list)
    earlier: list[Booking] = field(default_factory=list)
    done: int = 0
    late: int = 0


def shown_name(application: Application, campaign: Campaign) -> str:
    """The talent's name, or what stands for it while the pass is blind."""
    return code_of(application) if campaign.is_blind else application.talent.name


def applicant_of(application: Application, campaign: Campaign, now: datetime) -> Applicant:
    """Eight queries, one more for an act, three more where somebody said what they ask for and refuse, up to seven for
    what earlier campaigns brought.
    """
    talent, blind = application.talent, campaign.is_blind
    accounts = list(SocialAccount.objects.filter(talent=talent, archived_at=None))
    handles = [account.handle for account in accounts]
    earlier = list(
        talent.bookings.exclude(campaign=campaign)
        .filter(confirmed_at__isnull=False)
        .select_related("campaign__brand")
        .annotate(
            pieces=Count("deliverables"),
            live=Count("deliverables", filter=Q(deliverables__published_at__isnull=False)),
            late=Count("deliverables", filter=Q(deliverables__published_at__date__gt=LAST_DAY)),
        )
        .order_by("-confirmed_at")
    )

    if not blind:
        _brought(earlier[:SHOWN])

    def read(text: str) -> str:
        return masked(text, talent, handles) if blind else text

    return Applicant(
        application=application,
        name=shown_name(application, campaign),
        talent=None if blind else talent,
        place=country_name(talent.country)
        if blind and talent.country
        else ", ".join(filter(None, (talent.city, talent.country))),
        stage=talent.get_stage_display(),
        accounts=[(account, "" if blind else account.handle) for account in accounts],
        audience=_audience(accounts),
        posts=_posts(talent, accounts, read, blind),
        answers=[(one["question"], read(one["answer"])) for one in application.answers],
        idea=read(application.idea),
        **_wishes(talent, campaign, now),
        busy=_busy(talent, campaign, blind),
        earlier=[] if blind else earlier[:SHOWN],
        done=len(earlier),
        late=sum(booking.late for booking in earlier),  # type: ignore[attr-defined]
    )


def _brought(bookings: list[Booking]) -> None:
    """Note on each what its live posts brought: their views, and how their rates lie in the published ranges."""
    found = results_of(bookings) if bookings else {}
    for booking in bookings:
        pieces = found.get(booking.pk, [])
        booking.views = figures_total("views", [piece.figures for piece in pieces])  # type: ignore[attr-defined]
        booking.rates = rates_of((piece.piece.channel, piece.reached) for piece in pieces)  # type: ignore[attr-defined]
        booking.bands = counted_bands(piece.band for piece in pieces if piece.band)  # type: ignore[attr-defined]


def _wishes(talent: Talent, campaign: Campaign, now: datetime) -> dict[str, Any]:
    """What they, or members of the act, refuse and would love of this brief, and what it costs by their rate card."""
    wishes = Wishes.objects.filter(talent=talent).first()
    members = said_by_members([talent.pk], now).get(talent.pk, []) if talent.kind == TalentKind.ACT else []
    if wishes is None and not members:
        return {}
    aim = aim_of(campaign)
    own = aim.refused(wishes.refused_categories, wishes.refused_brands) if wishes is not None else ""
    told: dict[str, Any] = {"refuses": with_members(own, members, aim, named=not campaign.is_blind)}
    if wishes is None:
        return told
    return told | {
        "loves": aim.loved(wishes.loved_categories, wishes.loved_brands),
        "card": by_card(wishes, lines_of(campaign.brief), ad_months(campaign.brief.ads_last)),
    }


def _audience(accounts: list[SocialAccount]) -> Audience | None:
    """Who follows the largest account of which it is known, as matching counts it."""
    known = latest([account.pk for account in accounts])
    largest = sorted(accounts, key=lambda account: (account.followers is None, -(account.followers or 0), account.pk))
    return next((known[account.pk] for account in largest if account.pk in known), None)


def _posts(talent: Talent, accounts: list[SocialAccount], read: Any, blind: bool) -> list[Tile]:
    by_pk = {account.pk: account for account in accounts}
    rows = Post.objects.filter(OWN_POSTS, account__in=by_pk, missed__lt=GONE_AFTER).exclude(kind=STORY)
    tiles = []
    for post in rows.order_by("-published_at", "-pk")[:POSTS]:
        account = by_pk[post.account_id]
        formula = formula_of(account.platform)
        tiles.append(
            Tile(
                platform=account.platform,
                label=account.get_platform_display(),
                text=read(post.text),
                url=post.url if post.stands and not blind else "",
                kind=post.kind,
                published_at=post.published_at,
                views=post.views,
                likes=post.likes,
                rate=_rate(post, account, formula),
                formula=formula.words if formula else "",
            )
        )
    return tiles


def _rate(post: Post, account: SocialAccount, formula: Any) -> Decimal | None:
    """Percent by the platform's formula, with today's followers; None where a part is hidden."""
    if formula is None:
        return None
    parts = [getattr(post, part) for part in formula.parts]
    by = account.followers if formula.basis == FOLLOWERS else post.views
    if not by or any(part is None for part in parts):
        return None
    return Decimal(sum(parts)) * 100 / by


def _busy(talent: Talent, campaign: Campaign, blind: bool) -> list[tuple[Any, str]]:
    """What else the talent does in the days of the brief, or that they are away: days and for whom."""
    days = campaign.brief.days
    if days is None:
        return []
    rows = (
        talent.bookings.filter(state__in=(BookingState.HOLD, *STANDING), days__overlap=days)
        .exclude(campaign=campaign)
        .select_related("campaign__brand")
        .order_by("days")
    )
    away = talent.away.filter(dropped_at=None, days__overlap=days).order_by("days")
    return [(each.days, "away") for each in away] + [
        (
            row.days,
            row.get_state_display() if blind else f"{row.campaign.brand.name}, {row.get_state_display().lower()}",
        )
        for row in rows
    ]
