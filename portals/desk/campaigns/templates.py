"""Briefs that are kept to begin others with."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from campaigns import actions
from campaigns.models import BriefTemplate, Campaign
from campaigns.templating import left_out, still_named, template_words
from clients.models import Brand
from outbox.once import sent_once
from portals.pages import allowed, attempt, page, visible


def tell_old_names(request: HttpRequest, template: BriefTemplate | None, brand: Brand) -> None:
    """Warn whoever began with an old template that names another brand."""
    if template is not None and (words := still_named(template.facts, brand)):
        messages.warning(request, words)


@allowed(Permission.READ_DESK)
def templates(request: HttpRequest) -> HttpResponse:
    """All of them, those that are archived last."""
    rows = BriefTemplate.objects.select_related("created_by").order_by("archived_at", "name")
    context = {
        "rows": sorted(((row, template_words(row.facts)) for row in rows), key=lambda each: bool(each[0].archived_at)),
        "may_run": can(request.user, Permission.RUN_CAMPAIGNS),
    }
    return page(request, "desk/campaigns/templates.html", context)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def save(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep the campaign's brief to begin others with."""
    campaign: Campaign = visible(request, Campaign.objects.select_related("brief", "brand"), public_id)
    name = request.POST.get("name", "")[:80]
    kept = attempt(
        request, lambda: actions.save_template(campaign=campaign, name=name, by=request.user, now=timezone.now())
    )
    if kept:
        words = f"“{kept}” is kept. A new campaign can begin with it.{left_out(kept.facts, campaign.brand)}"
        messages.success(request, words)
    return redirect("desk:campaign", campaign.public_id)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def rename(request: HttpRequest, public_id: str) -> HttpResponse:
    """Call it something else."""
    row: BriefTemplate = visible(request, BriefTemplate.objects, public_id)
    name, now = request.POST.get("name", "")[:80], timezone.now()
    attempt(request, lambda: actions.rename_template(template=row, name=name, by=request.user, now=now), "Renamed.")
    return redirect("desk:brief-templates")


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def archive(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin nothing with it any more, or again."""
    row: BriefTemplate = visible(request, BriefTemplate.objects, public_id)
    done = f"“{row}” can be used again." if row.archived_at else f"“{row}” is archived."
    attempt(request, lambda: actions.archive_template(template=row, by=request.user, now=timezone.now()), done)
    return redirect("desk:brief-templates")
