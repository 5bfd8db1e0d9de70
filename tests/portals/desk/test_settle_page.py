"""Writing down what is paid for a cancelled booking."""

from datetime import timedelta

from django.test import Client
from djmoney.money import Money

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
    when = {"starts_at": NOW + timedelta(days=5), "ends_at": NOW + timedelta(days=5, hours=2), "timezone": "Asia/Tokyo"}
    actions.plan_appointment(booking=booking, what="Fitting", by=sora, now=NOW, **when)
    page, url = f"/desk/bookings/{booking.public_id}/", f"/desk/bookings/{booking.public_id}/settle"
    before = text(desk.get(page))
    assert "Fitting" in before and "Write down what is paid" not in before
    actions.cancel_booking(booking=booking, reason="Illness", by=sora, now=NOW)
    after = text(desk.get(page))
    assert "Nothing is agreed yet." in after and url in after and "Wanted in person" not in after
    asked = " ".join(text(desk.get(url)).split())
    assert "It was booked for ¥ 120,000. Aoi reads" in asked and "fee of 20 %" in asked
    wrong = desk.post(url, {"price": "-5", "currency": "JPY", "words": "For the day"})
    assert (wrong.status_code, "It cannot be less than 0." in text(wrong), "For the day" in text(wrong)) == (
        422, True, True,
    )  # fmt: skip
    assert desk.post(url, {"price": "30,000", "currency": "JPY", "words": "For the day"}).status_code == 302
    assert int(Booking.objects.get().paid.amount) == 30_000  # type: ignore[union-attr]
    shown = text(desk.get(page))
    assert "¥ 30,000" in shown and "For the day" in shown and "Nothing is agreed yet." not in shown


def test_another_sum_that_was_written_down_meanwhile_is_shown_before_it_is_overwritten(
    desk: Client, campaign: Campaign, talent: Talent, sora: User
) -> None:
    booking = steps.book(campaign, talent)
    actions.cancel_booking(booking=booking, reason="Illness", by=sora, now=NOW)
    url = f"/desk/bookings/{booking.public_id}/settle"
    seen = {"price": "30,000", "currency": "JPY", "words": "", "version": desk.get(url).context["guard"].version}
    booking.refresh_from_db()
    actions.settle_booking(booking=booking, price=Money(90_000, "JPY"), words="All of it", by=sora, now=NOW)
    told = desk.post(url, seen)
    assert told.status_code == 422 and "to ¥ 90,000" in text(told) and "30,000" in text(told)
    assert int(Booking.objects.get().paid.amount) == 90_000  # type: ignore[union-attr]
    assert desk.post(url, seen | {"version": told.context["guard"].version}).status_code == 302
    assert int(Booking.objects.get().paid.amount) == 30_000  # type: ignore[union-attr]
