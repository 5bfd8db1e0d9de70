"""Saved views of the roster, and the columns that a person chose."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from outbox.once import sent_once
from portals.desk.plain import DeskForm
from portals.desk.roster.columns import known
from portals.desk.roster.filters import RosterFilter
from portals.desk.roster.looking import Looking
from portals.pages import allowed, attempt, page, visible
from talent import actions
from talent.models import RosterView


class ViewForm(DeskForm):
    """A view's name, and whether colleagues see it."""

    name = forms.CharField(max_length=40, label="Name", widget=forms.TextInput(attrs={"class": "form-control"}))
    is_shared = forms.BooleanField(required=False, label="Colleagues see it too")


def _at(query: str, view: str = "") -> str:
    parts = [part for part in (query, f"view={view}" if view else "") if part]
    return f"{reverse('desk:talents')}?{'&'.join(parts) or 'view=all'}"


def _asked(request: HttpRequest) -> str:
    """The question in a form's hidden field, with nothing in it that is none."""
    return RosterFilter(QueryDict(request.POST.get("query", "")), request.user).question()  # type: ignore[arg-type]


@allowed(Permission.READ_DESK)
@sent_once
def save(request: HttpRequest) -> HttpResponse:
    """Keep what the roster shows now as a view."""
    form = ViewForm(request.POST or None)
    query = RosterFilter(QueryDict((request.POST or request.GET).get("query", "")), request.user).question()  # type: ignore[arg-type]
    if form.is_valid():
        columns = known(request.POST.getlist("column")) or [column.key for column in Looking.read(request).columns]
        view = attempt(
            request,
            lambda: actions.save_view(
                **form.cleaned_data, query=query, columns=columns, by=request.user, now=timezone.now()
            ),
            f"{form.cleaned_data['name']} is kept.",
            form,
        )
        if view:
            return redirect(_at(query, view.public_id))
    context: dict[str, Any] = {
        "heading": "Save as view", "form": form, "deed": "Save view", "back": _at(query), "back_label": "Talents",
        "lead": "It keeps the filters, the order and the columns.", "kept": [("query", query)],
    }  # fmt: skip
    return page(request, "desk/form.html", context)


@allowed(Permission.READ_DESK)
@sent_once
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Rename a view, and share it or keep it to oneself."""
    view: RosterView = visible(request, RosterView.objects, public_id)
    form = ViewForm(request.POST or None, initial={"name": view.name, "is_shared": view.is_shared})
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.edit_view(view=view, **form.cleaned_data, by=request.user, now=timezone.now()),
            "Saved.",
            form,
        )
        if done:
            return redirect(_at(view.query, view.public_id))
    context = {
        "heading": "Change view", "form": form, "deed": "Save view", "back": _at(view.query, view.public_id),
        "back_label": "Talents",
    }  # fmt: skip
    return page(request, "desk/form.html", context)


@allowed(Permission.READ_DESK)
@sent_once
@require_POST
def update(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let a view have the filters and the order of now."""
    view: RosterView = visible(request, RosterView.objects, public_id)
    query = _asked(request)
    attempt(
        request,
        lambda: actions.edit_view(view=view, query=query, by=request.user, now=timezone.now()),
        f"{view.name} has these filters now.",
    )
    return redirect(_at(query, view.public_id))


@allowed(Permission.READ_DESK)
@sent_once
@require_POST
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Throw a view away; the list stays as it is."""
    view: RosterView = visible(request, RosterView.objects, public_id)
    done = attempt(
        request,
        lambda: actions.drop_view(view=view, by=request.user, now=timezone.now()),
        f"{view.name} is gone. The talents in it are where they were.",
    )
    return redirect(_at(view.query, "" if done else view.public_id))


@allowed(Permission.READ_DESK)
@sent_once
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Let the roster open with a view, or with everybody."""
    key = request.POST.get("view", "")
    view: RosterView | None = visible(request, RosterView.objects, key) if key else None
    words = f"The roster opens with {view.name}." if view else "The roster opens with everybody."
    attempt(request, lambda: actions.open_with(view=view, by=request.user, now=timezone.now()), words)
    return redirect(_at(view.query, view.public_id) if view else _at(""))


@allowed(Permission.READ_DESK)
@sent_once
@require_POST
def columns(request: HttpRequest) -> HttpResponse:
    """Choose columns: in one's own view they are the view's, else one's own."""
    wanted, key = known(request.POST.getlist("column")), request.POST.get("view", "")
    view: RosterView | None = visible(request, RosterView.objects, key) if key else None
    now = timezone.now()
    if view:
        attempt(request, lambda: actions.edit_view(view=view, columns=wanted, by=request.user, now=now))
    else:
        attempt(request, lambda: actions.choose_columns(columns=wanted, by=request.user, now=now))
    return redirect(_at(_asked(request), view.public_id if view else ""))
