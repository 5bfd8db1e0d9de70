"""Screening: the next applicant one key away, one's own score before others'."""

from datetime import datetime
from statistics import mean
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from campaigns import actions, checks
from campaigns.models import Application, Campaign, Choice, Score, StepBack
from campaigns.models.application import UNDECIDED
from campaigns.promises import sketch_of
from campaigns.queries.screening import SHOWS, ScreeningQueue, hides_decision, may_see_scores, screening_queue
from campaigns.screening import may_end_blind, may_screen, may_set_criteria
from exclusivity.queries import standing_of_sketch
from outbox.once import sent_once
from portals.desk.campaigns.applicant import applicant_of, shown_name
from portals.desk.campaigns.campaign import header, loaded, ways_in
from portals.desk.campaigns.forms import BlindForm, CriteriaFormSet, CriteriaGuard, ScreenForm
from portals.desk.exclusivity.explain import explained_sketch
from portals.pages import allowed, attempt, page, problems, visible

ROWS = Application.objects.select_related("campaign__brief", "campaign__brand", "campaign__manager", "talent")
DECISIONS = (
    (Choice.YES, "Yes", "thumb-up"), (Choice.BACKUP, "Backup", "replace"), (Choice.NO, "No", "x"),
)  # fmt: skip
OFFERED = (
    ("Fits the brief", 40),
    ("Reaches its people", 30),
    ("Craft of the last posts", 20),
    ("Fee against reach", 10),
)


def _lines(queue: ScreeningQueue, campaign: Campaign, user: Any) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "name": shown_name(row, campaign),
            "talent": None if campaign.is_blind else row.talent,
            "url": f"{reverse('desk:application-screen', args=[row.public_id])}?show={queue.show}",
            "hidden": hides_decision(row, user),
            "mean": row.mean if may_see_scores(row, user) and row.mean is not None else None,  # type: ignore[attr-defined]
        }
        for row in queue.rows
    ]


def _criteria(application: Application, mine: Score | None, posted: dict[str, int]) -> list[dict[str, Any]]:
    given = {points.criterion_id: points.value for points in mine.points.all()} if mine else {}
    return [
        {"criterion": one, "value": posted.get(one.public_id, given.get(one.pk)), "name": f"points-{one.public_id}"}
        for one in application.campaign.criteria.all()
    ]


def _screen(request: HttpRequest, application: Application, problem: str = "") -> HttpResponse:
    now, user = timezone.now(), request.user
    campaign = loaded(request, application.campaign.public_id)
    application.campaign = campaign
    queue = screening_queue(campaign, user, request.GET.get("show", "left"))
    scores = list(application.scores.select_related("created_by").prefetch_related("points__criterion"))
    mine = next((score for score in scores if score.created_by_id == user.pk), None)
    before, after = queue.beside(application)
    criteria = _criteria(application, mine, _posted_points(request))
    runs = bool(can(user, Permission.RUN_CAMPAIGNS))
    row = next((one for one in queue.everybody if one.pk == application.pk), None)
    hidden = row is not None and hides_decision(row, user)
    context = {
        **_frame(request, campaign, queue, now),
        "hidden": hidden,
        "chosen": application,
        "applicant": applicant_of(application, campaign, now),
        "explained": None
        if campaign.is_blind
        else explained_sketch(sketch_of(campaign, application.talent), now, plan="This brief", brand=campaign.brand),
        "standing": standing_of_sketch(sketch_of(campaign, application.talent), now) if campaign.is_blind else None,
        "criteria": criteria,
        "weights": sum(line["criterion"].weight for line in criteria),
        "mine": mine,
        "others": [score for score in scores if score is not mine] if mine or not runs else None,
        "scores": len(scores) - (mine is not None),
        "mean": mean(score.total for score in scores) if scores and (mine or not runs) else None,
        "step_backs": StepBack.objects.filter(application=application).select_related("created_by"),
        "may": may_screen(application, user),
        "before": before,
        "after": after,
        "following": queue.following(application),
        "decisions": DECISIONS,
        "choice": request.POST.get("choice", "" if hidden else application.choice),
        "note": request.POST.get("note", mine.note if mine else ""),
        "answer": request.POST.get("answer", "" if hidden else application.choice_answer),
        "problem": problem,
    }
    return page(request, "desk/campaigns/screening.html", context, status=422 if problem else 200)


def _frame(request: HttpRequest, campaign: Campaign, queue: ScreeningQueue, now: datetime) -> dict[str, Any]:
    here = reverse("desk:campaign-screening", args=[campaign.public_id])
    return {
        **header(request, campaign, "Casting", now),
        "ways_in": ways_in(campaign),
        "way": "Screening",
        "queue": queue,
        "lines": _lines(queue, campaign, request.user),
        "shows": [(label, f"{here}?show={key}", key) for key, label in SHOWS.items()],
        "may_set": may_set_criteria(campaign, request.user),
        "may_end_blind": may_end_blind(campaign, request.user),
        "may_see_money": can(request.user, Permission.READ_MONEY),
        "chosen": None,
        "left": checks.places_left(campaign),
    }


