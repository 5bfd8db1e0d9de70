"""A talent's media kit at the desk: what guests see, and the links that lead to it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from outbox.once import sent_once
from portals.desk.guest_links import LinkForm
from portals.desk.roster.talent import header
from portals.kits import pdf, shown
from portals.pages import allowed, attempt, page, visible
from stats.kits import kept, kit_of, sent_kit, small_portrait
from talent import actions
from talent.models import KitLink, Talent


@allowed(Permission.READ_DESK)
@sent_once
def kit(request: HttpRequest, public_id: str) -> HttpResponse:
    """The kit as guests see it, beside its links. A new link is shown once: only its hash is kept."""
    talent: Talent = visible(request, Talent.objects.select_related("manager"), public_id)
    now = timezone.now()
    form, fresh = LinkForm(request.POST or None), ""
    today = kit_of(talent, now)
    if form.is_valid():
        token = attempt(
            request,
            lambda: actions.make_kit_link(
                talent=talent, by=request.user, now=now, kit=kept(today), **form.cleaned_data
            ),
            form=form,
        )
        if token:
            fresh, form = request.build_absolute_uri(reverse("kit", args=[token])), LinkForm()
    links = list(talent.kit_links.select_related("created_by"))
    sent = next((row for row in links if row.public_id == request.GET.get("sent") and row.kit), None)
    if sent is not None:
        today = sent_kit(talent, sent.kit, now)
    context: dict[str, Any] = {
        **header(request, talent, "Media kit"),
        **shown(talent, today, reverse("desk:talent-kit-portrait", args=[talent.public_id])),
        "form": form, "fresh": fresh, "links": links, "now": now, "sent": sent,
    }  # fmt: skip
    return page(request, "desk/roster/talent_kit.html", context)


@allowed(Permission.READ_DESK)
def document(request: HttpRequest, public_id: str) -> HttpResponse:
    """The kit as PDF."""
    return pdf(kit_of(visible(request, Talent.objects, public_id), timezone.now(), pictured=True))


@allowed(Permission.READ_DESK)
def portrait(request: HttpRequest, public_id: str) -> HttpResponse:
    """The photograph as guests see it."""
    photo = small_portrait(visible(request, Talent.objects, public_id))
    return HttpResponse(photo or b"", content_type="image/jpeg", status=200 if photo else 404)


@allowed(Permission.EDIT_ROSTER)
@sent_once
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let a link lead nowhere from now on."""
    link: KitLink = visible(request, KitLink.objects.select_related("talent"), public_id)
    attempt(
        request,
        lambda: actions.revoke_kit_link(link=link, by=request.user, now=timezone.now()),
        f"The link for {link.label} leads nowhere now.",
    )
    return redirect("desk:talent-kit", link.talent.public_id)
