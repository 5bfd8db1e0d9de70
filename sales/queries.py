"""What links and codes brought each booking."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from djmoney.money import Money

from campaigns.models import Booking
from sales.models import DiscountCode, LinkDay, Sale, TrackedLink

COUNTED = ("clicks", "visitors", "machines")


@dataclass(frozen=True, slots=True)
class Sold:
    """Clicks are measured here; orders and revenue as the brand's shop reported them. Null is unknown, not zero.

    Clicks are unknown without a link; orders without a link or code to tell them by, or where the brand has told of no
    order at all. `orders` counts orders, whatever came back; `revenue`, one amount a currency, is without what did.
    """

    clicks: int | None = None
    visitors: int | None = None
    machines: int | None = None
    orders: int | None = None
    refunds: int | None = None
    revenue: tuple[Money, ...] = ()
    links: list[TrackedLink] = field(default_factory=list)
    codes: list[DiscountCode] = field(default_factory=list)


def sold_by(bookings: Sequence[Booking]) -> dict[int, Sold]:
    """What each booking's links and codes brought. Five queries, two where there are none.

    The bookings come with their campaigns.
    """
    ids = [booking.pk for booking in bookings]
    links, codes = _per(TrackedLink.objects.filter(booking__in=ids)), _per(DiscountCode.objects.filter(booking__in=ids))
    if not links and not codes:
        return {pk: Sold() for pk in ids}
    days = LinkDay.objects.filter(link__booking__in=ids).values("link__booking").order_by()
    followed: dict[int, dict[str, Any]] = {row["link__booking"]: dict(row) for row in days.annotate(*map(Sum, COUNTED))}
    counted = _sales(ids)
    brands = {booking.campaign.brand_id for booking in bookings}
    told = set(
        Sale.objects.filter(brand__in=brands, dropped_at=None).order_by().values_list("brand", flat=True).distinct()
    )
    made = {}
    for booking in bookings:
        own_links, own_codes = links.get(booking.pk, []), codes.get(booking.pk, [])
        clicks = followed.get(booking.pk, {})
        counts: dict[str, Any] = {name: clicks.get(f"{name}__sum", 0) if own_links else None for name in COUNTED}
        known = bool(own_links or own_codes) and booking.campaign.brand_id in told
        orders, refunds, revenue = counted.get(booking.pk, (0, 0, ()))
        made[booking.pk] = Sold(
            **counts,
            orders=orders if known else None,
            refunds=refunds if known else None,
            revenue=revenue if known else (),
            links=own_links,
            codes=own_codes,
        )
    return made


def _per[T: (TrackedLink, DiscountCode)](rows: Iterable[T]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[row.booking_id].append(row)
    return found


def _sales(ids: Sequence[int]) -> dict[int, tuple[int, int, tuple[Money, ...]]]:
    rows = (
        Sale.objects.filter(booking__in=ids, dropped_at=None)
        .order_by("amount_currency")
        .values("booking", "amount_currency")
        .annotate(
            orders=Count("pk", filter=Q(amount__gt=0)), refunds=Count("pk", filter=Q(amount__lt=0)), sum=Sum("amount")
        )
    )
    found: dict[int, tuple[int, int, tuple[Money, ...]]] = {}
    for row in rows:
        orders, refunds, revenue = found.get(row["booking"], (0, 0, ()))
        amount = Money(row["sum"] or Decimal(0), row["amount_currency"])
        found[row["booking"]] = orders + row["orders"], refunds + row["refunds"], (*revenue, amount)
    return found
