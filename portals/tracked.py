"""Links and codes as pages show them: with what came by each."""

from typing import Any

from django.conf import settings
from django.db.models import Count, F, IntegerField, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.models import Office, User
from campaigns.models import Booking, Deliverable
from sales.models import DiscountCode, TrackedLink
from sales.queries import sold_by


def short_address(link: TrackedLink) -> str:
    """What a talent puts under a post."""
    return f"{settings.SITE_URL}{reverse('tracked-link', args=[link.code])}"


def shown_links(rows: QuerySet[TrackedLink]) -> list[TrackedLink]:
    """Links with their counts and their address. One query."""
    counts = {
        name: Coalesce(Sum(f"days__{name}"), 0, output_field=IntegerField())
        for name in ("clicks", "visitors", "machines")
    }
    found = list(rows.select_related("booking__talent", "piece").annotate(**counts).order_by("made_at", "pk"))
    for link in found:
        link.address = short_address(link)  # type: ignore[attr-defined]
    return found


def own_sales(user: User, booking: Booking, piece: Deliverable) -> dict[str, Any]:
    """A talent's links for this piece and codes of the booking; what they sold only where the office allows it."""
    links = TrackedLink.objects.visible_to(user).filter(booking=booking, ended_at=None)
    found = shown_links(links.filter(Q(piece=None) | Q(piece=piece)))
    codes = shown_codes(DiscountCode.objects.visible_to(user).filter(booking=booking))
    allowed = bool(codes or found) and Office.objects.current().talents_see_sales
    return {"links": found, "codes": codes, "sold": sold_by([booking])[booking.pk] if allowed else None}


def shown_codes(rows: QuerySet[DiscountCode]) -> list[DiscountCode]:
    """Codes with the orders that came by them. One query."""
    kept = Q(sales__dropped_at=None)
    orders: Any = Count("sales", filter=kept & Q(sales__amount__gt=0))
    return list(
        rows.select_related("booking__talent")
        .annotate(orders=orders, refunds=Count("sales", filter=kept & Q(sales__amount__lt=0)), upto=F("days__endswith"))
        .order_by("made_at", "pk")
    )
