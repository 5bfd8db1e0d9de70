"""What was written to many: each letter, until it goes."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from campaigns import actions
from campaigns.models import Outreach
from outbox.models import Message
from outbox.once import sent_once
from portals.pages import allowed, attempt, page, visible

PER_PAGE = 50
ROWS = Outreach.objects.select_related("campaign__brand", "template", "created_by").annotate(
    all=Count("letters"),
    waiting=Count("letters", filter=Q(letters__message__state=Message.State.DRAFT)),
    dropped=Count("letters", filter=Q(letters__message__state=Message.State.DROPPED)),
)


def tabs() -> list[tuple[str, str]]:
    return [("Letters to many", reverse("desk:outreach-list")), ("Templates", reverse("desk:letter-templates"))]


@allowed(Permission.READ_MESSAGES)
def outreach_list(request: HttpRequest) -> HttpResponse:
    """The newest first, with how many of each have not gone."""
    context = {
        "page": Paginator(ROWS.order_by("-created_at", "-pk"), PER_PAGE).get_page(request.GET.get("page")),
        "tabs": tabs(),
        "may_write": can(request.user, Permission.RUN_CAMPAIGNS),
    }
    return page(request, "desk/outreach/list.html", context)


@allowed(Permission.READ_MESSAGES)
def outreach(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who gets it, and where each letter stands."""
    row: Outreach = visible(request, ROWS, public_id)
    letters = row.letters.select_related("talent", "message").defer("message__body").order_by("talent__name", "pk")
    context = {
        "outreach": row,
        "letters": list(letters),
        "may_write": can(request.user, Permission.RUN_CAMPAIGNS),
    }
    return page(request, "desk/outreach/outreach.html", context)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def send(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let all go that still wait."""
    row: Outreach = visible(request, Outreach.objects, public_id)
    attempt(request, lambda: actions.send_outreach(outreach=row, by=request.user, now=timezone.now()), "On their way.")
    return redirect("desk:outreach", row.public_id)
