"""The letters that go out."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from outbox import actions
from outbox.models import Message
from outbox.once import sent_once
from portals.desk.office.forms import LetterForm
from portals.desk.office.states import PER_PAGE, state_tabs
from portals.pages import allowed, attempt, page, visible


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
        "tabs": state_tabs(Message.objects, reverse("desk:messages"), Message.State),
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
