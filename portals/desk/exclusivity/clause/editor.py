"""The clause editor: a page for one clause, with its sentence and its clashes beside it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from campaigns import actions
from campaigns.checks import office_day
from exclusivity.models import Clause, Commitment
from exclusivity.naming import defaults
from exclusivity.presets import PRESETS
from exclusivity.rules import Value
from exclusivity.terms import ClauseTerms
from lib.refusals import require
from outbox.once import refused, sent_once
from portals.desk.exclusivity.clause.form import ClauseForm
from portals.desk.exclusivity.clause.guard import ClauseGuard
from portals.desk.exclusivity.clause.pane import pane
from portals.desk.exclusivity.clause.scene import Scene, scene_of
from portals.desk.exclusivity.clause.typed import Typed, filled, written
from portals.pages import allowed, attempt, page, visible

CLAUSES = Clause.objects.select_related(
    "commitment__brand", "commitment__contract__brand", "commitment__contract__talent"
)
COMMITMENTS = Commitment.objects.select_related("brand", "contract__brand", "contract__talent", "contract__commitment")

BY_DEFAULT = {
    Value.YES: "the office counts it", Value.NO: "the office does not count it", Value.UNKNOWN: "asked each time",
}  # fmt: skip


def _scene(commitment: Commitment, clause: Clause | None) -> Scene:
    contract = getattr(commitment, "contract", None)
    if contract is None:
        raise Http404("Nothing here.")
    return scene_of(contract, clause)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    """One more clause. It binds nobody until the contract is signed."""
    return _editor(request, _scene(visible(request, COMMITMENTS, public_id), None))


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write a draft's clause over, or the next version of a signed one."""
    clause: Clause = visible(request, CLAUSES, public_id)
    newest = clause.commitment.clauses.filter(number=clause.number, superseded_at=None).first()
    if newest is not None and newest.pk != clause.pk:
        return redirect("desk:clause-edit", newest.public_id)
    return _editor(request, _scene(clause.commitment, clause))


@allowed(Permission.RUN_CAMPAIGNS)
@require_POST
def words(request: HttpRequest, public_id: str) -> HttpResponse:
    """The pane beside the form, as one types. Writes nothing."""
    commitment: Commitment = visible(request, COMMITMENTS, public_id)
    clause = CLAUSES.filter(public_id=request.POST.get("of", ""), commitment=commitment).first()
    form = ClauseForm(_scene(commitment, clause), request.POST)
    return page(request, "desk/exclusivity/_clause_pane.html", {"editor": form, **pane(form)})


def _editor(request: HttpRequest, scene: Scene) -> HttpResponse:
    may = scene.may
    if not may:
        attempt(request, lambda: require(may))
        return redirect(scene.back)
    guard = ClauseGuard(request, scene)
    if request.method == "POST" and not any(request.POST.get(name) for name in ("preset", "carve", "more", "less")):
        form = ClauseForm(scene, request.POST)
        if form.is_valid() and guard.passes(form) and _save(request, form):
            return redirect(scene.back)
        return _page(request, form, guard)
    typed = request.POST.copy() if request.method == "POST" else _start(scene)
    filled(typed, request.POST if request.method == "POST" else request.GET)
    if request.method == "POST":
        refused(request)  # nothing was saved: the key stays good
    return _page(request, ClauseForm(scene, typed, bound=False), guard)


def _start(scene: Scene) -> Typed:
    if scene.stored is not None:
        typed = written(scene.stored)
    else:
        used = {terms.number for terms in scene.others}
        number = next(str(n) for n in range(1, len(used) + 2) if str(n) not in used)
        typed = written(ClauseTerms(number=number))
    if scene.amends:
        typed.setlist("since", [office_day(scene.now).isoformat()])
        typed.setlist("keep_waivers", ["on"])
    return typed


def _save(request: HttpRequest, form: ClauseForm) -> Any:
    scene, data, terms = form.scene, form.cleaned_data, form.terms()
    said: dict[str, Any] = {"contract": scene.contract, "terms": terms, "by": request.user, "now": scene.now}
    if scene.amends:
        amended = {"clause": scene.clause, "since": data["since"], "reason": data["reason"]}
        keeps = bool(data.get("keep_waivers"))
        return attempt(
            request,
            lambda: actions.amend_clause(**said, **amended, keep_waivers=keeps),
            f"Clause {terms.number} is amended. Both sides are told.",
            form,
        )
    return attempt(
        request, lambda: actions.write_clause(**said, clause=scene.clause), f"Clause {terms.number} is saved.", form
    )


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a clause out of a draft."""
    clause: Clause = visible(request, CLAUSES, public_id)
    scene = _scene(clause.commitment, clause)
    attempt(
        request,
        lambda: actions.drop_clause(contract=scene.contract, clause=clause, by=request.user, now=scene.now),
        f"Clause {clause.number} is taken out.",
    )
    return redirect(scene.back)


def _page(request: HttpRequest, form: ClauseForm, guard: ClauseGuard) -> HttpResponse:
    scene, usual = form.scene, defaults(form["mode"].value() or "CATEGORY")
    shown = pane(form if form.is_bound else ClauseForm(scene, form.typed))
    context = {
        "form": form,
        "editor": form,
        "guard": guard,
        "presets": list(PRESETS.values()),
        "may_sign": can(request.user, Permission.SIGN_CONTRACTS),
        "words_url": reverse("desk:clause-words", args=[scene.commitment.public_id]),
        "activities": [(field, BY_DEFAULT[usual[kind]]) for field, kind in form.activities],
        **shown,
    }
    return page(request, "desk/exclusivity/clause_form.html", context)
