"""Start a campaign, write its brief."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Permission
from campaigns import actions
from campaigns.actions.brief import lock_brief
from campaigns.applying import may_write_call
from campaigns.checks import may_write_brief, missing_in, office_day
from campaigns.models import Campaign, CampaignState, ClientBrief, Reach
from campaigns.models.campaign import TAKING
from campaigns.rules import day_words, listed
from campaigns.usage import as_json
from outbox.once import sent_once
from portals.desk.campaigns.brief_form import BriefForm
from portals.desk.campaigns.brief_rows import LineFormSet, QuestionFormSet, asked_in, wanted_in
from portals.desk.campaigns.forms import CallForm, CampaignForm
from portals.desk.campaigns.templates import tell_old_names
from portals.goals import goals_in
from portals.pages import allowed, attempt, page, visible
from portals.rows import sent_rows
from portals.stale import StaleGuard
from portals.uses import UsageFormSet, uses_in


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def add(request: HttpRequest) -> HttpResponse:
    """A campaign in the drawer; its brief comes next."""
    first = {"brand": request.GET.get("brand", ""), "manager": request.user.public_id}
    form = CampaignForm(request.POST or None, initial=first)
    if form.is_valid():
        made = attempt(
            request,
            lambda: actions.create_campaign(by=request.user, now=timezone.now(), **form.cleaned_data),
            "Started. Now its brief.",
            form,
        )
        if made:
            tell_old_names(request, form.cleaned_data["template"], made.brand)
            return redirect("desk:campaign-edit", made.public_id)
    context = {
        "heading": "New campaign",
        "form": form,
        "deed": "Start campaign",
        "back": reverse("desk:campaigns"),
        "back_label": "Campaigns",
        "lead": "It is a draft, which only the office sees, until its brief is complete and somebody opens it.",
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change the brief; once somebody is booked on it, only name, manager, places and last day."""
    campaign: Campaign = visible(request, Campaign.objects.select_related("brief", "manager", "brand"), public_id)
    may = may_write_brief(campaign)
    return _brief(request, campaign) if may else _name(request, campaign, str(may))


def _rename(request: HttpRequest, campaign: Campaign, data: dict[str, Any]) -> None:
    if (campaign.name, campaign.manager) != (data["name"], data["manager"]):
        actions.edit_campaign(
            campaign=campaign, name=data["name"], manager=data["manager"], by=request.user, now=timezone.now()
        )


def _saved(done: str, campaign: Campaign, form: CampaignForm) -> str:
    """What the toast says: a last day that has passed ends a call that is under way."""
    said = form.cleaned_data
    last, reach = said.get("apply_until"), said.get("reach", campaign.brief.reach)
    if not last or campaign.state not in TAKING or reach == Reach.NAMED or last >= office_day(timezone.now()):
        return done
    return f"{done} Its last day to apply, {day_words(last)}, has passed: nobody can apply any more."


def _name(request: HttpRequest, campaign: Campaign, why: str) -> HttpResponse:
    called = bool(may_write_call(campaign))
    guard = StaleGuard(request, campaign, *([campaign.brief] if called else []))
    form = (CallForm if called else CampaignForm)(request.POST or None, campaign=campaign)

    def write() -> None:
        _rename(request, campaign, form.cleaned_data)
        if called:
            said = {name: form.cleaned_data[name] for name in ("places", "apply_until")}
            actions.write_call(campaign=campaign, by=request.user, now=timezone.now(), **said)

    home = reverse("desk:campaign", args=[campaign.public_id])
    if form.is_valid() and guard.passes(form) and attempt(request, write, _saved("Saved.", campaign, form), form):
        return redirect(home)
    context = {
        "heading": "Name, manager and places" if called else "Name and manager", "form": form, "guard": guard,
        "deed": "Save campaign", "back": home,
        "back_label": campaign.name, "lead": why,
    }  # fmt: skip
    return page(request, "desk/form.html", context)


def _brief(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    guard = StaleGuard(request, campaign, campaign.brief, first=lambda: lock_brief(campaign))
    form = BriefForm(request.POST or None, campaign=campaign)
    paid_in = {"currency": request.POST.get("currency", "")}
    lines = LineFormSet(request.POST or None, initial=wanted_in(campaign.brief), prefix="wanted", form_kwargs=paid_in)
    usages = UsageFormSet(sent_rows(request, "usage"), initial=as_json(campaign.brief.usages), prefix="usage")
    questions = QuestionFormSet(sent_rows(request, "asked"), initial=asked_in(campaign.brief), prefix="asked")

    def write() -> Any:
        _rename(request, campaign, form.cleaned_data)
        return actions.write_brief(
            campaign=campaign,
            fields=form.brief_fields(),
            categories=form.chosen_categories("categories"),
            exclusive_categories=form.chosen_categories("exclusive_categories"),
            wanted=[line for each in lines if (line := each.line(form.cleaned_data["currency"]))],
            questions=[one for each in questions if (one := each.question())] if questions.is_bound else None,
            usage=uses_in(usages) if usages.is_bound else None,
            goals=goals_in(form.cleaned_data) if "goal_views" in request.POST else None,
            goal_currency=form.cleaned_data["currency"],
            by=request.user,
            now=timezone.now(),
        )

    valid = request.method == "POST" and form.is_valid() & lines.is_valid()
    valid = all([valid, *(rows.is_valid() for rows in (usages, questions) if rows.is_bound)])
    if valid and guard.passes(form) and attempt(request, write, _saved("The brief is saved.", campaign, form), form):
        return redirect("desk:campaign", campaign.public_id)
    status = 422 if request.method == "POST" else 200
    rows = {"lines": lines, "usages": usages, "questions": questions}
    missing = missing_in(campaign) if campaign.state == CampaignState.DRAFT else []
    asked = ClientBrief.objects.filter(campaign=campaign).first()
    context = {"campaign": campaign, "form": form, "guard": guard, "asked": asked, "missing": listed(missing), **rows}
    return page(request, "desk/campaigns/brief_form.html", context, status=status)
