"""What a campaign brought, and the same as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from campaigns import actions
from campaigns.actions.costs import FROZEN
from campaigns.models import Campaign, Cost, Deliverable
from outbox.once import sent_once
from portals.desk.campaigns.campaign import header, loaded
from portals.desk.results.forms import CostForm, FiguresForm, GoalsForm
from portals.evidence import shown_evidence
from portals.goals import goals_in
from portals.pages import allowed, attempt, page, visible
from portals.reports import pdf_of, xlsx_of
from stats.actions import enter_figures
from stats.models import HandFigures
from stats.results.again import again
from stats.results.earned import value
from stats.results.past import against_past
from stats.results.report import earlier, reports


@allowed(Permission.READ_DESK)
def campaign(request: HttpRequest, public_id: str) -> HttpResponse:
    """One campaign's results, against its goals and the brand's earlier ones."""
    return _page(request, loaded(request, public_id))


def _page(request: HttpRequest, row: Any, cost: CostForm | None = None, goals: GoalsForm | None = None) -> HttpResponse:
    now = timezone.now()
    report = reports([row], held=True)[row.pk]
    value(report.result.pieces)
    facts = again(report.result)
    costs = list(Cost.objects.filter(campaign=row, dropped_at=None).order_by("added_at", "pk"))
    context = {
        **header(request, row, "Results", now),
        "report": report,
        "talents": [(each, facts[each.booking.pk]) for each in report.result.talents],
        "costs": costs,
        "earlier": earlier(row),
        "against": against_past(report) if can(request.user, Permission.READ_MONEY) else [],
        "may_see_money": can(request.user, Permission.READ_MONEY),
        "may_enter": can(request.user, Permission.RUN_CAMPAIGNS),
        "may_cost": can(request.user, Permission.RUN_CAMPAIGNS) and row.state not in FROZEN,
        "cost_form": cost or CostForm(initial={"currency": row.brief.fee_currency}),
        "goals_form": goals or GoalsForm(campaign=row),
        "now": now,
    }
    bad = any(form is not None and form.errors for form in (cost, goals))
    return page(request, "desk/results/campaign.html", context, status=422 if bad else 200)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def add_cost(request: HttpRequest, public_id: str) -> HttpResponse:
    """Note a cost beside the fees."""
    row = loaded(request, public_id)
    form = CostForm(request.POST)
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.add_cost(campaign=row, by=request.user, now=timezone.now(), **form.said()),
            "Noted.",
            form,
        )
        if done:
            return redirect("desk:campaign-results", row.public_id)
    return _page(request, row, cost=form)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def drop_cost(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take back what was noted by mistake."""
    cost: Cost = visible(request, Cost.objects.select_related("campaign"), public_id)
    attempt(request, lambda: actions.drop_cost(cost=cost, by=request.user, now=timezone.now()), "Taken back.")
    return redirect("desk:campaign-results", cost.campaign.public_id)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def goals(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what the campaign is to reach."""
    row = loaded(request, public_id)
    form = GoalsForm(request.POST, campaign=row)
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.set_goals(
                campaign=row, targets=goals_in(form.cleaned_data), by=request.user, now=timezone.now()
            ),
            "The goals stand.",
            form,
        )
        if done:
            return redirect("desk:campaign-results", row.public_id)
    return _page(request, row, goals=form)


@allowed(Permission.READ_MONEY)
def export(request: HttpRequest, public_id: str, kind: str) -> HttpResponseBase:
    """The report that goes to the brand, as PDF or XLSX."""
    row: Campaign = visible(request, Campaign.objects.select_related("brand", "brief", "manager"), public_id)
    report = reports([row])[row.pk]
    value(report.result.pieces, for_clients=True)
    return pdf_of(report, timezone.now()) if kind == "pdf" else xlsx_of(report, timezone.now())


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def figures(request: HttpRequest, public_id: str) -> HttpResponse:
    """Figures of a live piece that no platform tells us."""
    rows = Deliverable.objects.select_related("booking__talent", "booking__campaign")
    piece: Deliverable = visible(request, rows, public_id)
    first = {"as_of": timezone.localdate()}
    form = FiguresForm(request.POST or None, request.FILES or None, initial=first)
    if form.is_valid():
        done = attempt(
            request,
            lambda: enter_figures(deliverable=piece, by=request.user, now=timezone.now(), **form.said()),
            "Kept as reported.",
            form,
        )
        if done:
            return redirect("desk:deliverable", piece.public_id)
    context = {
        "heading": f"Figures of {piece} from {piece.booking.talent.name}",
        "lead": "For what no platform tells us. Leave empty what you cannot see: empty is unknown, 0 is none.",
        "form": form,
        "deed": "Keep figures",
        "multipart": True,
        "back": reverse("desk:deliverable", args=[piece.public_id]),
        "back_label": str(piece),
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.READ_DESK)
def evidence(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The picture of the screen that figures were read from: for the office alone."""
    return shown_evidence(visible(request, HandFigures.objects, public_id))
