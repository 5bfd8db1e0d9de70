"""What a talent asks for and refuses, as the desk writes it down."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.roles import Permission
from outbox.once import sent_once
from portals.pages import allowed, page, visible
from portals.wishes import WishesPage
from talent.models import Talent


@allowed(Permission.EDIT_ROSTER)
@sent_once
def wishes(request: HttpRequest, public_id: str) -> HttpResponse:
    """Rate card, refusals and affinities, whole."""
    talent: Talent = visible(request, Talent.objects, public_id)
    back = reverse("desk:talent", args=[talent.public_id])
    asked = WishesPage(request, talent)
    if asked.saved(f"What {talent.name} asks for is saved."):
        return redirect(back)
    return page(request, "desk/roster/wishes.html", {**asked.context, "back": back}, status=asked.status)
