"""What a campaign's budget is spent on."""

from collections.abc import Iterable
from dataclasses import dataclass

from djmoney.money import Money

from campaigns.models import Booking, BookingState, Campaign
from campaigns.models.booking import STANDING


@dataclass(frozen=True, slots=True)
class Budget:
    """`booked` is promised, `held` would be if every hold were confirmed; `left` is the budget less what is booked.

    All in the budget's currency; `apart` counts the places that are paid in another one or have no price.
    """

    whole: Money
    booked: Money
    held: Money
    apart: int

    @property
    def left(self) -> Money:
        return self.whole - self.booked

    @property
    def is_over(self) -> bool:
        return self.left.amount < 0

    @property
    def would_be_over(self) -> bool:
        """Whether it does not reach for the holds too."""
        return (self.left - self.held).amount < 0


def budget_of(campaign: Campaign) -> Budget | None:
    """None where the brief says no budget. One query."""
    whole = campaign.brief.budget
    if whole is None:
        return None
    places = list(campaign.bookings.filter(state__in=(BookingState.HOLD, *STANDING)))
    priced = [place for place in places if place.price is not None and place.price.currency == whole.currency]
    return Budget(
        whole=whole,
        booked=_sum((place for place in priced if place.state in STANDING), whole),
        held=_sum((place for place in priced if place.state == BookingState.HOLD), whole),
        apart=len(places) - len(priced),
    )


def _sum(places: Iterable[Booking], whole: Money) -> Money:
    return Money(sum(place.price.amount for place in places if place.price is not None), whole.currency)
