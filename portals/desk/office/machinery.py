"""What happens outside pages: letters that go out, and jobs."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from outbox import actions
from outbox.models import Job, Message
from outbox.once import sent_once
from portals.desk.office.forms import LetterForm
from portals.pages import allowed, attempt, page, visible

PER_PAGE = 50


def _tabs(model: Any, here: str, states: Any) -> list[tuple[str, str, int | None, str]]:
    counts = dict(model.objects.order_by().values_list("state").annotate(n=Count("pk")))
    return [("All", here, sum(counts.values()), "all")] + [
        (label, f"{here}?state={key}", counts.get(key, 0), key) for key, label in states.choices
    ]


@allowed(Permission.READ_MESSAGES)
def messages(request: HttpRequest) -> HttpResponse:
    """The office's letters, the newest first."""
    state, text = request.GET.get("state", ""), request.GET.get("q", "").strip()[:120]
    found = Message.objects.defer("body").order_by("-written", "-pk")
    if state in Message.State.values:
        found = found.filter(state=state)
    if text:
        found = found.filter(to_address__icontains=text) | found.filter(subject__icontains=text)
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "tabs": _tabs(Message, reverse("desk:messages"), Message.State),
        "state": state if state in Message.State.values else "",
        "current": state if state in Message.State.values else "all",
        "text": text,
        "demo": settings.DEMO,
    }
    return page(request, "desk/office/messages.html", context, part="list")


@allowed(Permission.READ_MESSAGES)
def message(request: HttpRequest, public_id: str) -> HttpResponse:
    """One letter. A body that carries a way in is shown to nobody, the demo office excepted."""
    found: Message = visible(request, Message.objects, public_id)
    context = {
        "message": found,
        "shown": settings.DEMO or not found.secret,
        "may_write": can(request.user, Permission.RUN_CAMPAIGNS),
    }
    return page(request, "desk/office/message.html", context)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def edit_message(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a letter that has not gone."""
    found: Message = visible(request, Message.objects.filter(secret=False), public_id)
    form = LetterForm(request.POST or None, initial={"subject": found.subject, "body": found.body})
    if form.is_valid() and attempt(request, lambda: actions.edit_draft(found, **form.cleaned_data), "Saved.", form):
        return redirect("desk:message", found.public_id)
    context = {
        "heading": "Change letter",
        "form": form,
        "deed": "Save letter",
        "back": reverse("desk:message", args=[found.public_id]),
        "back_label": found.subject,
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def send_message(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let a letter go, or go again."""
    found: Message = visible(request, Message.objects, public_id)
    attempt(request, lambda: actions.send(found), f"On its way to {found.to_name or found.to_address}.")
    return redirect("desk:message", found.public_id)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def drop_message(request: HttpRequest, public_id: str) -> HttpResponse:
    """Decide that a letter will not go."""
    found: Message = visible(request, Message.objects, public_id)
    attempt(request, lambda: actions.drop_message(found), "Dropped. It will not go.")
    return redirect("desk:message", found.public_id)


@allowed(Permission.READ_DESK)
def jobs(request: HttpRequest) -> HttpResponse:
    """What runs outside requests, what waits, what is stuck and why."""
    state = request.GET.get("state", "")
    found = Job.objects.all()
    if state in Job.State.values:
        found = found.filter(state=state)
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "tabs": _tabs(Job, reverse("desk:jobs"), Job.State),
        "state": state if state in Job.State.values else "",
        "current": state if state in Job.State.values else "all",
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
