"""Tracked links: on to the shop at once, counted on the way. No cookie is set and nothing is kept of who it was."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Office
from portals.pages import caller_address, page
from portals.public.guests import quiet
from sales import clicks


@login_not_required
@never_cache
@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """Count the click and pass on. Over and unknown are one page."""
    link = clicks.find_link(code)
    if link is None or link.ended_at is not None:
        context = {"office": Office.objects.current()}
        return quiet(page(request, "public/link_over.html", context, status=410))
    seen = clicks.Request(
        method=request.method or "",
        agent=request.headers.get("User-Agent", "")[:500],
        address=caller_address(request),
        purpose=request.headers.get("Sec-Purpose", "") or request.headers.get("Purpose", ""),
    )
    clicks.count_click(link, seen, timezone.now())
    return quiet(HttpResponseRedirect(link.target))
