"""Write a contract's draft; beside it the clause in plain words and what it would clash with."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Office
from accounts.roles import Permission
from campaigns import actions
from campaigns.checks import may_edit_contract
from campaigns.models import AmbassadorContract
from campaigns.promises import presence_of
from clients.models import Brand, Category, Company
from exclusivity.models import Clause
from exclusivity.terms import ClauseTerms, Sketch
from exclusivity.words import clause_sentence
from lib.refusals import require
from outbox.once import sent_once
from portals.desk.exclusivity.explain import explained_sketch
from portals.desk.exclusivity.forms import ContractForm
from portals.pages import allowed, attempt, page, visible
from portals.stale import StaleGuard

ROWS = AmbassadorContract.objects.select_related("brand", "talent", "commitment")


@dataclass
class _Rows:
    """Rows that stand in for a relation of a clause that nobody has saved."""

    rows: list[Any]

    def all(self) -> list[Any]:
        return self.rows


class _Typed:
    """A clause while it is typed, with what `clause_sentence` reads of one."""

    def __init__(self, terms: ClauseTerms) -> None:
        self.row = Clause(
            number=terms.number, mode=terms.mode, territories=list(terms.territories) if terms.territories else None,
            territories_except=list(terms.territories_except),
            channels=list(terms.channels) if terms.channels else None,
            tail_length=terms.tail_length, tail_unit=terms.tail_unit,
        )  # fmt: skip
        self.categories = _Rows(list(Category.objects.filter(pk__in=terms.category_ids)))
        self.categories_except = _Rows(list(Category.objects.filter(pk__in=terms.except_category_ids)))
        self.brands = _Rows(list(Brand.objects.filter(pk__in=terms.brand_ids)))
        self.companies = _Rows(list(Company.objects.filter(pk__in=terms.company_ids)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


def _beside(form: ContractForm) -> dict[str, Any]:
    """The clause in words, and the verdict, as far as the form is filled."""
    if not form.is_bound:
        if form.contract is None:
            return {"sentence": "", "explained": None, "unstated": 0}
        form = ContractForm(_as_typed(form), contract=form.contract)
    form.is_valid()
    brand, talent, term = form.brand_is, form.talent_is, form.term()
    terms = form.clause()
    until = form.cleaned_data.get("last")
    sentence = clause_sentence(_Typed(terms), brand.name, until) if brand else ""  # type: ignore[arg-type]
    explained = None
    if brand and talent and term:
        clauses = tuple(form.clauses())
        sketch = Sketch(
            brand_id=brand.pk, talent_ids=(talent.pk,), clauses=clauses, term=term,
            exposures=tuple(presence_of(brand, clauses, term)), timezone=Office.objects.current().timezone,
            kind="ambassador",
        )  # fmt: skip
        own = form.contract.commitment_id if form.contract is not None else 0
        explained = explained_sketch(sketch, timezone.now(), plan="This contract", brand=brand, without=own)
    return {"sentence": sentence, "explained": explained, "unstated": sum(not f.value() for f in form.activities)}


def _as_typed(form: ContractForm) -> dict[str, Any]:
    data = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in data.items() if value is not None}


def _page(request: HttpRequest, form: ContractForm, **more: Any) -> HttpResponse:
    context = {"form": form, "guard": None, **_beside(form), **more}
    return page(request, "desk/exclusivity/contract_form.html", context)


@allowed(Permission.RUN_CAMPAIGNS)
@require_POST
def words(request: HttpRequest) -> HttpResponse:
    """The pane beside the form, as one types. Writes nothing."""
    of = request.POST.get("of", "")
    contract = ROWS.filter(public_id=of).first() if of else None
    context = _beside(ContractForm(request.POST, contract=contract))
    return page(request, "desk/exclusivity/_words.html", context)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def add(request: HttpRequest) -> HttpResponse:
    """A new draft. It binds nobody until it is signed."""
    first = {"brand": request.GET.get("brand", ""), "talent": request.GET.get("talent", "")}
    form = ContractForm(request.POST or None, initial=first)
    if form.is_valid():
        data = form.cleaned_data
        made = attempt(
            request,
            lambda: actions.draft_contract(
                brand=data["brand"], talent=data["talent"], title=data["title"], days=form.term(), fee=form.money(),
                duties=data["duties"], clauses=form.clauses(), by=request.user, now=timezone.now(),
            ),
            "Drafted. It binds nobody until it is signed.",
            form,
        )  # fmt: skip
        if made:
            return redirect("desk:contract", made.public_id)
    return _page(request, form, heading="New contract", deed="Save draft", back=reverse("desk:ambassadors"), of="")


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
    guard = StaleGuard(request, found)
    form = ContractForm(request.POST or None, contract=found)
    if form.is_valid() and guard.passes(form):
        data = form.cleaned_data
        done = attempt(
            request,
            lambda: actions.edit_contract(
                contract=found, title=data["title"], days=form.term(), fee=form.money(), duties=data["duties"],
                clauses=form.clauses(), by=request.user, now=timezone.now(),
            ),
            "Saved.",
            form,
        )  # fmt: skip
        if done:
            return redirect(back)
    return _page(request, form, guard=guard, heading="Change draft", deed="Save draft", back=back, of=found.public_id)
