"""The clash desk: what needs a decision, why, and what was decided."""

from dataclasses import replace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from exclusivity import actions
from exclusivity.models import Commitment, Finding
from exclusivity.pairs import beside
from exclusivity.queries import may_accept_clash, summed
from exclusivity.repairs import repairs_of
from exclusivity.rules import Hit, Verdict
from exclusivity.words import clause_sentence
from outbox.once import sent_once
from portals.desk.exclusivity.explain import explain, page_of, showings
from portals.history import timeline
from portals.pages import allowed, attempt, page, visible

PER_PAGE = 50
WEIGHT = Case(
    *(When(verdict=verdict.name, then=Value(int(verdict))) for verdict in Verdict),
    default=Value(0),
    output_field=IntegerField(),
)
SIDES = (
    "one__brand",
    "one__booking__campaign",
    "one__contract",
    "other__brand",
    "other__booking__campaign",
    "other__contract",
)


class DecisionForm(forms.Form):
    """Whether both may stand, and why."""

    accepted = forms.ChoiceField(choices=[("yes", "Both may stand"), ("no", "It stays a clash")])
    reason = forms.CharField(
        max_length=2000, error_messages={"required": "Say why, so that whoever looks next year understands."}
    )


@allowed(Permission.READ_DESK)
def clashes(request: HttpRequest) -> HttpResponse:
    """Open findings, the worst first, with both sides."""
    state = request.GET.get("state", "")
    state = state if state in Finding.State.values else str(Finding.State.OPEN)
    rows = Finding.objects.filter(state=state).annotate(weight=WEIGHT)
    found = Paginator(
        rows.select_related("talent", *SIDES).order_by("-weight", "raised_at", "pk"), PER_PAGE
    ).get_page(request.GET.get("page"))  # fmt: skip
    counts = dict(Finding.objects.order_by().values_list("state").annotate(n=Count("pk")))
    context = {
        "page": found,
        "state": state,
        "views": [(label, f"?state={value}", counts.get(value, 0), value) for value, label in Finding.State.choices],
        "nav_counts": {"desk:clashes": counts.get("open", 0)},
    }
    return page(request, "desk/exclusivity/clashes.html", context, part="list")


def _turn(finding: Finding) -> tuple[Commitment, Commitment]:
    """The side that can still give way, which is what does not bind yet or bound later, and the other one."""
    one, other = finding.one, finding.other
    if one.is_binding != other.is_binding:
        return (other, one) if one.is_binding else (one, other)
    return (other, one) if (one.bound_at or one.created_at) < (other.bound_at or other.created_at) else (one, other)


def _seen_from(hits: list[Hit], other: Commitment) -> list[Hit]:
    """All as hits on the other promise, whoever asked."""
    return [hit if hit.other_id == other.pk else replace(hit, other_id=other.pk, ours=not hit.ours) for hit in hits]


def _page(request: HttpRequest, finding: Finding, form: DecisionForm) -> HttpResponse:
    now = timezone.now()
    ours, other = _turn(finding)
    around = beside(ours)
    pair = replace(around, others=tuple(facts for facts in around.others if facts.id == other.pk))
    hits = next((seen.hits for seen in pair.pairs(now)), [])
    may = can(request.user, Permission.DECIDE_CLASHES)
    sides: list[dict[str, Any]] = []
    for commitment in (finding.one, finding.other):
        clauses = commitment.clauses.filter(superseded_at=None).prefetch_related(
            "categories", "categories_except", "brands", "companies"
        )
        sides.append(
            {
                "commitment": commitment,
                "url": page_of(commitment),
                "clauses": [(clause, clause_sentence(clause, commitment.brand.name)) for clause in clauses],
                "exposures": showings(commitment),
            }
        )
    context = {
        "finding": finding,
        "sides": sides,
        "explained": explain(summed(_seen_from(hits, other)), ours, repairs_of(pair, now), around=pair, now=now),
        "decisions": finding.decisions.select_related("made_by"),
        "may_decide": may,
        "may_accept": may and may_accept_clash(finding, now),
        "form": form,
        "entries": timeline(finding, 20),
    }
    return page(request, "desk/exclusivity/clash.html", context)


@allowed(Permission.READ_DESK)
def clash(request: HttpRequest, public_id: str) -> HttpResponse:
    """Why two promises clash or may clash, and the decision."""
    return _page(request, visible(request, Finding.objects.select_related("talent", *SIDES), public_id), DecisionForm())


@allowed(Permission.DECIDE_CLASHES)
@sent_once
@require_POST
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Record the decision with its reason."""
    finding: Finding = visible(request, Finding.objects.select_related("talent", *SIDES), public_id)
    form = DecisionForm(request.POST)
    if form.is_valid():
        yes = form.cleaned_data["accepted"] == "yes"
        done = attempt(
            request,
            lambda: actions.decide(
                finding=finding, accepted=yes, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now()
            ),
            "Decided: both may stand." if yes else "Decided: it stays a clash.",
            form,
        )
        if done:
            return redirect("desk:clash", finding.public_id)
    return _page(request, finding, form)
