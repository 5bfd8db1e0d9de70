"""What happens outside pages: jobs, how each stands and what came of it."""

from datetime import timedelta
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from outbox import actions
from outbox.handlers import PERIODIC
from outbox.models import Job
from outbox.once import sent_once
from outbox.words import said
from portals.desk.office.states import PER_PAGE, state_tabs
from portals.pages import allowed, attempt, page, visible

OFTEN = timedelta(hours=1)  # what comes round more often than this would hide everything else


def _worth_showing() -> QuerySet[Job]:
    """All but what the clock plans every few minutes and what went well."""
    often = [periodic.name for periodic in PERIODIC.values() if periodic.every < OFTEN]
    return Job.objects.exclude(Q(kind__in=often) & Q(state=Job.State.DONE))


@allowed(Permission.READ_DESK)
def jobs(request: HttpRequest) -> HttpResponse:
    """What runs outside requests, what waits, what is stuck and why."""
    state = request.GET.get("state", "")
    state = state if state in Job.State.values else ""
    whole = request.GET.get("clock") == "1"
    rows = Job.objects.all() if whole else _worth_showing()
    now = timezone.now()
    shown = Paginator(rows.filter(state=state) if state else rows, PER_PAGE).get_page(request.GET.get("page"))
    here = reverse("desk:jobs")
    kept = {"clock": "1"} if whole else {}
    context = {
        "page": shown,
        "lines": [
            {"job": job, "said": said(job, now), "later": job.state == Job.State.PENDING and job.run_after > now}
            for job in shown
        ],
        "tabs": state_tabs(rows, here, Job.State, kept),
        "state": state,
        "current": state or "all",
        "whole": whole,
        "other": f"{here}?{urlencode(({} if whole else {'clock': '1'}) | ({'state': state} if state else {}))}",
        "may_run": can(request.user, Permission.RUN_OFFICE),
    }
    return page(request, "desk/office/jobs.html", context, part="list")


@allowed(Permission.RUN_OFFICE)
@sent_once
@require_POST
def retry_job(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let a stuck job try again."""
    found: Job = visible(request, Job.objects, public_id)
    attempt(request, lambda: actions.retry_job(found), f"{found.title}: tried again.")
    return redirect("desk:jobs")


@allowed(Permission.RUN_OFFICE)
@sent_once
@require_POST
def cancel_job(request: HttpRequest, public_id: str) -> HttpResponse:
    """Nobody wants it any more."""
    found: Job = visible(request, Job.objects, public_id)
    attempt(request, lambda: actions.cancel_job(found), f"{found.title}: cancelled.")
    return redirect("desk:jobs")
