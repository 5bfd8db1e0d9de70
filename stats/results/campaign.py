"""What campaigns brought: by talent, and all together. A handful of queries, however many."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count
from django.utils import timezone
from djmoney.money import Money

from campaigns.models import Booking, BookingState, Campaign, Deliverable, DeliverableState, Gift
from campaigns.models.booking import COUNTING
from sales.queries import Sold, sold_by
from stats.results.figures import Costing, Total, added, figures_total, per, roi, total
from stats.results.rates import Rates, rates_of
from stats.results.reading import Result, results_of
from stats.results.worth import Earned, earned


@dataclass(frozen=True, slots=True)
class TalentResult(Costing):
    """What one booking brought, and what the brand paid for it; of a cancelled one what was agreed."""

    booking: Booking
    pieces: list[Result]
    owed: int
    sold: Sold
    gifts: tuple[Money, ...] = ()
    """What they were given and keep, one value each."""

    @property
    def price(self) -> Money | None:
        """The fee; of a cancelled booking what was agreed."""
        return self.booking.paid

    @property
    def cost(self) -> Money | None:
        """Price and gifts; null where neither is known, or in several currencies."""
        return added([*([self.price] if self.price is not None else []), *self.gifts])

    @property
    def to_come(self) -> int:
        """Pieces that the cost is of and that are not live yet."""
        return max(0, self.owed - len(self.pieces)) if self.booking.state == BookingState.CONFIRMED else 0

    @property
    def given(self) -> Money | None:
        return added(self.gifts)

    def total(self, name: str) -> Total:
        return figures_total(name, [piece.figures for piece in self.pieces])

    @property
    def views(self) -> Total:
        return self.total("views")

    @property
    def reach(self) -> Total:
        return self.total("reach")

    @property
    def engagements(self) -> Total:
        return self.total("engagements")

    @property
    def rates(self) -> list[Rates]:
        return rates_of((piece.piece.channel, piece.reached) for piece in self.pieces)

    @property
    def revenue(self) -> Money | None:
        """What the shop reported of them; null where unknown or in several currencies."""
        if self.sold.orders is None or len(self.sold.revenue) > 1:
            return None
        nothing = Money(0, self.cost.currency) if self.cost is not None else None
        return next(iter(self.sold.revenue), nothing)

    @property
    def roi(self) -> Decimal | None:
        """Null while nothing of theirs is live and nothing was sold: a loss of all of it says nothing yet."""
        return roi(self.revenue, self.cost) if self.pieces or self.sold.revenue else None

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
    gifts: list[Money] = field(default_factory=list)
    """The value of all gifts for it that arrived and stay."""

    @property
    def pieces(self) -> list[Result]:
        return [piece for each in self.talents for piece in each.pieces]

    def total(self, name: str) -> Total:
        return figures_total(name, [piece.figures for piece in self.pieces])

    @property
    def rates(self) -> list[Rates]:
        return rates_of((piece.piece.channel, piece.reached) for piece in self.pieces)

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
    def to_come(self) -> int:
        return sum(each.to_come for each in self.talents)

    @property
    def fees(self) -> Money | None:
        return added(price for each in self.talents if (price := each.price) is not None)

    @property
    def as_of(self) -> date | None:
        """The day of the oldest figure in it: nothing here is older."""
        days = [timezone.localdate(piece.figures.oldest) for piece in self.pieces if piece.figures.oldest]
        return min(days, default=None)

    @property
    def sources(self) -> list[str]:
        """Where its figures are from, in words: measured before reported."""
        return sorted({source for piece in self.pieces for source in piece.figures.sources})


def campaign_results(
    campaigns: Sequence[Campaign], *, held: bool = False, rated: bool = True
) -> dict[int, CampaignResult]:
    """Each campaign's results. Eleven queries, three more where links or codes were given; `held` and `rated` as in
    `results_of`."""
    whose = {campaign.pk: campaign for campaign in campaigns}
    bookings = list(
        Booking.objects.filter(COUNTING, campaign__in=campaigns)
        .prefetch_related("talent")
        .order_by("confirmed_at", "pk")
    )
    for booking in bookings:
        booking.campaign = whose[booking.campaign_id]
    sold = sold_by(bookings)
    live = results_of(bookings, held=held, rated=rated)
    due = Deliverable.objects.filter(booking__in=bookings).exclude(state=DeliverableState.WAIVED).order_by()
    owed = dict(due.values_list("booking").annotate(n=Count("pk")))
    gifts: dict[int, list[Gift]] = defaultdict(list)
    for gift in Gift.objects.filter(campaign__in=campaigns).counting().order_by("pk"):
        gifts[gift.campaign_id].append(gift)
    made: dict[int, list[TalentResult]] = defaultdict(list)
    for booking in bookings:
        own = tuple(gift.value for gift in gifts[booking.campaign_id] if gift.talent_id == booking.talent_id)
        made[booking.campaign_id].append(
            TalentResult(booking, live.get(booking.pk, []), owed.get(booking.pk, 0), sold[booking.pk], own)
        )
    return {pk: CampaignResult(row, made[pk], [gift.value for gift in gifts[pk]]) for pk, row in whose.items()}
