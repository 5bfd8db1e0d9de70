"""What stands round every page of the portal: whose it is, and how much waits."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from campaigns.queries.brand_turns import briefs_to_send, campaigns_to_rate, results_to_read
from campaigns.queries.gifts import gifts_to_ship
from campaigns.queries.shortlists import lists_that_wait
from campaigns.queries.threads import unread_threads
from portals import pages
from portals.client import reading


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """`portals.pages.page` with the reader's brands and the count of what waits for them. Three queries more."""
    context.setdefault("brands", list(reading.brands_of(request.user)))
    lists = len(context["waiting_lists"]) if "waiting_lists" in context else lists_that_wait(request.user).count()
    asked = {
        "waiting": reading.waiting, "unread": unread_threads, "to_ship": gifts_to_ship, "unsent": briefs_to_send,
        "to_rate": lambda user: campaigns_to_rate(user, timezone.now()),
        "to_read": lambda user: results_to_read(user, timezone.now()),
    }  # fmt: skip
    waiting = lists + sum(len(context[name]) for name in asked if name in context)
    rows = [rows(request.user).order_by().values("pk") for name, rows in asked.items() if name not in context]
    if rows:
        waiting += rows[0].union(*rows[1:], all=True).count()
    counts = {"client:home": waiting, "client:shortlists": lists}
    return pages.page(request, template, {"nav_counts": counts, **context}, status=status)
