"""Days away, as staff write them down for a talent."""

from crispy_forms.layout import Div, Layout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from campaigns.actions import say_away
from outbox.once import sent_once
from portals.away import AwayForm
from portals.desk.plain import DeskForm
from portals.pages import allowed, attempt, page, visible
from talent.actions import drop_away
from talent.models import Away, Talent


class DeskAwayForm(AwayForm, DeskForm):
    """As the desk lays it out."""

    def layout(self) -> Layout:
        return Layout(Div("first", "last", css_class="half"), "words")


def _calendar_of(talent: Talent) -> str:
    return f"{reverse('desk:calendar')}?talent={talent.public_id}"


def _page(request: HttpRequest, talent: Talent, form: DeskAwayForm, row: Away | None = None) -> HttpResponse:
    if form.is_valid():
        done = attempt(
            request,
            lambda: say_away(talent=talent, away=row, by=request.user, now=timezone.now(), **form.cleaned_data),
            "Kept.",
            form,
        )
        if done:
            return redirect(f"{_calendar_of(talent)}&on={form.cleaned_data['first'].isoformat()}")
    context = {
        "heading": f"{talent.name} is away",
        "form": form,
        "deed": "Keep" if row is None else "Save",
        "back": _calendar_of(talent),
        "back_label": "Calendar",
        "lead": "Whoever has planned something with them on these days is told.",
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.EDIT_ROSTER)
@sent_once
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write down when a talent is away."""
    return _page(request, visible(request, Talent.objects, public_id), DeskAwayForm(request.POST or None))


@allowed(Permission.EDIT_ROSTER)
@sent_once
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """On other days, or for another reason."""
    row: Away = visible(request, Away.objects.standing().select_related("talent"), public_id)
    return _page(request, row.talent, DeskAwayForm(request.POST or None, initial=AwayForm.said(row)), row)


@allowed(Permission.EDIT_ROSTER)
@sent_once
@require_POST
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take it back."""
    row: Away = visible(request, Away.objects.select_related("talent"), public_id)
    attempt(request, lambda: drop_away(away=row, by=request.user, now=timezone.now()), "Taken back.")
    return redirect(_calendar_of(row.talent))
