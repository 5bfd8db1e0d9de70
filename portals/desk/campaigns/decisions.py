"""Decisions as a set: what is marked, what it adds up to, applied in one go, and the letters that wait to be read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Office
from accounts.roles import Permission, can
from campaigns import actions, checks
from campaigns.actions.decisions import fee_of, set_key
from campaigns.decision_letters import drafts_of
from campaigns.models import Application, Campaign, Choice
from campaigns.models.application import UNDECIDED
from campaigns.queries.budget import budget_of
from campaigns.queries.screening import hides_decision, may_see_scores, screened, without_address
from campaigns.screening import may_end_blind
from lib.refusals import Denied
from outbox.once import sent_once
from portals.desk.campaigns.applicant import shown_name
from portals.desk.campaigns.campaign import header, loaded, ways_in
from portals.desk.campaigns.forms import AnswerForm
from portals.desk.campaigns.verdicts import verdicts
from portals.pages import allowed, attempt, page, visible
from stats.results.figures import added

AT_ASK = "at-ask"
GROUPS = ((Choice.YES, "Yes"), (Choice.BACKUP, "Backup"), (Choice.NO, "No"), ("", "Undecided"))


def _lines(request: HttpRequest, campaign: Campaign, now: datetime) -> list[dict[str, Any]]:
    """Everybody who waits, with what stands against a yes; the highest score that the reader may see first."""
    rows = list(screened(campaign, request.user))
    shows_all = "all" in request.GET
    stands = verdicts(campaign, rows, [], now) if campaign.brief.days else {}
    placed = checks.placed(campaign, [row.talent_id for row in rows])
    silent = without_address(rows)
    lines = [
        {
            "row": row,
            "name": shown_name(row, campaign),
            "talent": None if campaign.is_blind else row.talent,
            "mean": row.mean if may_see_scores(row, request.user) else None,  # type: ignore[attr-defined]
            "hidden": hides_decision(row, request.user) and not shows_all,
            "stands": stands.get(row),
            "silent": row.talent_id in silent,
            "problem": _problem(row, campaign, row.talent_id in placed),
        }
        for row in rows
    ]
    return sorted(lines, key=lambda line: (line["mean"] is None, -(line["mean"] or 0)))


def _problem(row: Application, campaign: Campaign, has_place: bool) -> str:
    """Why a yes cannot be applied, for who is marked yes."""
    if row.choice != Choice.YES:
        return ""
    answer = checks.holds_place(campaign, row.talent, lambda: has_place)
    if isinstance(answer, Denied):
        return answer.reason if not campaign.is_blind else "A place cannot be held."
    return ""


def _may_apply(campaign: Campaign, lines: Sequence[dict[str, Any]]) -> Any:
    if not any(line["row"].choice for line in lines):
        return Denied("Nobody is marked yet.")
    if campaign.is_blind:
        return Denied("End the blind pass first: answers go out by name.")
    if any(line["hidden"] for line in lines):
        return Denied("Colleagues have decided on applicants whom you have not scored. Show those decisions first.")
    if wrong := next((line for line in lines if line["problem"]), None):
        return Denied(f"{wrong['name']}: {wrong['problem']}")
    return True


@allowed(Permission.READ_DESK)
def decisions(request: HttpRequest, public_id: str) -> HttpResponse:
    """The set: counts, who is undecided, places and budget; below it the letters that are written and have not gone."""
    now = timezone.now()
    campaign = loaded(request, public_id)
    lines = _lines(request, campaign, now)
    hidden = [line for line in lines if line["hidden"]]
    told = [line for line in lines if not line["hidden"]]
    groups = [(key, label, [line for line in told if line["row"].choice == key]) for key, label in GROUPS]
    yes = len(groups[0][2])
    fee, money = campaign.brief.fee, can(request.user, Permission.READ_MONEY)
    asks = any(line["row"].proposed_fee is not None for line in told)
    fees = [fee if (asked := fee_of(line["row"])) is None else asked for line in groups[0][2]]
    context = {
        **header(request, campaign, "Casting", now),
        "ways_in": ways_in(campaign),
        "way": "Decisions",
        "groups": [(key or "undecided", label, rows) for key, label, rows in groups],
        "hidden": hidden,
        "total": len(lines),
        "yes": yes,
        "left": checks.places_left(campaign),
        "may_see_money": money,
        "costs": added(each for each in fees if each is not None) if money else None,
        "budget": budget_of(campaign) if money else None,
        "may_apply": can(request.user, Permission.RUN_CAMPAIGNS) and _may_apply(campaign, lines),
        "may_end_blind": may_end_blind(campaign, request.user),
        "set_key": set_key(line["row"] for line in lines),
        "drafts": drafts_of([campaign]).order_by("to_name", "pk") if not campaign.is_blind else [],
        "words": Office.objects.current().decline_words,
        "marks": [
            (Choice.YES, "Yes", "thumb-up"),
            *([(AT_ASK, "Yes, at what they ask", "thumb-up")] if money and asks else []),
            (Choice.BACKUP, "Backup", "replace"), (Choice.NO, "No", "x"), ("undecided", "Undecided", "circle-dashed"),
        ],
    }  # fmt: skip
    return page(request, "desk/campaigns/decisions.html", context)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def mark(request: HttpRequest, public_id: str) -> HttpResponse:
    """Mark those who are chosen."""
    campaign: Campaign = visible(request, Campaign.objects, public_id)
    form = AnswerForm(request.POST)
    chosen = Application.objects.filter(campaign=campaign, public_id__in=request.POST.getlist("application"))
    choice = request.POST.get("choice", "")
    at_ask = choice == AT_ASK
    choice = Choice.YES if at_ask else choice
    if form.is_valid():
        attempt(
            request,
            lambda: actions.mark_decisions(
                campaign=campaign, applications=list(chosen), choice="" if choice == "undecided" else choice,
                answer=form.cleaned_data["answer"], at_ask=at_ask, by=request.user, now=timezone.now(),
            ),
        )  # fmt: skip
    # Where one goes on: keys and the reader's eye stand at who is left, else at those who were marked.
    left = campaign.applications.filter(state__in=UNDECIDED, choice="").exists()
    group = choice if choice in Choice.values and not left else "undecided"
    return redirect(f"{reverse('desk:campaign-decisions', args=[campaign.public_id])}#group-{group}")


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def apply_set(request: HttpRequest, public_id: str) -> HttpResponse:
    """Answer everybody who is marked; the letters wait below."""
    campaign: Campaign = visible(request, Campaign.objects, public_id)
    attempt(
        request,
        lambda: actions.apply_decisions(
            campaign=campaign, seen=request.POST.get("seen", ""), by=request.user, now=timezone.now()
        ),
        "Applied. Read the letters, then send them.",
    )
    return redirect(f"{reverse('desk:campaign-decisions', args=[campaign.public_id])}#letters")


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def send(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let all letters go that still wait."""
    campaign: Campaign = visible(request, Campaign.objects, public_id)
    attempt(
        request,
        lambda: actions.send_answers(campaign=campaign, by=request.user, now=timezone.now()),
        "On their way.",
    )
    return redirect("desk:campaign-decisions", campaign.public_id)
