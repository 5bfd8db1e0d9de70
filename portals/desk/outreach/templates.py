"""The letters that are used again."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from campaigns import actions
from campaigns.models import LetterTemplate
from outbox.once import sent_once
from portals.desk.outreach.forms import TemplateForm
from portals.desk.outreach.letters import tabs
from portals.pages import allowed, attempt, page, visible


@allowed(Permission.READ_DESK)
def templates(request: HttpRequest) -> HttpResponse:
    """Those in use, then the archived ones."""
    rows = LetterTemplate.objects.select_related("created_by").annotate(used=Count("outreach"))
    context = {
        "living": rows.filter(archived_at=None).order_by("name", "pk"),
        "archived": rows.exclude(archived_at=None).order_by("name", "pk"),
        "tabs": tabs(),
        "may_write": can(request.user, Permission.RUN_CAMPAIGNS),
    }
    return page(request, "desk/outreach/templates.html", context)


def _form(request: HttpRequest, form: TemplateForm, heading: str) -> HttpResponse:
    context = {
        "heading": heading, "form": form, "deed": "Save template", "back": reverse("desk:letter-templates"),
        "back_label": "Templates",
    }  # fmt: skip
    return page(request, "desk/form.html", context)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def add(request: HttpRequest) -> HttpResponse:
    """Write one."""
    form = TemplateForm(request.POST or None)
    if form.is_valid() and attempt(
        request,
        lambda: actions.add_letter_template(by=request.user, now=timezone.now(), **form.cleaned_data),
        "Saved.",
        form,
    ):
        return redirect("desk:letter-templates")
    return _form(request, form, "Add template")


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change one for the next letters."""
    row: LetterTemplate = visible(request, LetterTemplate.objects, public_id)
    start = {"name": row.name, "subject": row.subject, "body": row.body}
    form = TemplateForm(request.POST or None, initial=start)
    if form.is_valid() and attempt(
        request,
        lambda: actions.edit_letter_template(template=row, by=request.user, now=timezone.now(), **form.cleaned_data),
        "Saved.",
        form,
    ):
        return redirect("desk:letter-templates")
    return _form(request, form, "Change template")


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def archive(request: HttpRequest, public_id: str) -> HttpResponse:
    """Offer it no more."""
    row: LetterTemplate = visible(request, LetterTemplate.objects, public_id)
    attempt(
        request,
        lambda: actions.archive_letter_template(template=row, by=request.user, now=timezone.now()),
        f"{row.name} is archived.",
    )
    return redirect("desk:letter-templates")
