"""What the office checked for the brand and shared: the answers in plain words, and the clean sheet."""

from django.http import HttpRequest, HttpResponse

from exclusivity.models import Check
from portals.client.frame import page
from portals.pages import visible
from portals.sheets import clean_sheet

MOST = 100


def checked(request: HttpRequest) -> HttpResponse:
    """The newest first. Nothing here says why something is not possible."""
    rows = Check.objects.visible_to(request.user).without_paper().select_related("brand").order_by("-shared_at", "-pk")
    return page(request, "client/checked.html", {"checks": list(rows.prefetch_related("answers__talent")[:MOST])})


def sheet(request: HttpRequest, public_id: str) -> HttpResponse:
    """The document, as the office printed it."""
    return clean_sheet(visible(request, Check.objects.select_related("brand"), public_id))
