"""What a booking or an ambassador contract promises, in the terms in which it can clash."""

from collections.abc import Sequence
from datetime import date, timedelta

from accounts.models import Office
from campaigns.models import Brief, Campaign
from clients.models import Brand
from exclusivity.axes import WORLD, Activity, Channel
from exclusivity.models import CommitmentKind, TargetMode
from exclusivity.models.clause import BindsMembers, TailOn, TailUnit, TerritoryBasis
from exclusivity.terms import ClauseTerms, ExposureTerms, Sketch
from talent.models import Talent


def activity_of(brief: Brief) -> str:
    """Paid where there is a fee, gifted where there is only a product, paid where nobody said."""
    if brief.gift and not (brief.fee and brief.fee.amount):
        return str(Activity.GIFTED)
    return str(Activity.PAID)


def first_live(brief: Brief) -> date | None:
    """The first day on which a piece is planned to be live; the first of the brief's days where none is planned."""
    planned = [line.live_on for line in brief.wanted.all() if line.live_on]
    return min(planned, default=brief.days.lower if brief.days else None)


def term_of(brief: Brief) -> tuple[date, date | None] | None:
    """The brief's days as plain half-open days."""
    return (brief.days.lower, brief.days.upper) if brief.days else None


def exposures_of(brief: Brief) -> list[ExposureTerms]:
    """Where a talent who takes this brief shows: one exposure a channel, and the paid usage after it."""
    categories = tuple(sorted(category.pk for category in brief.categories.all())) or None
    territories = tuple(brief.territories) or None
    days = term_of(brief)
    activity = activity_of(brief)
    shown = [
        ExposureTerms(
            activity=activity, category_ids=categories, channels=(channel,), territories=territories, days=days
        )
        for channel in brief.channels
    ] or [ExposureTerms(activity=activity, category_ids=categories, channels=None, territories=territories, days=days)]
    start = first_live(brief)
    if brief.usage_days and start:
        shown.append(
            ExposureTerms(
                activity=str(Activity.PAID_USAGE),
                category_ids=categories,
                channels=tuple(brief.channels) or None,
                territories=territories,
                days=(start, start + timedelta(days=brief.usage_days)),
            )
        )
    return shown


def clauses_of(brief: Brief) -> list[ClauseTerms]:
    """What the brief forbids: rivals in its exclusive categories, where it aims, on every channel, and its tail."""
    categories = tuple(sorted(category.pk for category in brief.exclusive_categories.all()))
    if not categories:
        return []
    everywhere = not brief.territories or WORLD in brief.territories
    return [
        ClauseTerms(
            number="1",
            mode=str(TargetMode.CATEGORY),
            category_ids=categories,
            territories=None if everywhere else tuple(brief.territories),
            territory_basis=str(TerritoryBasis.TARGETED),
            channels=None,
            tail_length=brief.exclusive_tail_days,
            tail_unit=str(TailUnit.DAY),
            tail_on=str(TailOn.ANY_END),
            binds_members=str(BindsMembers.EACH),
        )
    ]


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
