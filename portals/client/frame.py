"""What stands round every page of the portal: whose it is, and how much waits."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from portals import pages
from portals.client import reading


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """`portals.pages.page` with the reader's brands and the count of drafts that wait. Two queries more."""
    context.setdefault("brands", list(reading.brands_of(request.user)))
    waiting = len(context["waiting"]) if "waiting" in context else reading.waiting(request.user).count()
    return pages.page(request, template, {"nav_counts": {"client:home": waiting}, **context}, status=status)
