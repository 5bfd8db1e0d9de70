"""Segments: a set of talents with a name, made of the roster's filters or of those who were picked."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.roles import Permission, can
from campaigns.models import CampaignState
from lib.figures import counted
from lib.refusals import Refused
from outbox.once import sent_once
from portals.desk.plain import DeskForm
from portals.desk.roster.filters import RosterFilter
from portals.pages import allowed, attempt, page, visible
from talent import actions
from talent.models import RosterView, Segment, Talent
from talent.segments import members, members_of

PER_PAGE = 50
MOST = 500


class SegmentForm(DeskForm):
    """Its name; and of what it is, where the address does not say that already."""

    name = forms.CharField(max_length=60)
    into = forms.ModelChoiceField(
        Segment.objects.none(), to_field_name="public_id", required=False, empty_label="A new one", label="Into",
    )  # fmt: skip
    view = forms.ModelChoiceField(
        RosterView.objects.none(), to_field_name="public_id", required=False, empty_label="As they are",
        label="With the filters of the view",
        help_text="Its filters of now are taken over; changing the view later changes nothing here.",
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, picks: bool = False, views: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        into, view = self.fields["into"], self.fields["view"]
        into.queryset = Segment.objects.in_use().filter(query="") if picks else Segment.objects.none()  # type: ignore[attr-defined]
        view.queryset = RosterView.objects.visible_to(user).exclude(query="")  # type: ignore[attr-defined]
        self.fields["name"].required = not picks
        if not picks:
            del self.fields["into"]
        if not views:
            del self.fields["view"]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if "into" in self.fields and not said.get("into") and not said.get("name"):
            self.add_error("name", "Give the segment a name, or choose one that is there.")
        return said


def question(query: str, user: User) -> str:
    """The filters alone: in which order is nothing to a segment, and nobody who is archived is in one.

    Raises `Refused` where one of them cannot be read: without it the segment would be of everybody.
    """
    filters = RosterFilter(QueryDict(query), user)
    if unreadable := filters.unreadable():
        raise Refused(" ".join(unreadable))
    asked = QueryDict(filters.question(), mutable=True)
    for key in ("sort", "archived"):
        asked.pop(key, None)
    return asked.urlencode()


@allowed(Permission.READ_DESK)
def segments(request: HttpRequest) -> HttpResponse:
    """Those in use, with how many are in each now."""
    now = timezone.now()
    calls = Count("briefs", filter=Q(briefs__reach="segment", briefs__campaign__state=CampaignState.OPEN))
    rows = list(Segment.objects.visible_to(request.user).in_use().select_related("created_by").annotate(calls=calls))
    inside = {
        f"n{row.pk}": Count("pk", filter=Q(pk__in=found.values("pk"))) for row, found in members_of(rows, now).items()
    }
    counts = Talent.objects.aggregate(**inside) if rows else {}
    context = {
        "rows": [(row, counts[f"n{row.pk}"]) for row in rows],
        "may_run": can(request.user, Permission.RUN_CAMPAIGNS),
    }
    return page(request, "desk/roster/segments.html", context)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def add(request: HttpRequest) -> HttpResponse:
    """Give a name to what the roster's filters find, to who is picked there, or to what a view shows."""
    user: User = request.user  # type: ignore[assignment]
    data = request.POST or request.GET
    picked = list(Talent.objects.filter(public_id__in=data.getlist("talent")[:MOST]))
    back, back_label, unread = reverse("desk:segments"), "Segments", ""
    try:
        query = "" if picked else question(data.get("query", ""), user)
    except Refused as refused:
        query, unread = data.get("query", ""), str(refused)
        back, back_label = f"{reverse('desk:talents')}?{query}", "Talents"
        if request.method != "POST":
            messages.error(request, unread)
            return redirect(back)
    sent = request.POST if request.method == "POST" else None
    form = SegmentForm(sent, user=user, picks=bool(picked), views=not picked and not query)
    if unread:
        form.full_clean()
        form.add_error(None, unread)
    if form.is_valid():
        said = form.cleaned_data
        made = attempt(request, lambda: _made(request, said, query, picked), "", form)
        if made:
            return redirect("desk:segment", made.public_id)
    lead = "Whoever these filters find, now and later." if query and not unread else ""
    if picked:
        lead = f"{counted(len(picked), 'talent')} picked: {', '.join(t.name for t in picked[:5])}"
        lead += f" and {len(picked) - 5} more." if len(picked) > 5 else "."
    context: dict[str, Any] = {
        "heading": "Segment", "form": form, "deed": "Save segment", "back": back, "back_label": back_label,
        "lead": lead,
        "kept": [("query", query), *(("talent", talent.public_id) for talent in picked)],
    }  # fmt: skip
    return page(request, "desk/form.html", context)


