"""A contract's page: its term, what it keeps to the brand, what stands against it; signing, ending, giving up."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from campaigns import actions, checks
from campaigns.models import AmbassadorContract, ContractState
from campaigns.rules import office_share
from exclusivity.models import Clause
from exclusivity.naming import clauses_said
from exclusivity.presets import PRESETS
from lib.refusals import Refused
from outbox.once import sent_once
from portals.desk.exclusivity.ambassadors import with_days
from portals.desk.exclusivity.explain import explained_of
from portals.desk.exclusivity.forms import EndForm
from portals.desk.exclusivity.notes import paper_notes
from portals.history import timeline
from portals.pages import allowed, attempt, page, visible

ROWS = AmbassadorContract.objects.select_related("brand", "talent", "commitment", "signed_by")


def _page(request: HttpRequest, found: AmbassadorContract, *, refusal: str = "", status: int = 200) -> HttpResponse:
    now = timezone.now()
    today = checks.office_day(now)
    with_days(found, today)
    draft, signed = found.state == ContractState.DRAFT, found.state == ContractState.SIGNED
    may_run, may_sign = (can(request.user, p) for p in (Permission.RUN_CAMPAIGNS, Permission.SIGN_CONTRACTS))
    explained = explained_of(found.commitment, now)
    finding = next((told.finding for told in explained.told if told.finding), None)
    money = None
    if can(request.user, Permission.READ_MONEY) and found.fee is not None:
        money = {
            "price": found.fee,
            "percent": found.fee_percent,
            "share": office_share(found.fee, found.fee_percent),
            "net": found.net,
        }
    clauses = clauses_said(found.commitment, found.brand, [found.talent])
    context = {
        "contract": found,
        "explained": explained,
        "refusal": refusal,
        "clauses": clauses,
        "may_clause": may_run and (checks.may_edit_contract(found) or checks.may_amend_contract(found)),
        "presets": [] if clauses else list(PRESETS.values()),
        "waivers": paper_notes(found.commitment),
        "money": money,
        "may_edit": (may_run and checks.may_edit_contract(found)) if draft else None,
        "may_sign": (may_sign and checks.may_sign(found, now)) if draft else None,
        "may_end": (may_sign and checks.may_end(found)) if signed else None,
        "may_withdraw": (may_run and checks.may_withdraw_contract(found)) if draft else None,
        "explains": reverse("desk:clash", args=[finding.public_id]) if finding else "",
        "entries": timeline(found, 6),
        "today": today,
    }
    return page(request, "desk/exclusivity/contract.html", context, status=status)


@allowed(Permission.READ_DESK)
def contract(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who stands for whom, until when, and what that forbids."""
    return _page(request, visible(request, ROWS, public_id))


@allowed(Permission.READ_DESK)
def history(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who did what, when and why, the clauses included."""
    found: AmbassadorContract = visible(request, ROWS, public_id)
    own = timeline(found, 100)
    promise = timeline(found.commitment, 100, {Clause: "commitment"})
    entries = sorted([*own, *promise], key=lambda entry: entry.at, reverse=True)[:100]
    return page(request, "desk/exclusivity/contract_history.html", {"contract": found, "entries": entries})


def _do(request: HttpRequest, row: AmbassadorContract, verb: Callable[[], Any], words: str) -> HttpResponse:
    """One deed; refused, the page comes back and says why (409)."""
    try:
        verb()
    except Refused as refused:
        return _page(request, visible(request, ROWS, row.public_id), refusal=str(refused), status=409)
    messages.success(request, words)
    return redirect("desk:contract", row.public_id)


@allowed(Permission.SIGN_CONTRACTS)
@sent_once
@require_POST
def sign(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make the draft the promise."""
    row: AmbassadorContract = visible(request, ROWS, public_id)
    return _do(
        request,
        row,
        lambda: actions.sign_contract(contract=row, by=request.user, now=timezone.now()),
        f"{row.title} is signed and binds. Both sides are told.",
    )


@allowed(Permission.SIGN_CONTRACTS)
@sent_once
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    """End it early: the last day, whose doing, why."""
    row: AmbassadorContract = visible(request, ROWS, public_id)
    form = EndForm(request.POST or None, initial={"on": checks.office_day(timezone.now())})
    if form.is_valid() and attempt(
        request,
        lambda: actions.end_contract(contract=row, by=request.user, now=timezone.now(), **form.cleaned_data),
        f"{row.title} ends on {form.cleaned_data['on']:%-d %b %Y}.",
        form,
    ):
        return redirect("desk:contract", row.public_id)
    context = {
        "heading": "End contract", "form": form, "deed": "End contract",
        "back": reverse("desk:contract", args=[row.public_id]), "back_label": row.title,
        "lead": "Both sides are told. What its clauses keep after the end holds on from the last day.",
    }  # fmt: skip
    return page(request, "desk/form.html", context)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give a draft up."""
    row: AmbassadorContract = visible(request, ROWS, public_id)
    reason = request.POST.get("reason", "")[:600]
    return _do(
        request,
        row,
        lambda: actions.withdraw_contract(contract=row, reason=reason, by=request.user, now=timezone.now()),
        f"{row.title} is given up.",
    )
