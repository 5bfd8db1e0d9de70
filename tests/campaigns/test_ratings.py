"""A brand says how it was to work with a talent; the office reads it, no talent does."""

import pytest

from campaigns import actions
from campaigns.models import Booking, Rating
from lib.refusals import Refused
from stats.results.again import again
from stats.results.campaign import campaign_results
from tests.campaigns import steps
from tests.factories import NOW, BrandFactory, CampaignFactory, TalentFactory, booker, brand_person, talent_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking() -> Booking:
    return steps.publish(steps.piece(steps.book(CampaignFactory(), TalentFactory()))).booking


def rate(booking: Booking, by=None, stars: int = 4, words: str = " Quick and kind. ") -> Rating:
    by = by or brand_person(booking.campaign.brand)
    return actions.rate_talent(booking=booking, stars=stars, words=words, by=by, now=NOW)


def test_said_again_the_new_one_counts_and_the_history_keeps_the_old(booking: Booking) -> None:
    rate(booking)
    rating = rate(booking, stars=2, words="")
    assert (Rating.objects.count(), str(rating), rating.words) == (1, "2 of 5", "")
    events = Rating.pgh_event_model.objects.order_by("pgh_id")
    assert list(events.values_list("stars", "words")) == [(4, "Quick and kind."), (2, "")]


def test_it_stands_among_what_says_whether_to_work_with_them_again(booking: Booking) -> None:
    rate(booking)
    [facts] = again(campaign_results([booking.campaign])[booking.campaign_id]).values()
    assert facts[-1] == "the brand says 4 of 5, “Quick and kind.”"
    rate(booking, stars=5, words="")
    [facts] = again(campaign_results([booking.campaign])[booking.campaign_id]).values()
    assert facts[-1] == "the brand says 5 of 5"


def test_only_an_approver_of_the_brand_rates_and_only_what_is_live(booking: Booking) -> None:
    early = steps.book(CampaignFactory(), TalentFactory())
    held = steps.hold(CampaignFactory(), TalentFactory())
    for row, by, stars, words in (
        (booking, brand_person(BrandFactory()), 4, "another brand"),
        (booking, booker(), 4, "Nobody in this portal may"),
        (booking, talent_user(booking.talent), 4, "Nobody in this portal may"),
        (booking, None, 6, "from 1 to 5"),
        (booking, None, 0, "from 1 to 5"),
        (early, None, 4, "Nothing of theirs is live"),
        (held, None, 4, "another brand|This booking is"),
    ):
        with pytest.raises(Refused, match=words):
            rate(row, by, stars)
    assert not Rating.objects.exists()


def test_staff_and_the_brand_read_it_and_no_talent(booking: Booking) -> None:
    rating = rate(booking)
    readers = (
        booker(),
        brand_person(booking.campaign.brand),
        brand_person(BrandFactory()),
        talent_user(booking.talent),
    )
    assert [rating in Rating.objects.visible_to(user) for user in readers] == [True, True, False, False]
