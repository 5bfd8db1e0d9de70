"""What stands in the demo office's calendar: shoots, two of them at one time, and days away, one over a due date."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.models import User
from agency.demo.staff import TALENT_LOGIN
from campaigns import actions
from campaigns.models import Booking, Deliverable
from talent.actions import add_away
from talent.models import Talent

PLACES = {
    "JP": ("Studio Tsuki, Meguro, Tokyo", "Asia/Tokyo"), "KR": ("Hangang Studio, Seoul", "Asia/Seoul"),
    "FR": ("Atelier Beaubourg, Paris", "Europe/Paris"), "FI": ("Sörnäinen harbour, Helsinki", "Europe/Helsinki"),
    "BR": ("Estúdio Lapa, Rio de Janeiro", "America/Sao_Paulo"),
}  # fmt: skip
NOTE = "Bring two changes of clothes. Ask for the studio’s manager at the door."


def build(*, now: datetime, by: User) -> None:
    """A shoot for each confirmed booking of the weeks to come, an option of a hold, and two talents who are away."""
    bookings = list(Booking.objects.filter(state="confirmed").select_related("talent", "campaign").order_by("pk"))
    for number, booking in enumerate(bookings):
        shared = number % 2 == 0
        _shoot(booking, now, by, days=2 + 3 * (number % 6), hour=9 + 2 * (number % 3), brand_reads=shared)
    honoka = Talent.objects.get(name=TALENT_LOGIN[0])
    hers = [booking for booking in bookings if booking.talent_id == honoka.pk]
    for number, booking in enumerate(hers[:2]):
        _shoot(booking, now, by, days=9, hour=9 + 2 * number, what=("Shoot", "Fitting")[number])
    held = Booking.objects.filter(state="hold").select_related("talent", "campaign").order_by("rank", "pk").first()
    if held is not None:
        _shoot(held, now, by, days=6, hour=10)
    due = Deliverable.objects.filter(state="planned", draft_due_on__gt=now.date(), booking__state="confirmed")
    for piece in due.select_related("booking__talent").order_by("draft_due_on", "pk")[:1]:
        day = piece.draft_due_on
        assert day is not None  # noqa: S101 - asked for above
        add_away(
            talent=piece.booking.talent, first=day - timedelta(days=1), last=day + timedelta(days=2),
            words="At her sister’s wedding", by=by, now=now,
        )  # fmt: skip
    first = now.date() + timedelta(days=20)
    add_away(talent=honoka, first=first, last=first + timedelta(days=8), words="Home in Osaka", by=by, now=now)


def _shoot(
    booking: Booking, now: datetime, by: User, *, days: int, hour: int, what: str = "Shoot", brand_reads: bool = False
) -> None:
    place, clock = PLACES.get(booking.talent.country, PLACES["JP"])
    start = datetime.combine(now.date() + timedelta(days=days), time(hour), ZoneInfo(clock))
    actions.plan_appointment(
        booking=booking, what=what, starts_at=start, ends_at=start + timedelta(hours=4), timezone=clock,
        place=place, note=NOTE, brand_reads=brand_reads, by=by, now=now,
    )  # fmt: skip
