"""What a campaign's budget is spent on."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from djmoney.money import Money

from campaigns.models import Booking, BookingState, Campaign
from campaigns.models.booking import COUNTING


@dataclass(frozen=True, slots=True)
class Budget:
    """`booked` is promised, or agreed on cancellation; `held` would be if every hold were confirmed; `left` is the
    budget less what is booked.

    `planned` is what all places cost at the brief's fee; None where it has none, or in another currency. All in the
    budget's currency; `apart` counts the places that are paid in another one or have no price.
    """

    whole: Money
    booked: Money
    held: Money
    apart: int
    planned: Money | None = None

    @property
    def left(self) -> Money:
        return self.whole - self.booked

    @property
    def is_over(self) -> bool:
        return self.left.amount < 0

    @property
    def lacks(self) -> Money | None:
        """How far the budget falls short of all places at the brief's fee; None where it reaches, or nobody can say."""
        short = self.planned - self.whole if self.planned is not None else None
        return short if short is not None and short.amount > 0 else None

    @property
    def would_be_over(self) -> bool:
        """Whether it does not reach for the holds too."""
        return (self.left - self.held).amount < 0


def budget_of(campaign: Campaign) -> Budget | None:
    """None where the brief says no budget. One query."""
    brief, whole = campaign.brief, campaign.brief.budget
    if whole is None:
        return None
    places = list(campaign.bookings.filter(COUNTING | Q(state=BookingState.HOLD)))
    priced = [place for place in places if place.paid is not None and place.paid.currency == whole.currency]
    return Budget(
        whole=whole,
        booked=_sum((place for place in priced if place.state != BookingState.HOLD), whole),
        held=_sum((place for place in priced if place.state == BookingState.HOLD), whole),
        apart=len(places) - len(priced),
        planned=brief.fee * brief.places if brief.fee is not None and brief.fee.currency == whole.currency else None,
    )


def _sum(places: Iterable[Booking], whole: Money) -> Money:
    return Money(sum(place.paid.amount for place in places if place.paid is not None), whole.currency)
