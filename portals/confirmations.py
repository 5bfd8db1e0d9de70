"""A booking's confirmation as a download, for whoever may read it."""

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify

from campaigns.models import Confirmation
from portals.pages import visible


def document(request: HttpRequest, public_id: str) -> HttpResponse:
    """The document as it was printed, byte by byte."""
    row: Confirmation = visible(request, Confirmation.objects.select_related("booking__campaign"), public_id)
    response = HttpResponse(bytes(row.pdf), content_type="application/pdf")
    name = slugify(row.booking.campaign.name) or "booking"
    response["Content-Disposition"] = f'attachment; filename="{name}-confirmation-{row.number}.pdf"'
    response["ETag"] = f'"{row.pdf_hash}"'
    return response
