"""A talent's media kit for who has the link: page, portrait, PDF. Over, withdrawn and unknown are one answer."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Office, User
from portals.kits import pdf, shown
from portals.pages import page
from stats.kits import kit_of, small_portrait
from talent.actions import count_look, find_kit_link


def quiet[R: HttpResponseBase](response: R, *, referrer: str = "no-referrer") -> R:
    """The address is the key: no search engine keeps it and no link on the page passes it on.

    A page that sends forms says `same-origin`, or the browser hides from us where they come from.
    """
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = referrer
    return response


def _over(request: HttpRequest) -> HttpResponse:
    return quiet(page(request, "public/kit_over.html", {"office": Office.objects.current()}, status=410))


@login_not_required
@never_cache
@require_safe
def kit(request: HttpRequest, token: str) -> HttpResponse:
    """The page. Each look is counted; of who looked nothing is kept."""
    now = timezone.now()
    link = find_kit_link(token, now)
    if link is None:
        return _over(request)
    if request.method == "GET":
        count_look(link=link, by=User.objects.system(), now=now)
    context: dict[str, Any] = {
        **shown(link.talent, kit_of(link.talent, now), reverse("kit-portrait", args=[token])),
        "pdf_url": reverse("kit-pdf", args=[token]),
        "until": link.expires_at,
    }
    return quiet(page(request, "public/kit.html", context))


@login_not_required
@never_cache
@require_safe
def portrait(request: HttpRequest, token: str) -> HttpResponse:
    """The photograph on the page."""
    link = find_kit_link(token, timezone.now())
    photo = small_portrait(link.talent) if link else None
    if photo is None:
        return _over(request)
    return quiet(HttpResponse(photo, content_type="image/jpeg"))


@login_not_required
@never_cache
@require_safe
def document(request: HttpRequest, token: str) -> HttpResponse:
    """The same as PDF."""
    now = timezone.now()
    link = find_kit_link(token, now)
    if link is None:
        return _over(request)
    return quiet(pdf(link.talent, now))
