"""Writing down what is paid for a cancelled booking."""

from django.test import Client

from accounts.models import User
from campaigns import actions
from campaigns.models import Booking, Campaign
from talent.models import Talent
from tests.campaigns import steps
from tests.factories import NOW
from tests.portals.desk.reading import text


def test_the_sum_of_a_cancelled_booking_is_written_down_on_its_page(
    desk: Client, campaign: Campaign, talent: Talent, sora: User
) -> None:
    booking = steps.book(campaign, talent)
    page, url = f"/desk/bookings/{booking.public_id}/", f"/desk/bookings/{booking.public_id}/settle"
    assert "Write down what is paid" not in text(desk.get(page))
    actions.cancel_booking(booking=booking, reason="Illness", by=sora, now=NOW)
    assert "Nothing is agreed yet." in text(desk.get(page)) and url in text(desk.get(page))
    assert "It was booked for ¥ 120,000. Aoi reads" in " ".join(text(desk.get(url)).split())
    wrong = desk.post(url, {"price": "-5", "currency": "JPY", "words": "For the day"})
    assert (wrong.status_code, "It cannot be less than 0." in text(wrong), "For the day" in text(wrong)) == (
        422, True, True,
    )  # fmt: skip
    assert desk.post(url, {"price": "30,000", "currency": "JPY", "words": "For the day"}).status_code == 302
    assert int(Booking.objects.get().paid.amount) == 30_000  # type: ignore[union-attr]
    shown = text(desk.get(page))
    assert "¥ 30,000" in shown and "For the day" in shown and "Nothing is agreed yet." not in shown
