"""How a gift stands beside a talent's promises: whoever takes it may be seen with the brand."""

from datetime import datetime

from accounts.models import Office
from campaigns.asking import not_blocked
from campaigns.models import Booking, Campaign, Gift
from campaigns.models.booking import STANDING
from campaigns.promises import ordered, term_of
from clients.models import Brand
from exclusivity.axes import Activity
from exclusivity.queries import may_go_on, standing_of_sketch
from exclusivity.terms import ExposureTerms, Sketch
from lib.refusals import Answer
from talent.models import Talent


def booking_for(talent: Talent, campaign: Campaign | None) -> Booking | None:
    """The place in the campaign that a gift for it belongs to."""
    if campaign is None:
        return None
    return Booking.objects.filter(campaign=campaign, talent=talent, state__in=STANDING).first()


def sketch_of_gift(talent: Talent, brand: Brand, campaign: Campaign | None) -> Sketch:
    """A gift forbids nothing, and shows its brand: where and when its campaign's brief says.

    Without a campaign nobody knows where and when, which is not clear.
    """
    shown = ExposureTerms(activity=str(Activity.GIFTED), category_ids=_categories(brand))
    if campaign is not None:
        brief = campaign.brief
        shown = ExposureTerms(
            activity=str(Activity.GIFTED),
            category_ids=_categories(brief) or _categories(brand),
            channels=ordered(brief.channels) or None,
            territories=ordered(brief.territories) or None,
            days=term_of(brief),
            attributes=dict(brief.attributes) or None,
        )
    return Sketch(
        brand_id=brand.pk,
        talent_ids=(talent.pk,),
        exposures=(shown,),
        term=shown.days,
        timezone=Office.objects.current().timezone,
    )


def _categories(of: object) -> tuple[int, ...] | None:
    return tuple(sorted(category.pk for category in of.categories.all())) or None  # type: ignore[attr-defined]


def may_give(talent: Talent, brand: Brand, campaign: Campaign | None, booking: Booking | None, now: datetime) -> Answer:
    """Whether nothing definite is in the way of a gift. What belongs to a booking goes on as the booking may."""
    if booking is not None:
        return may_go_on(booking.commitment, now)
    return not_blocked(standing_of_sketch(sketch_of_gift(talent, brand, campaign), now))


def may_take(gift: Gift, now: datetime) -> Answer:
    """Whether nothing definite came between since it was offered."""
    return may_give(gift.talent, gift.brand, gift.campaign, booking_for(gift.talent, gift.campaign), now)
