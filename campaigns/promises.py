"""What a booking or an ambassador contract promises, in the terms in which it can clash."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from accounts.models import Office
from campaigns.models import Booking, Brief, Campaign, Deliverable, WantedDeliverable
from campaigns.models.deliverable import DeliverableState
from campaigns.usage import Length, Term, UsageTerms, Window, usage_days, with_ads
from clients.models import Brand
from exclusivity.axes import WORLD, Activity, Channel
from exclusivity.models import CommitmentKind, TargetMode
from exclusivity.models.clause import BindsMembers, TailOn, TerritoryBasis
from exclusivity.terms import ClauseTerms, ExposureTerms, Sketch
from talent.models import Talent


@dataclass(frozen=True, slots=True)
class Agreed:
    """When, where and for how long a talent shows: as the brief says, or as was agreed for one booking."""

    days: Term | None
    channels: tuple[str, ...]
    territories: tuple[str, ...]
    usage: Length


def plain(days: Any) -> Term | None:
    """Half-open days as a plain pair, whether they come from a form or the database."""
    if days is None:
        return None
    return (days.lower, days.upper) if hasattr(days, "lower") else days  # type: ignore[no-any-return]


def activity_of(brief: Brief) -> str:
    """Paid where there is a fee, gifted where there is only a product, paid where nobody said."""
    if brief.gift and not (brief.fee and brief.fee.amount):
        return str(Activity.GIFTED)
    return str(Activity.PAID)


def term_of(brief: Brief) -> Term | None:
    """The brief's days as plain half-open days."""
    return (brief.days.lower, brief.days.upper) if brief.days else None


def agreed_in(brief: Brief) -> Agreed:
    """What a talent agrees to who takes this brief as it is."""
    return Agreed(term_of(brief), ordered(brief.channels), ordered(brief.territories), brief.ads_last)


def ordered(words: Iterable[str]) -> tuple[str, ...]:
    """Each once, in one order, so that the same is equal."""
    return tuple(sorted(set(words)))


def agreed_for(booking: Booking) -> Agreed:
    """What holds for this booking: its own word, and the brief's where it has none."""
    brief = agreed_in(booking.campaign.brief)
    own = booking.own_days
    return Agreed(
        (own.lower, own.upper) if own is not None else brief.days,
        brief.channels if booking.own_channels is None else ordered(booking.own_channels),
        brief.territories if booking.own_territories is None else ordered(booking.own_territories),
        brief.usage if booking.own_usage is None else booking.own_usage,
    )


def planned_in(brief: Brief) -> list[Window]:
    """When the pieces of the brief are to go live."""
    return [(line.live_on, line.live_until) for line in brief.wanted.all()]


def within(day: date, days: Term) -> date:
    """The nearest of those days."""
    first, end = days
    return max(first, day if end is None else min(day, end - timedelta(days=1)))


def usages_of(booking: Booking) -> tuple[UsageTerms, ...]:
    """What the brand may do with this talent's content: the brief's, with the length of ads as agreed for them."""
    return with_ads(booking.campaign.brief.usages, agreed_for(booking).usage)


type Dates = tuple[date | None, date | None, date | None]
"""When a piece's draft is due, and the first and the last day on which it goes live."""


def dates_of(piece: WantedDeliverable | Deliverable) -> Dates:
    return piece.draft_due_on, piece.live_on, piece.live_until


def shifted(dates: Dates, before: Term | None, after: Term | None) -> Dates:
    """The dates of a piece after the days changed.

    One that falls out of them moves with the first day, as far as the days allow; the others stay.
    """
    due, live, until = dates
    if live is None or before is None or after is None:
        return dates
    if within(live, after) != live:
        moved = within(live + (after[0] - before[0]), after)
        due = due + (moved - live) if due is not None else None
        until = until + (moved - live) if until is not None else None
        live = moved
    return due, live, within(until, after) if until is not None else None


def lines_for(
    booking: Booking, agreed: Agreed | None = None, wanted: Iterable[WantedDeliverable] | None = None
) -> list[tuple[WantedDeliverable, Dates]]:
    """The lines of the brief that this booking owes, each with the days for its draft and for going live.

    `wanted` are the brief's lines, where the caller has them at hand.
    """
    agreed, brief = agreed or agreed_for(booking), booking.campaign.brief
    return [
        (line, shifted(dates_of(line), term_of(brief), agreed.days))
        for line in (brief.wanted.all() if wanted is None else wanted)
        if line.channel in agreed.channels
    ]


