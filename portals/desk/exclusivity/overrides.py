"""Letting a definite clash stand: the proposal, the second person, the way back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from exclusivity import actions
from exclusivity.models import Decision, Finding
from outbox.once import sent_once
from portals.pages import allowed, attempt, visible

ROWS = Decision.objects.filter(kind=Decision.Kind.OVERRIDE).select_related("finding__one", "finding__other", "made_by")


@allowed(Permission.OVERRIDE_CLASHES)
@sent_once
@require_POST
def propose(request: HttpRequest, public_id: str) -> HttpResponse:
    """Nothing changes until somebody else confirms it."""
    finding: Finding = visible(request, Finding.objects.select_related("one", "other"), public_id)
    reason = request.POST.get("reason", "")[:2000]
    attempt(
        request,
        lambda: actions.propose_override(finding=finding, reason=reason, by=request.user, now=timezone.now()),
        "Proposed. It counts once another owner or a manager confirms it.",
    )
    return redirect("desk:clash", finding.public_id)


@allowed(Permission.DECIDE_CLASHES)
@sent_once
@require_POST
def second(request: HttpRequest, public_id: str) -> HttpResponse:
    """Confirm it as the second person."""
    override: Decision = visible(request, ROWS, public_id)
    reason = request.POST.get("reason", "")[:2000]
    attempt(
        request,
        lambda: actions.second_override(override=override, reason=reason, by=request.user, now=timezone.now()),
        "Confirmed. Both may stand; both names are kept with both papers.",
    )
    return redirect("desk:clash", override.finding.public_id)


@allowed(Permission.DECIDE_CLASHES)
@sent_once
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the proposal back, or say no to it."""
    override: Decision = visible(request, ROWS, public_id)
    attempt(
        request,
        lambda: actions.withdraw_override(override=override, by=request.user, now=timezone.now()),
        "The proposal is off. The clash stands.",
    )
    return redirect("desk:clash", override.finding.public_id)
