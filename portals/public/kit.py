"""A talent's media kit for who has the link: page, portrait, PDF. Over, withdrawn and unknown are one answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from portals.kits import pdf, shown
from portals.pages import page
from portals.public.guests import Door, quiet
from stats.kits import sent_kit, small_portrait
from talent.actions import count_look, find_kit_link
from talent.models import KitLink

door = Door(find_kit_link, "public/kit_over.html")


@door
@require_safe
def kit(request: HttpRequest, link: KitLink, token: str) -> HttpResponse:
    """The page. Each look is counted; of who looked nothing is kept."""
    now = timezone.now()
    if request.method == "GET":
        count_look(link=link, by=User.objects.system(), now=now)
    context: dict[str, Any] = {
        **shown(link.talent, sent_kit(link.talent, link.kit, now), reverse("kit-portrait", args=[token])),
        "pdf_url": reverse("kit-pdf", args=[token]),
        "until": link.expires_at,
    }
    return quiet(page(request, "public/kit.html", context))


@door
@require_safe
def portrait(request: HttpRequest, link: KitLink, token: str) -> HttpResponseBase:
    """The photograph on the page."""
    photo = small_portrait(link.talent)
    return door.shut(request) if photo is None else quiet(HttpResponse(photo, content_type="image/jpeg"))


@door
@require_safe
def document(request: HttpRequest, link: KitLink, token: str) -> HttpResponse:
    """The same as PDF."""
    return quiet(pdf(sent_kit(link.talent, link.kit, timezone.now(), pictured=True)))