def exposures_of(
    brief: Brief,
    agreed: Agreed | None = None,
    planned: Sequence[Window] | None = None,
    live: frozenset[str] = frozenset(),
) -> list[ExposureTerms]:
    """Where a talent shows who takes this brief: one exposure a channel, and what the brand may use it for besides.

    On the channels in `live` everything is published already, which is a fact and no plan.
    """
    agreed = agreed or agreed_in(brief)
    planned = planned_in(brief) if planned is None else planned

    def shows(
        activity: str, channels: tuple[str, ...] | None, territories: tuple[str, ...], days: Term | None
    ) -> ExposureTerms:
        return ExposureTerms(
            activity=activity,
            category_ids=tuple(sorted(category.pk for category in brief.categories.all())) or None,
            channels=channels,
            territories=territories or None,
            days=days,
            attributes=dict(brief.attributes) or None,
        )

    on = [(channel,) for channel in agreed.channels if channel not in live] if agreed.channels else [None]
    shown = [shows(activity_of(brief), channels, agreed.territories, agreed.days) for channels in on]
    for line in with_ads(brief.usages, agreed.usage):
        days = usage_days(line, planned, agreed.days)
        if days is not None:
            shown.append(
                shows(
                    line.activity, line.shown_on(agreed.channels), ordered(line.territories) or agreed.territories, days
                )
            )
    return shown


def clauses_of(brief: Brief, agreed: Agreed | None = None) -> list[ClauseTerms]:
    """What the brief forbids: rivals in its exclusive categories, where it aims, on every channel, and its tail."""
    aims = agreed.territories if agreed is not None else tuple(brief.territories)
    categories = tuple(sorted(category.pk for category in brief.exclusive_categories.all()))
    if not categories:
        return []
    everywhere = not aims or WORLD in aims
    return [
        ClauseTerms(
            number="1",
            mode=str(TargetMode.CATEGORY),
            category_ids=categories,
            territories=None if everywhere else aims,
            territory_basis=str(TerritoryBasis.TARGETED),
            channels=None,
            tail_length=brief.exclusive_tail,
            tail_unit=brief.exclusive_tail_unit,
            tail_on=str(TailOn.ANY_END),
            binds_members=str(BindsMembers.EACH),
        )
    ]


@dataclass(frozen=True, slots=True)
class Promise:
    """A booking's commitment in plain terms; `clauses` None are those that were written by hand."""

    term: Term | None
    exposures: list[ExposureTerms]
    clauses: list[ClauseTerms] | None


def promise_of(booking: Booking, agreed: Agreed | None = None, dates: Mapping[int, Dates] | None = None) -> Promise:
    """What a booking promises; on other terms than its own where `agreed` says so.

    `dates` are other days for pieces of a confirmed booking, by their keys.
    """
    brief = booking.campaign.brief
    before = agreed_for(booking)
    agreed = agreed or before
    live = frozenset[str]()
    if booking.confirmed_at is None:
        planned = [(opens, closes) for _, (_, opens, closes) in lines_for(booking, agreed)]
    else:
        owed = booking.deliverables.exclude(state=DeliverableState.WAIVED)
        days = dates or {}
        planned = [shifted(days.get(piece.pk) or dates_of(piece), before.days, agreed.days)[1:] for piece in owed]
        there = booking.commitment.exposures.filter(published_at__isnull=False)
        live = frozenset(channel for one in there for channel in one.channels or ())
    return Promise(
        agreed.days,
        exposures_of(brief, agreed, planned, live),
        None if booking.own_clauses else clauses_of(brief, agreed),
    )


def presence_of(brand: Brand, clauses: Sequence[ClauseTerms], days: tuple[date, date | None]) -> list[ExposureTerms]:
    """An ambassador's own showing: through the whole term, for the brand's categories, where the clauses reach.

    Without clauses nobody said where the talent shows, and the verdict asks.
    """
    channels: tuple[str, ...] | None = None
    territories: tuple[str, ...] | None = None
    if clauses:
        said = [clause.channels for clause in clauses]
        channels = tuple(str(c) for c in Channel)
        if all(said):
            channels = tuple(sorted({channel for part in said for channel in part or ()}))
        aims = [clause.territories for clause in clauses]
        territories = (WORLD,)
        if all(aims):
            territories = tuple(sorted({country for part in aims for country in part or ()}))
    return [
        ExposureTerms(
            activity=str(Activity.PAID),
            category_ids=tuple(sorted(category.pk for category in brand.categories.all())) or None,
            channels=channels,
            territories=territories,
            days=days,
        )
    ]


def sketch_of(campaign: Campaign, talent: Talent | None = None, *, clock: str = "") -> Sketch:
    """The commitment that this campaign's brief would make, for one talent or for nobody in particular.

    `clock` is the office's timezone, where the caller has it at hand.
    """
    brief = campaign.brief
    return Sketch(
        brand_id=campaign.brand_id,
        talent_ids=(talent.pk,) if talent else (),
        clauses=tuple(clauses_of(brief)),
        exposures=tuple(exposures_of(brief)),
        term=term_of(brief),
        timezone=clock or Office.objects.current().timezone,
        kind=str(CommitmentKind.ONE_OFF),
    )