def _made(request: HttpRequest, said: dict[str, Any], query: str, picked: list[Talent]) -> Segment:
    by: User = request.user  # type: ignore[assignment]
    now = timezone.now()
    if view := said.get("view"):
        query = question(view.query, by)
    if into := said.get("into"):
        return actions.add_to_segment(segment=into, talents=picked, by=by, now=now)
    return actions.make_segment(name=said["name"], query=query, talents=picked, by=by, now=now)


@allowed(Permission.READ_DESK)
def segment(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who is in it now, by what, and which open calls are for it."""
    row: Segment = visible(request, Segment.objects.select_related("created_by"), public_id)
    people = members(row, timezone.now()).prefetch_related(None).order_by("name", "pk")
    asked = RosterFilter(QueryDict(row.query), request.user) if row.query else None  # type: ignore[arg-type]
    context = {
        "segment": row,
        "page": Paginator(people, PER_PAGE).get_page(request.GET.get("page")),
        "chips": asked.chips() if asked else [],
        "text": asked.cleaned_data.get("q", "") if asked else "",
        "calls": row.briefs.filter(reach="segment").select_related("campaign").order_by("-campaign__created_at")[:20],
        "may_run": can(request.user, Permission.RUN_CAMPAIGNS),
    }
    return page(request, "desk/roster/segment.html", context)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Another name, or the filters of another view."""
    user: User = request.user  # type: ignore[assignment]
    row: Segment = visible(request, Segment.objects, public_id)
    form = SegmentForm(request.POST or None, user=user, views=not row.is_picked, initial={"name": row.name})
    if form.is_valid():
        said, now = form.cleaned_data, timezone.now()
        view = said.get("view")

        def change() -> Segment:
            return actions.change_segment(
                segment=row, name=said["name"], query=question(view.query, user) if view else None, by=user, now=now
            )

        if attempt(request, change, "Saved.", form):
            return redirect("desk:segment", row.public_id)
    context = {
        "heading": "Change segment", "form": form, "deed": "Save segment", "back_label": row.name,
        "back": reverse("desk:segment", args=[row.public_id]),
    }  # fmt: skip
    return page(request, "desk/form.html", context)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def take(request: HttpRequest, public_id: str) -> HttpResponse:
    """Pick this one no more."""
    row: Segment = visible(request, Segment.objects, public_id)
    who: Talent = visible(request, Talent.objects, request.POST.get("talent", ""))
    attempt(
        request,
        lambda: actions.take_from_segment(segment=row, talent=who, by=request.user, now=timezone.now()),
        f"{who.name} is no longer in {row.name}.",
    )
    return redirect("desk:segment", row.public_id)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def archive(request: HttpRequest, public_id: str) -> HttpResponse:
    """Offer it no more."""
    row: Segment = visible(request, Segment.objects, public_id)
    attempt(
        request,
        lambda: actions.archive_segment(segment=row, by=request.user, now=timezone.now()),
        f"{row.name} is archived. Calls that are for it stay for it.",
    )
    return redirect("desk:segments")
