"""Asking a brand for its consent: whom, for what, and what it would change."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from clients.models import Brand, Category
from exclusivity import actions
from exclusivity.actions.waivers import may_ask
from exclusivity.axes import Activity, Channel
from exclusivity.consents import WaiverScope, effect_of, wished
from exclusivity.letters import request_letter
from exclusivity.models import Clause, Commitment
from exclusivity.words import clause_sentence
from lib.countries import countries
from outbox.once import sent_once, takes_sent
from portals.desk.exclusivity.explain import page_of
from portals.desk.exclusivity.waiver_forms import AskForm
from portals.pages import allowed, attempt, only_checks, page, visible

CLAUSES = Clause.objects.select_related(
    "commitment__brand", "commitment__booking", "commitment__contract"
).prefetch_related("categories", "categories_except", "brands", "companies", "commitment__talents")


def _wish(request: HttpRequest) -> Commitment | None:
    """The promise for which it is asked."""
    key = (request.GET.get("for") or request.POST.get("for") or "")[:12]
    rows = Commitment.objects.select_related("brand", "booking__campaign", "contract")
    return rows.filter(public_id=key).first() if key else None


def _effect(request: HttpRequest, clause: Clause, wish: Commitment | None, form: AskForm) -> dict[str, Any]:
    """What the truth would say with it, and the letter; as far as the form can be read."""
    if form.is_bound:
        form.is_valid()
        scope = form.scope()
        to = form.addressee()[0]
        named, words = bool(form.cleaned_data.get("name_brand")), form.cleaned_data.get("words") or ""
    else:
        scope, named, words = _scope(request, wish, form.brand), False, ""
        to = next(iter(form.people.values()), ("", "", ""))[0]
    letter = request_letter(clause, scope, to=to, by=request.user, name_brand=named, words=words)  # type: ignore[arg-type]
    effect = effect_of(clause, scope, wish, timezone.now()) if wish is not None else None
    return {"effect": effect, "letter": letter, "wish": wish, "keeper": clause.commitment.brand}


def _brand(request: HttpRequest) -> Brand | None:
    """For whom it is asked where no promise is written yet."""
    key = (request.GET.get("brand") or request.POST.get("brand") or "")[:12]
    return Brand.objects.filter(public_id=key).first() if key else None


def _day(request: HttpRequest, name: str) -> date | None:
    """A day of the address; none where it cannot be read."""
    try:
        return parse_date(request.GET.get(name, "")[:10])
    except ValueError:
        return None


def _product(request: HttpRequest) -> int | None:
    said = request.GET.get("category", "")[:12]
    known = Category.objects.filter(pk=int(said)) if said.isascii() and said.isdecimal() else Category.objects.none()
    return known.values_list("pk", flat=True).first()


def _scope(request: HttpRequest, wish: Commitment | None, brand: Brand | None) -> WaiverScope:
    """What the promise would need; without one, what the address says of the plan."""
    if wish is not None:
        return wished(wish)
    first, last = _day(request, "first"), _day(request, "last")
    return WaiverScope(
        None,
        brand.pk if brand is not None else None,
        tuple(c for c in request.GET.getlist("channels") if c in Channel.values),
        tuple(a for a in request.GET.getlist("activities") if a in Activity.values),
        (first, last + timedelta(days=1) if last else None) if first or last else None,
        tuple(code for code in request.GET.getlist("where") if code in countries()),
        _product(request),
    )


def _form(request: HttpRequest, clause: Clause, wish: Commitment | None) -> AskForm:
    brand = _brand(request)
    return AskForm(request.POST or None, clause=clause, wish=wish, brand=brand, scope=_scope(request, wish, brand))


@allowed(Permission.RUN_CAMPAIGNS)
@takes_sent
@require_POST
def effect(request: HttpRequest, public_id: str) -> HttpResponse:
    """The pane beside the form, as one types. Writes nothing."""
    clause: Clause = visible(request, CLAUSES, public_id)
    wish = _wish(request)
    return page(
        request, "desk/exclusivity/_waiver_effect.html", _effect(request, clause, wish, _form(request, clause, wish))
    )


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write the request down, and the letter into the outbox."""
    clause: Clause = visible(request, CLAUSES, public_id)
    wish = _wish(request)
    form = _form(request, clause, wish)
    if form.is_valid() and not only_checks(request):
        name, address = form.addressee()
        made = attempt(
            request,
            lambda: actions.ask_waiver(
                clause=clause, scope=form.scope(), to_name=name, to_address=address, expires=form.expires_at(),
                name_brand=form.cleaned_data["name_brand"], words=form.cleaned_data["words"], by=request.user,
                now=timezone.now(),
            ),
            f"Asked. The letter to {name} waits in the outbox." if address else f"Noted. Ask {name} in writing.",
            form,
        )  # fmt: skip
        if made:
            return redirect("desk:waiver", made.public_id)
    paper = page_of(clause.commitment)
    back = page_of(wish) or paper or reverse("desk:waivers")
    context = {
        "clause": clause,
        "sentence": clause_sentence(clause, clause.commitment.brand.name),
        "form": form,
        "may_ask": may_ask(clause, _scope(request, wish, form.brand)),
        "back": back,
        "paper": paper,
        **_effect(request, clause, wish, form),
    }
    return page(request, "desk/exclusivity/waiver_ask.html", context)
