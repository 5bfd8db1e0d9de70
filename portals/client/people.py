"""The brand's people, and one's own profile."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import User
from accounts.roles import Role
from clients.models import BrandMember
from outbox.once import sent_once
from portals.client import reading
from portals.client.frame import page
from portals.profile import ProfileForm, saved


def colleagues(request: HttpRequest) -> HttpResponse:
    """Who else of the brand can look in, and who answers drafts."""
    rows = (
        BrandMember.objects.filter(brand__in=reading.brands_of(request.user), user__is_active=True)
        .select_related("user", "brand")
        .order_by("user__name", "user_id", "brand__name")
    )
    people: dict[User, list[str]] = {}
    for row in rows:
        people.setdefault(row.user, []).append(row.brand.name)
    return page(request, "client/colleagues.html", {"people": list(people.items()), "approver": Role.BRAND_APPROVER})


@sent_once
def profile(request: HttpRequest) -> HttpResponse:
    """One's own name, clock and light."""
    form = ProfileForm.of(request)
    if saved(request, form):
        return redirect("client:profile")
    return page(request, "client/profile.html", {"form": form})
