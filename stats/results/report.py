"""A campaign's results as the brand may read them: page, document and table are drawn from this alone."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from djmoney.money import Money

from campaigns.models import Booking, Campaign, CampaignState, Cost, CostKind, Goal, Measure, PaidBy
from campaigns.models.booking import COUNTING
from lib.figures import compact, signed_percent
from lib.money_words import money_text
from sales.attribution import RULE
from stats.results.campaign import CampaignResult, campaign_results
from stats.results.figures import Costing, Total, added, per, roi
from stats.results.rates import Rates
from stats.results.worth import Earned, earned, rule_of
from talent.models import Talent

EARLIER = 5
ROI_RULE = (
    "ROI is (revenue − cost) ÷ cost. Revenue is what the shop reported for these codes and links, refunds taken off; "
    "cost is all that the brand paid, as listed. What people bought without link or code is not in it."
)


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal beside what came of it; `percent` is null where nothing is known."""

    goal: Goal
    total: Total
    """What it is of; its value is the money's amount, or the percentage, where the goal is a revenue or an ROI."""

    @property
    def percent(self) -> Decimal | None:
        if self.total.value is None:
            return None
        return (Decimal(self.total.value) * 100 / self.goal.target).quantize(Decimal(1))

    @property
    def is_drawn(self) -> bool:
        """Whether it is a length from nothing to the goal."""
        return self.percent is not None and self.percent >= 0

    @property
    def said(self) -> str:
        """What came of it, in words: `80.0 k`, `¥ 300,000`, `−12.5 %`; empty where nobody knows."""
        if self.total.value is None:
            return ""
        if self.goal.measure == Measure.REVENUE:
            return money_text(self.total.value, self.goal.currency)
        if self.goal.measure == Measure.ROI:
            return signed_percent(Decimal(self.total.value))
        return " ".join(compact(self.total.value)).strip()


@dataclass(frozen=True, slots=True)
class Report(Costing):
    """What the brand paid, what it brought, what a thousand views and an engagement cost."""

    result: CampaignResult
    parts: list[tuple[str, Money]]
    goals: list[GoalLine]

    @property
    def cost(self) -> Money | None:
        return added(amount for _, amount in self.parts)

    @property
    def views(self) -> Total:
        return self.result.total("views")

    @property
    def reach(self) -> Total:
        return self.result.total("reach")

    @property
    def engagements(self) -> Total:
        return self.result.total("engagements")

    @property
    def clicks(self) -> Total:
        return self.result.sold("clicks")

    @property
    def visitors(self) -> Total:
        return self.result.sold("visitors")

    @property
    def orders(self) -> Total:
        return self.result.sold("orders")

    @property
    def revenue(self) -> Money | None:
        """What the brand's shop reported, refunds taken off; null where unknown or in several currencies."""
        if self.orders.value is None:
            return None
        amounts = self.result.revenue
        if not amounts and self.cost is not None:
            return Money(0, self.cost.currency)
        return amounts[0] if len(amounts) == 1 else None

    @property
    def revenue_parts(self) -> list[Money]:
        return self.result.revenue

    @property
    def per_click(self) -> Money | None:
        return per(self.cost, self.clicks)

    @property
    def per_order(self) -> Money | None:
        return per(self.cost, self.orders)

    @property
    def roi(self) -> Decimal | None:
        """As of a talent: null while nothing is live and nothing was sold."""
        return roi(self.revenue, self.cost) if self.live or self.result.revenue else None

    @property
    def rates(self) -> list[Rates]:
        return self.result.rates

    @property
    def sums(self) -> list[tuple[str, Money]]:
        """What was paid, a line a kind and currency: of several campaigns together."""
        kinds = dict.fromkeys(label for label, _ in self.parts)
        return [line for kind in kinds for line in _by_currency(kind, [n for label, n in self.parts if label == kind])]

    @property
    def emv(self) -> Earned | None:
        """The earned media value; null where the office does not reckon it. Never in cost, revenue or ROI."""
        return earned(piece.worth for piece in self.result.pieces)

    @property
    def emv_rule(self) -> str:
        return rule_of(piece.worth for piece in self.result.pieces)

    @property
    def has_sales(self) -> bool:
        """Whether links or codes were given to anybody in it."""
        return any(each.sold.links or each.sold.codes for each in self.result.talents)

    @property
    def sales_rule(self) -> str:
        return f"{RULE} {ROI_RULE}"

    @property
    def live(self) -> int:
        return len(self.result.pieces)

    @property
    def to_come(self) -> int:
        return self.result.to_come

    @property
    def by_views(self) -> str:
        """How what a view costs is to be read: `at most, so far`; empty where it is whole."""
        return self._read(self.views)

    @property
    def by_engagements(self) -> str:
        return self._read(self.engagements)

    @property
    def by_clicks(self) -> str:
        return self._read(self.clicks)

    @property
    def by_orders(self) -> str:
        return self._read(self.orders)

    @property
    def of_roi(self) -> str:
        return self._read(self.orders, "at least")

    def _read(self, total: Total, bound: str = "at most") -> str:
        return ", ".join([bound] * bool(total.coverage) + ["so far"] * bool(self.to_come))


