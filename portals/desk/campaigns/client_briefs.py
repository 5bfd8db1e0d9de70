"""What brands ask for in their own words: read it, take it up, or say no."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from campaigns import actions
from campaigns.models import BriefTemplate, ClientBrief
from outbox.once import sent_once
from portals.briefs import ROWS, asked_in
from portals.desk.campaigns.forms import AnswerForm
from portals.desk.campaigns.templates import tell_old_names
from portals.pages import allowed, attempt, page, visible


@allowed(Permission.READ_DESK)
def client_brief(request: HttpRequest, public_id: str) -> HttpResponse:
    """One brief as the brand wrote it."""
    row: ClientBrief = visible(request, ROWS, public_id)
    context = {
        **asked_in(row),
        "waits": row.state == ClientBrief.State.SENT,
        "may_answer": can(request.user, Permission.RUN_CAMPAIGNS),
        "money": can(request.user, Permission.READ_MONEY),
        "templates": list(BriefTemplate.objects.filter(archived_at=None)),
    }
    return page(request, "desk/campaigns/client_brief.html", context)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def take(request: HttpRequest, public_id: str) -> HttpResponse:
    """Start a campaign with it, and with a template where the brand left something open."""
    row: ClientBrief = visible(request, ROWS, public_id)
    chosen = BriefTemplate.objects.filter(archived_at=None, public_id=request.POST.get("template", "")).first()
    made = attempt(
        request,
        lambda: actions.take_client_brief(brief=row, template=chosen, by=request.user, now=timezone.now()),
        f"{row.brand} is told. Now complete the brief.",
    )
    if made:
        tell_old_names(request, chosen, row.brand)
    return redirect("desk:campaign-edit", made.public_id) if made else redirect("desk:client-brief", row.public_id)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def decline(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say no, with words that the brand reads."""
    row: ClientBrief = visible(request, ROWS, public_id)
    form = AnswerForm(request.POST)
    answer = form.cleaned_data["answer"] if form.is_valid() else ""
    attempt(
        request,
        lambda: actions.decline_client_brief(brief=row, answer=answer, by=request.user, now=timezone.now()),
        f"{row.brand} is told.",
    )
    return redirect("desk:client-brief", row.public_id)
