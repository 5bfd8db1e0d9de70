"""Write a letter to many: see who gets exactly what, and who does not and why, then write the drafts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from campaigns import actions
from campaigns.models import LetterTemplate
from campaigns.outreach import MOST, Look, look_at, may_say
from lib.refusals import Denied
from outbox.once import sent_once, takes_sent
from portals.desk.outreach.forms import WriteForm
from portals.desk.outreach.whom import Whom, whom
from portals.pages import allowed, attempt, page

SHOWN = 3


def _start(request: HttpRequest, people: Whom) -> dict[str, Any]:
    """What the form begins with: the template that was chosen, the campaign that the people are of."""
    start: dict[str, Any] = {}
    rows = LetterTemplate.objects.filter(archived_at=None, public_id=request.GET.get("do-template", ""))
    if template := rows.first():
        start |= {"template": template.public_id, "subject": template.subject, "body": template.body}
    campaign = request.GET.get("do-campaign") or (people.campaign.public_id if people.campaign else "")
    return {**start, "campaign": campaign}


def _taken(request: HttpRequest) -> dict[str, Any]:
    """What was typed, with the chosen template's words in place of its own."""
    typed = {name: request.POST.get(f"do-{name}", "") for name in ("template", "campaign", "subject", "body")}
    template = LetterTemplate.objects.filter(archived_at=None, public_id=typed["template"]).first()
    return typed if template is None else {**typed, "subject": template.subject, "body": template.body}


def _page(
    request: HttpRequest, people: Whom, form: WriteForm, looks: list[Look] | None = None, status: int = 200
) -> HttpResponse:
    getting = [look for look in looks or [] if look.to]
    context = {
        "people": people,
        "too_many": len(people.talents) > MOST,
        "most": MOST,
        "blind": people.campaign is not None and people.campaign.is_blind,
        "form": form,
        "looked": looks is not None,
        "getting": getting,
        "shown": getting[:SHOWN],
        "left_out": [look for look in looks or [] if not look.to],
        "letters": sum(len(look.to) for look in getting),
        "back": reverse("desk:outreach-list"),
    }
    return page(request, "desk/outreach/write.html", context, status=status)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def write(request: HttpRequest) -> HttpResponse:
    """Choose a template, change its words; sent, it writes a draft for each who gets one."""
    people = whom(request, timezone.now())
    if request.method != "POST":
        return _page(request, people, WriteForm(initial=_start(request, people)))
    form = WriteForm(request.POST)
    expected = request.POST.get("expected", "")
    if form.is_valid():
        made = attempt(
            request,
            lambda: actions.write_outreach(
                talents=people.talents, by=request.user, now=timezone.now(),
                expected=int(expected) if expected.isdecimal() else None, **form.cleaned_data,
            ),
            "Written. Read the letters, then send them.",
            form,
        )  # fmt: skip
        if made:
            return redirect("desk:outreach", made.public_id)
    return _page(request, people, form, status=422)


@allowed(Permission.RUN_CAMPAIGNS)
@takes_sent
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The same page, with who gets what, or with the words of the template that was chosen. Writes nothing."""
    now = timezone.now()
    people = whom(request, now)
    if "take" in request.POST:
        return _page(request, people, WriteForm(initial=_taken(request)))
    typed = any(request.POST.get(f"do-{name}", "").strip() for name in ("subject", "body"))
    form = WriteForm(request.POST if typed else {f"do-{name}": said for name, said in _taken(request).items()})
    if not form.is_valid():
        return _page(request, people, form, status=422)
    said = form.cleaned_data
    answer = may_say(said["campaign"], said["subject"], said["body"])
    if isinstance(answer, Denied):
        form.add_error(None, answer.reason)
        return _page(request, people, form, status=422)
    looks = look_at(
        people.talents[:MOST], campaign=said["campaign"], subject=said["subject"], body=said["body"], now=now
    )
    return _page(request, people, form, looks)