@allowed(Permission.READ_DESK)
def screening(request: HttpRequest, public_id: str) -> HttpResponse:
    """The queue, opened at the applicant with the fewest scores."""
    campaign = loaded(request, public_id)
    queue = screening_queue(campaign, request.user, request.GET.get("show", "left"))
    first = next(iter(queue.rows), None)
    if first is not None:
        return _screen(request, ROWS.get(pk=first.pk))
    return page(request, "desk/campaigns/screening.html", _frame(request, campaign, queue, timezone.now()))


@allowed(Permission.READ_DESK)
def screen(request: HttpRequest, public_id: str) -> HttpResponse:
    """One applicant, and what one makes of them."""
    application: Application = visible(request, ROWS, public_id)
    if application.state not in UNDECIDED:
        return redirect("desk:application", application.public_id)
    return _screen(request, application)


def _posted_points(request: HttpRequest) -> dict[str, int]:
    given = {}
    for name, value in request.POST.items():
        if name.startswith("points-") and str(value).isdecimal():
            given[name.removeprefix("points-")] = int(str(value)[:2])
    return given


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def score(request: HttpRequest, public_id: str) -> HttpResponse:
    """Save the score, the note and the decision to be; then the next one."""
    application: Application = visible(request, ROWS, public_id)
    form = ScreenForm(request.POST)
    done = form.is_valid() and attempt(
        request,
        lambda: actions.screen_application(
            application=application, points=_posted_points(request), by=request.user, now=timezone.now(),
            **form.cleaned_data,
        ),
        f"{shown_name(application, application.campaign)} is saved.",
        form,
    )  # fmt: skip
    if not done:
        return _screen(request, ROWS.get(pk=application.pk), problems(form))
    show = request.GET.get("show", "")
    show = show if show in SHOWS else "left"
    upcoming = Application.objects.filter(
        public_id=request.POST.get("following", ""), campaign=application.campaign, state__in=UNDECIDED
    ).first()
    if upcoming is None:
        return redirect(f"{reverse('desk:campaign-screening', args=[application.campaign.public_id])}?show={show}")
    return redirect(f"{reverse('desk:application-screen', args=[upcoming.public_id])}?show={show}")


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def step_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that one is too close to this applicant."""
    application: Application = visible(request, ROWS, public_id)
    reason = request.POST.get("reason", "")[:600]
    attempt(
        request,
        lambda: actions.step_back(application=application, reason=reason, by=request.user, now=timezone.now()),
        "You stepped back. Colleagues score and decide this one.",
    )
    return redirect("desk:campaign-screening", application.campaign.public_id)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def end_blind(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the names."""
    campaign: Campaign = visible(request, Campaign.objects, public_id)
    attempt(
        request,
        lambda: actions.end_blind_pass(campaign=campaign, by=request.user, now=timezone.now()),
        "The blind pass is over. Names are shown.",
    )
    return redirect("desk:campaign-screening", campaign.public_id)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def criteria(request: HttpRequest, public_id: str) -> HttpResponse:
    """By what applicants are scored, and whether the first pass is blind."""
    campaign = loaded(request, public_id)
    guard = CriteriaGuard(request, campaign)
    rows = [{"name": one.name, "weight": one.weight} for one in campaign.criteria.all()]
    start = rows or [{"name": name, "weight": weight} for name, weight in OFFERED]
    lines = CriteriaFormSet(request.POST or None, initial=start)
    form = BlindForm(request.POST or None, initial={"blind": campaign.blind_first})
    if lines.is_valid() and form.is_valid() and guard.passes(form):
        said = [line.cleaned_data for line in lines if line.cleaned_data.get("name")]
        done = attempt(
            request,
            lambda: actions.set_criteria(
                campaign=campaign, criteria=[(one["name"], one["weight"] or 0) for one in said],
                blind=form.cleaned_data["blind"], by=request.user, now=timezone.now(),
            ),
            "Saved. Scoring can begin.",
            form,
        )  # fmt: skip
        if done:
            return redirect("desk:campaign-screening", campaign.public_id)
    context = {
        **header(request, campaign, "Casting", timezone.now()),
        "ways_in": ways_in(campaign),
        "way": "Screening",
        "lines": lines,
        "form": form,
        "guard": guard,
        "may_set": may_set_criteria(campaign, request.user),
        "back": reverse("desk:campaign-screening", args=[campaign.public_id]),
    }
    return page(request, "desk/campaigns/criteria.html", context, status=422 if lines.is_bound else 200)
