"""Write a contract's draft: who, how long, for what. Its clauses have pages of their own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Permission
from campaigns import actions
from campaigns.actions.shared import lock_people
from campaigns.checks import may_edit_contract
from campaigns.models import AmbassadorContract
from lib.refusals import require
from outbox.once import sent_once
from portals.desk.exclusivity.forms import ContractForm
from portals.pages import allowed, attempt, page, visible
from portals.stale import StaleGuard

ROWS = AmbassadorContract.objects.select_related("brand", "talent", "commitment")


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def add(request: HttpRequest) -> HttpResponse:
    """A new draft. It binds nobody until it is signed. With a preset its first clause is next."""
    first = {"brand": request.GET.get("brand", ""), "talent": request.GET.get("talent", "")}
    form = ContractForm(request.POST or None, initial=first)
    if form.is_valid():
        data = form.cleaned_data
        made = attempt(
            request,
            lambda: actions.draft_contract(
                brand=data["brand"], talent=data["talent"], title=data["title"], days=form.term(), fee=form.money(),
                duties=data["duties"], by=request.user, now=timezone.now(),
            ),
            "Drafted. It binds nobody until it is signed.",
            form,
        )  # fmt: skip
        if made and data["preset"]:
            url = reverse("desk:clause-add", args=[made.commitment.public_id])
            return redirect(f"{url}?preset={data['preset']}")
        if made:
            return redirect("desk:contract", made.public_id)
    context = {
        "heading": "New contract",
        "form": form,
        "deed": "Save draft",
        "back": reverse("desk:ambassadors"),
        "back_label": "Ambassadors",
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write the draft anew. A signed contract stands as it was signed."""
    found: AmbassadorContract = visible(request, ROWS, public_id)
    back = reverse("desk:contract", args=[found.public_id])
    may = may_edit_contract(found)
    if not may and request.method == "GET":
        attempt(request, lambda: require(may))
        return redirect(back)
    guard = StaleGuard(request, found, first=lambda: lock_people([found.talent_id]))
    form = ContractForm(request.POST or None, contract=found)
    if form.is_valid() and guard.passes(form):
        data = form.cleaned_data
        done = attempt(
            request,
            lambda: actions.edit_contract(
                contract=found, title=data["title"], days=form.term(), fee=form.money(), duties=data["duties"],
                by=request.user, now=timezone.now(),
            ),
            "Saved.",
            form,
        )  # fmt: skip
        if done:
            return redirect(back)
    context = {
        "heading": "Change draft",
        "form": form,
        "guard": guard,
        "deed": "Save draft",
        "back": back,
        "back_label": found.title,
    }
    return page(request, "desk/form.html", context)
