"""What the brand gives talents: what became of each, and what it has to ship itself."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from campaigns import actions
from campaigns.gifts import may_ship, reads_address
from campaigns.models import Gift, GiftState
from outbox.once import sent_once
from portals.client.frame import page
from portals.gifts import TrackingForm
from portals.pages import allowed, attempt, visible

ROWS = Gift.objects.select_related("talent", "brand", "campaign", "piece")


def gifts(request: HttpRequest) -> HttpResponse:
    """All of the brand's gifts, those first that wait to be shipped."""
    rows = list(Gift.objects.visible_to(request.user).select_related("talent", "brand", "campaign"))
    rows.sort(key=lambda gift: not (gift.state == GiftState.ACCEPTED and gift.shipped_from == "brand"))
    return page(request, "client/gifts.html", {"gifts": rows})


def _page(request: HttpRequest, gift: Gift, form: TrackingForm | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "gift": gift,
        "reads_address": bool(gift.ship_address) and reads_address(request.user, gift),
        "may_ship": gift.state == GiftState.ACCEPTED and bool(may_ship(request.user, gift)),
        "form": form or TrackingForm(),
    }
    return page(request, "client/gift.html", context, status=422 if form is not None and form.errors else 200)


def gift(request: HttpRequest, public_id: str) -> HttpResponse:
    """One gift, and where to send it where the brand ships."""
    return _page(request, visible(request, ROWS.all(), public_id))


@allowed(Permission.SHIP_GIFTS)
@sent_once
@require_POST
def ship(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is on its way."""
    row: Gift = visible(request, ROWS.all(), public_id)
    form = TrackingForm(request.POST)
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.ship_gift(gift=row, by=request.user, now=timezone.now(), **form.cleaned_data),
            f"{row.talent.name} is told that it is on its way.",
            form,
        )
        if done:
            return redirect("client:gift", row.public_id)
    return _page(request, row, form)
