"""What a thousand views and an engagement cost in the office's own campaigns so far: what a campaign is held against.

For staff alone: it is reckoned from what other brands paid.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from statistics import median

from djmoney.money import Money

from campaigns.models import Campaign, CampaignState
from campaigns.models.booking import STANDING
from stats.results.report import Report, reports

FEWEST = 5  # campaigns under which nothing is held against anything
MOST = 40
WITHIN = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Against:
    """A cost beside the median of `of` earlier campaigns."""

    what: str
    here: Money
    median: Money
    of: int

    @property
    def percent(self) -> Decimal:
        """How much more (or, below zero, less) it cost here."""
        return ((self.here.amount - self.median.amount) * 100 / self.median.amount).quantize(Decimal(1))


def against_past(report: Report) -> list[Against]:
    """CPM and CPE against those of the last two years, of the same currency and with all their figures known. Nothing
    while pieces are still to come, for their cost is in it already.
    """
    campaign = report.result.campaign
    if report.to_come or (report.cpm is None and report.cpe is None):
        return []
    rows = (
        Campaign.objects.filter(state__in=(CampaignState.REPORTING, CampaignState.CLOSED), bookings__state__in=STANDING)
        .filter(created_at__gt=campaign.created_at - WITHIN, created_at__lt=campaign.created_at)
        .select_related("brand", "brief").distinct().order_by("-created_at", "-pk")[:MOST]
    )  # fmt: skip
    past = list(reports(list(rows), rated=False).values())
    cpms = [each.cpm for each in past if each.cpm is not None and each.views.is_whole]
    cpes = [each.cpe for each in past if each.cpe is not None and each.engagements.is_whole]
    both = (_held("1,000 views", report.cpm, cpms), _held("An engagement", report.cpe, cpes))
    return [each for each in both if each is not None]


def _held(what: str, here: Money | None, past: Sequence[Money]) -> Against | None:
    if here is None:
        return None
    same = [each.amount for each in past if each.currency == here.currency]
    middle = median(same) if len(same) >= FEWEST else None
    return Against(what, here, Money(middle, here.currency), len(same)) if middle else None
