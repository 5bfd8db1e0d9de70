"""The calendar on one's phone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from outbox.once import sent_once
from portals import feeds
from portals.pages import allowed, page


@allowed(Permission.READ_DESK)
@sent_once
def feed(request: HttpRequest) -> HttpResponse:
    """One's address, and a new one for the asking."""
    fresh = feeds.opened(request) if request.method == "POST" else ""
    return page(request, "desk/calendar/feed.html", feeds.shown(request, fresh))


@allowed(Permission.READ_DESK)
@sent_once
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Let the address lead nowhere from now on."""
    feeds.withdrawn(request)
    return redirect("desk:calendar-feed")