def reports(campaigns: Sequence[Campaign], *, held: bool = False, rated: bool = True) -> dict[int, Report]:
    """Each campaign's report. Fourteen queries, however many; three more with links or codes. `held` and `rated` as in
    `results_of`."""
    results = campaign_results(campaigns, held=held, rated=rated)
    costs: dict[int, list[Cost]] = defaultdict(list)
    brands = Cost.objects.filter(campaign__in=campaigns, paid_by=PaidBy.BRAND, dropped_at=None)
    for cost in brands.order_by("added_at", "pk"):
        costs[cost.campaign_id].append(cost)
    goals: dict[int, list[Goal]] = defaultdict(list)
    for goal in Goal.objects.filter(campaign__in=campaigns).order_by("pk"):
        goals[goal.campaign_id].append(goal)
    made = {}
    for campaign in campaigns:
        result = results[campaign.pk]
        fees = _by_currency("Fees", [each.price for each in result.talents if each.price is not None])
        noted = _by_kind(costs[campaign.pk])
        parts = [*fees, *noted, *_by_currency("Gifts received", result.gifts)]
        report = Report(result, parts, [])
        report.goals.extend(GoalLine(goal, _reached(goal, report)) for goal in goals[campaign.pk])
        made[campaign.pk] = report
    return made


def _by_kind(costs: Sequence[Cost]) -> list[tuple[str, Money]]:
    """A line a kind and currency, in the order of the kinds."""
    lines = []
    for kind in CostKind:
        lines += _by_currency(str(kind.label), [cost.amount for cost in costs if cost.kind == kind])
    return lines


def _by_currency(label: str, amounts: Sequence[Money]) -> list[tuple[str, Money]]:
    """A line a currency."""
    lines = []
    for currency in sorted({str(amount.currency) for amount in amounts}):
        one = added(amount for amount in amounts if str(amount.currency) == currency)
        if one is not None:
            lines.append((label, one))
    return lines


def _reached(goal: Goal, report: Report) -> Total:
    result, orders = report.result, report.orders
    if goal.measure == Measure.POSTS:
        return Total(report.live, report.live, report.live)
    if goal.measure in (Measure.CLICKS, Measure.ORDERS):
        return result.sold(goal.measure)
    if goal.measure == Measure.REVENUE:
        revenue = report.revenue
        same = revenue is not None and str(revenue.currency) == goal.currency
        return replace(orders, value=revenue.amount if same else None)  # type: ignore[union-attr,arg-type]
    if goal.measure == Measure.ROI:
        return replace(orders, value=report.roi)  # type: ignore[arg-type]
    return result.total(goal.measure)


def of_talent(report: Report, talent: Talent) -> Report:
    """What one talent brought in it, for their price and gifts; costs of the whole campaign are not theirs."""
    mine = [each for each in report.result.talents if each.booking.talent_id == talent.pk]
    given = [gift for each in mine for gift in each.gifts]
    fees = _by_currency("Fees", [each.price for each in mine if each.price is not None])
    return Report(
        CampaignResult(report.result.campaign, mine, given), [*fees, *_by_currency("Gifts received", given)], []
    )


def together(made: Sequence[Report]) -> Report | None:
    """All of them in one, without goals; null for none."""
    if not made:
        return None
    talents = [each for report in made for each in report.result.talents]
    parts = [part for report in made for part in report.parts]
    return Report(CampaignResult(made[0].result.campaign, talents), parts, [])


def earlier(campaign: Campaign) -> list[Report]:
    """The brand's latest other campaigns that have live pieces, the newest first."""
    rows = (
        Campaign.objects.filter(brand=campaign.brand_id, bookings__in=Booking.objects.filter(COUNTING))
        .exclude(pk=campaign.pk)
        .exclude(state__in=(CampaignState.DRAFT, CampaignState.CANCELLED))
        .filter(created_at__lt=campaign.created_at)
        .distinct()
        .order_by("-created_at")[:EARLIER]
    )
    made = reports(list(rows))
    return [each for each in made.values() if each.live]
