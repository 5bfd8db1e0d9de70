"""A talent's media kit at the desk: what guests see, and the links that lead to it."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from campaigns.checks import office_day
from lib.refusals import Denied
from outbox.once import sent_once
from portals.desk.guest_links import LinkForm
from portals.desk.plain import DeskForm
from portals.desk.roster.talent import header
from portals.kits import pdf, shown
from portals.pages import allowed, attempt, page, visible
from stats.kit_days import may_show
from stats.kits import kept, kit_of, sent_kit, small_portrait
from talent import actions
from talent.models import KitLink, Talent


class DayForm(DeskForm):
    """The day whose figures a kit shows, in the address of its page; None is today."""

    day = forms.DateField(required=False)

    def __init__(self, *args: Any, talent: Talent, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.talent, self.now = talent, now

    def clean_day(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        if day is None or day == office_day(self.now):
            return None
        answer = may_show(self.talent, day, self.now)
        if isinstance(answer, Denied):
            raise forms.ValidationError(answer.reason)
        return day


def _asked_day(request: HttpRequest, talent: Talent, now: datetime) -> DayForm:
    """What the address says of the day; today's where it says nothing."""
    return DayForm({"day": request.GET.get("day", "")}, talent=talent, now=now)


@allowed(Permission.READ_DESK)
@sent_once
def kit(request: HttpRequest, public_id: str) -> HttpResponse:
    """The kit as guests see it, beside its links. A new link is shown once: only its hash is kept."""
    talent: Talent = visible(request, Talent.objects.select_related("manager"), public_id)
    now = timezone.now()
    form, fresh = LinkForm(request.POST or None), ""
    asked = _asked_day(request, talent, now)
    day = asked.cleaned_data["day"] if asked.is_valid() else None
    today = kit_of(talent, now, day=day)
    if form.is_valid() and asked.errors:
        form.add_error(None, "Choose another day for its figures first.")
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
    links: list[Any] = list(talent.kit_links.select_related("created_by"))
    for row in links:
        row.of_day = date.fromisoformat(row.kit["day"]) if row.kit and row.kit.get("made") else None
    sent = next((row for row in links if row.public_id == request.GET.get("sent") and row.kit), None)
    if sent is not None:
        today = sent_kit(talent, sent.kit, now)
    context: dict[str, Any] = {
        **header(request, talent, "Media kit"),
        **shown(talent, today, reverse("desk:talent-kit-portrait", args=[talent.public_id])),
        "form": form, "fresh": fresh, "links": links, "now": now, "sent": sent, "asked": asked, "day": day,
        "today": office_day(now), "makes": not asked.errors or form.is_bound,
        "made_at": urlencode({"day": request.GET.get("day", "")} if asked.errors or day else {}),
        "same": urlencode({"sent": sent.public_id} if sent else {"day": day.isoformat()} if day else {}),
    }  # fmt: skip
    return page(request, "desk/roster/talent_kit.html", context)


@allowed(Permission.READ_DESK)
def document(request: HttpRequest, public_id: str) -> HttpResponse:
    """The kit as PDF: as it was sent, or with the figures of a day."""
    talent: Talent = visible(request, Talent.objects, public_id)
    now = timezone.now()
    sent = talent.kit_links.filter(public_id=request.GET.get("sent", ""), kit__isnull=False).first()
    if sent is not None:
        return pdf(sent_kit(talent, sent.kit, now, pictured=True))
    asked = _asked_day(request, talent, now)
    if not asked.is_valid():
        return redirect(f"{reverse('desk:talent-kit', args=[public_id])}?{request.GET.urlencode()}")
    return pdf(kit_of(talent, now, day=asked.cleaned_data["day"], pictured=True))


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
