"""The office's own page: how it is set up and whether all of it works; and one's own settings."""

from collections import Counter
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.actions import change_office
from accounts.actions.office import FIELDS
from accounts.models import Office, User
from accounts.roles import Kind, Permission, can
from clients.models import Category
from outbox.models import Job, Message
from outbox.once import sent_once
from portals.components.platforms import icon_of
from portals.desk.office.forms import OfficeForm
from portals.pages import allowed, attempt, page
from portals.profile import ProfileForm, saved
from portals.stale import StaleGuard
from stats.connectors import is_readable, readable_platforms
from talent.models import Platform, SocialAccount, TierScheme
from talent.queries import STALE_AFTER


def platforms() -> list[dict[str, Any]]:
    """Each platform on the roster: how many accounts, failing, old, and whether this office reads it. Two queries."""
    now, readable = timezone.now(), readable_platforms()
    rows = (
        SocialAccount.objects.filter(archived_at=None)
        .order_by()
        .values("platform")
        .annotate(
            accounts=Count("pk"),
            unknown=Count("pk", filter=Q(followers=None)),
            old=Count("pk", filter=Q(measured_at__lt=now - STALE_AFTER)),
            failing=Count("pk", filter=~Q(state="fine") | Q(failures__gt=0)),
            due=Min("next_refresh_at"),
        )
    )
    return [
        {
            **row,
            "label": Platform(row["platform"]).label,
            "icon": icon_of(row["platform"]),
            "readable": is_readable(row["platform"], readable=readable),
        }
        for row in sorted(rows, key=lambda row: -row["accounts"])
    ]


@allowed(Permission.READ_DESK)
def home(request: HttpRequest) -> HttpResponse:
    """What there is to set, and what needs somebody."""
    people = Counter(
        User.objects.filter(is_active=True).exclude(kind=Kind.SYSTEM).order_by().values_list("kind", flat=True)
    )
    context = {
        "settings_of": Office.objects.filter(pk=1).first() or Office(),
        "people": people,
        "scheme": TierScheme.objects.filter(in_use=True).prefetch_related("bounds").first(),
        "categories": Category.objects.filter(archived_at=None).count(),
        "stuck": Job.objects.filter(state=Job.State.STUCK).count(),
        "waiting": Job.objects.filter(state=Job.State.PENDING).count(),
        "drafts": Message.objects.filter(state=Message.State.DRAFT).count(),
        "failed": Message.objects.filter(state=Message.State.FAILED).count(),
        "platforms": platforms(),
        "demo": settings.DEMO,
        "may_read_messages": can(request.user, Permission.READ_MESSAGES),
        "may_run": can(request.user, Permission.RUN_OFFICE),
    }
    return page(request, "desk/office/office.html", context)


@allowed(Permission.RUN_OFFICE)
@sent_once
def settings_of_office(request: HttpRequest) -> HttpResponse:
    """Change the office's name, clock, currency and share."""
    current = Office.objects.filter(pk=1).first() or Office(pk=1)
    guard = StaleGuard(request, current)
    start = {name: getattr(current, name) for name in FIELDS}
    form = OfficeForm(request.POST or None, initial=start)
    if form.is_valid() and guard.passes(form):
        done = attempt(
            request,
            lambda: change_office(by=request.user, now=timezone.now(), **form.cleaned_data),
            done="Saved.",
            form=form,
        )
        if done:
            return redirect("desk:office")
    context = {
        "heading": "The office", "form": form, "deed": "Save", "back": reverse("desk:office"), "back_label": "Office",
        "guard": guard,
    }  # fmt: skip
    return page(request, "desk/form.html", context)


@allowed(Permission.READ_DESK)
@sent_once
def profile(request: HttpRequest) -> HttpResponse:
    """One's own name, clock and light."""
    form = ProfileForm.of(request)
    if saved(request, form):
        return redirect("desk:profile")
    return page(request, "desk/office/profile.html", {"form": form})
