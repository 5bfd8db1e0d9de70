"""Saved checks and their clean sheets."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Office, User
from accounts.roles import Kind, Permission, can
from campaigns.models import Campaign
from exclusivity.actions import record_check, share_check
from exclusivity.models import Check
from exclusivity.sheets import how
from outbox.once import sent_once
from portals.desk.exclusivity.asking import BriefForm
from portals.history import timeline
from portals.pages import allowed, attempt, page, visible
from portals.sheets import clean_sheet
from talent.models import Talent

PER_PAGE = 50
LONGEST = 4000
ROWS = Check.objects.without_paper().select_related("brand", "created_by", "shared_by")


@allowed(Permission.READ_DESK)
def checks(request: HttpRequest) -> HttpResponse:
    """What was checked, the newest first."""
    text = request.GET.get("q", "").strip()[:120]
    rows = ROWS.visible_to(request.user).annotate(talents=Count("answers")).order_by("-created_at", "-pk")
    rows = rows.prefetch_related("answers__talent")
    if text:
        rows = rows.filter(pk__in=_found(text))
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return page(request, "desk/exclusivity/checks.html", {"page": found, "text": text}, part="list")


def _found(text: str) -> Any:
    """Checks whose brand, campaign or talents carry the text."""
    named = Check.objects.filter(answers__name__icontains=text) | Check.objects.filter(brand__name__icontains=text)
    return (named | Check.objects.filter(title__icontains=text)).order_by().values("pk")


@allowed(Permission.READ_DESK)
def check(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was asked, the answers as they were, and who has the clean sheet."""
    found: Check = visible(request, ROWS, public_id)
    may = can(request.user, Permission.RUN_CAMPAIGNS)
    readers = User.objects.filter(kind=Kind.CLIENT, is_active=True, brand_memberships__brand=found.brand)
    context = {
        "check": found,
        "answers": found.answers.select_related("talent"),
        "how": how(found),
        "may_share": may if found.shared_at is None else None,
        "readers": readers.order_by("name").distinct(),
        "entries": timeline(found, 10),
    }
    return page(request, "desk/exclusivity/check.html", context)


@allowed(Permission.READ_DESK)
def sheet(request: HttpRequest, public_id: str) -> HttpResponse:
    """The clean sheet as it was printed."""
    return clean_sheet(visible(request, Check.objects.select_related("brand"), public_id))


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep what is asked, for the talents who are chosen, as it is found now."""
    question = QueryDict(request.POST.get("question", "").removeprefix("?")[:LONGEST])
    form = BriefForm(question, clock=Office.objects.current().timezone)
    people = list(Talent.objects.visible_to(request.user).filter(public_id__in=request.POST.getlist("talent")))
    if not form.asked:
        messages.error(request, "Say for which brand, and ask again.")
        return redirect("desk:who-is-free")
    campaign = Campaign.objects.filter(public_id=question.get("brief", "")).first()
    kept = question.copy()
    kept.pop("more", None)
    made = attempt(
        request,
        lambda: record_check(
            sketch=form.sketch(), talents=people, asked=form.told(), missing=form.missing, bound=form.bound,
            title=campaign.name if campaign is not None else "", question=kept.urlencode(),
            by=request.user, now=timezone.now(),
        ),
        "Saved, with its clean sheet.",
    )  # fmt: skip
    if made:
        return redirect("desk:check", made.public_id)
    return redirect(f"{reverse('desk:who-is-free')}?{question.urlencode()}")


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def share(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let the brand's people read it."""
    found: Check = visible(request, ROWS, public_id)
    attempt(
        request,
        lambda: share_check(check=found, by=request.user, now=timezone.now()),
        f"{found.brand.name}’s people can read it.",
    )
    return redirect("desk:check", found.public_id)
