"""A clean sheet as a download, for whoever may read its check."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify

from exclusivity.models import Check


def clean_sheet(check: Check) -> HttpResponse:
    """The document as it was printed, byte by byte."""
    response = HttpResponse(bytes(check.pdf), content_type="application/pdf")
    name = f"clean-sheet-{slugify(check.brand.name) or 'brand'}-{timezone.localdate(check.created_at):%Y-%m-%d}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["ETag"] = f'"{check.pdf_hash}"'
    return response
