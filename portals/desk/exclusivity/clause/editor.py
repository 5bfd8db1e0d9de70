"""The clause editor: a page for one clause, with its sentence and its clashes beside it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from campaigns.checks import office_day
from exclusivity.models import Clause, Commitment
from exclusivity.naming import defaults
from exclusivity.presets import PRESETS
from exclusivity.rules import Value
from exclusivity.terms import ClauseTerms
from lib.refusals import require
from outbox.once import refused, sent_once, takes_sent
from portals.desk.exclusivity.clause.form import ClauseForm
from portals.desk.exclusivity.clause.guard import ClauseGuard
from portals.desk.exclusivity.clause.pane import pane
from portals.desk.exclusivity.clause.scene import Scene, scene_of
from portals.desk.exclusivity.clause.typed import Typed, filled, written
from portals.pages import allowed, attempt, page, visible

PAPERS = ("brand", "contract__brand", "contract__talent", "booking__campaign__brand", "booking__talent")
CLAUSES = Clause.objects.select_related(*(f"commitment__{name}" for name in PAPERS))
COMMITMENTS = Commitment.objects.select_related(*PAPERS)

BY_DEFAULT = {
    Value.YES: "the office counts it", Value.NO: "the office does not count it", Value.UNKNOWN: "asked each time",
}  # fmt: skip


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    """One more clause. It binds nobody until the contract is signed."""
    return _editor(request, scene_of(visible(request, COMMITMENTS, public_id), None))


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write a draft's clause over, or the next version of a signed one."""
    clause: Clause = visible(request, CLAUSES, public_id)
    newest = CLAUSES.filter(commitment=clause.commitment, number=clause.number, superseded_at=None).first()
    if newest is not None and newest.pk != clause.pk:
        if request.method == "GET":
            return redirect("desk:clause-edit", newest.public_id)
        clause = newest  # what was typed is kept, and the page says that somebody was faster
    return _editor(request, scene_of(clause.commitment, clause))


@allowed(Permission.RUN_CAMPAIGNS)
@takes_sent
@require_POST
def words(request: HttpRequest, public_id: str) -> HttpResponse:
    """The pane beside the form, as one types. Writes nothing."""
    commitment: Commitment = visible(request, COMMITMENTS, public_id)
    clause = CLAUSES.filter(public_id=request.POST.get("of", ""), commitment=commitment).first()
    form = ClauseForm(scene_of(commitment, clause), request.POST)
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
    if not typed.get("currency"):
        typed.setlist("currency", [scene.currency])
    if scene.amends:
        typed.setlist("since", [office_day(scene.now).isoformat()])
        typed.setlist("keep_waivers", ["on"])
    return typed


def _save(request: HttpRequest, form: ClauseForm) -> Any:
    scene, data, terms = form.scene, form.cleaned_data, form.terms()
    amendment: dict[str, Any] = {}
    done = f"Clause {terms.number} is saved."
    if scene.amends:
        keeps = bool(data.get("keep_waivers"))
        amendment = {"since": data["since"], "reason": data["reason"], "keep_waivers": keeps}
        done = f"Clause {terms.number} is amended. Both sides are told."
    return attempt(request, lambda: scene.save(terms, request.user, amendment), done, form)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a clause out of a draft."""
    clause: Clause = visible(request, CLAUSES, public_id)
    scene = scene_of(clause.commitment, clause)
    attempt(request, lambda: scene.drop(request.user), f"Clause {clause.number} is taken out.")
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
