"""A clash: why it is one, what would make it possible, the decision, or two people's override."""

from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from campaigns.checks import may_release, may_withdraw_contract
from exclusivity import actions
from exclusivity.models import Clause, Commitment, Decision, Finding
from exclusivity.overrides import may_propose, may_second, risk, standing_override
from exclusivity.pairs import beside
from exclusivity.queries import may_accept_clash, summed
from exclusivity.repairs import repairs_of
from exclusivity.rules import Hit
from exclusivity.words import clause_sentence
from outbox.once import sent_once
from portals.desk.exclusivity.clash_list import SIDES
from portals.desk.exclusivity.explain import explain, page_of, showings
from portals.desk.exclusivity.notes import clause_notes
from portals.history import timeline
from portals.pages import allowed, attempt, page, visible


class DecisionForm(forms.Form):
    """Whether both may stand, and why."""

    accepted = forms.ChoiceField(choices=[("yes", "Both may stand"), ("no", "It stays a clash")])
    reason = forms.CharField(
        max_length=2000, error_messages={"required": "Say why, so that whoever looks next year understands."}
    )


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
    seen = next(iter(pair.pairs(now)), None)
    hits = seen.hits if seen is not None else []
    may = can(request.user, Permission.DECIDE_CLASHES)
    sides = [_side(request, commitment) for commitment in (finding.one, finding.other)]
    notes = clause_notes(clause for side in sides for clause, _ in side["clauses"])
    for side in sides:
        side["clauses"] = [(clause, sentence, notes.get(clause.pk, ())) for clause, sentence in side["clauses"]]
    taken = list(finding.decisions.select_related("made_by", "seconded_by", "withdrawn_by"))
    proposal = next((each for each in taken if each.waits_for_second), None)
    over = finding.state == Finding.State.GONE
    accept = may_accept_clash(finding, now)
    context = {
        "finding": finding,
        "sides": sides,
        "explained": explain(summed(_seen_from(hits, other)), ours, repairs_of(pair, now), around=pair, now=now),
        "decisions": [each for each in taken if each != proposal],
        "override": standing_override(finding),
        "proposal": proposal,
        "may_second": may_second(proposal, request.user) if proposal is not None else None,
        "may_withdraw": proposal is not None and (may or proposal.made_by_id == request.user.pk),
        "may_propose": may_propose(finding, seen, request.user) if not over and not accept else None,
        "risk": risk(finding),
        "may_decide": may,
        "may_accept": may and accept,
        "form": form,
        "entries": timeline(finding, 20, {Decision: "finding"}),
    }
    return page(request, "desk/exclusivity/clash.html", context)


def _side(request: HttpRequest, commitment: Commitment) -> dict[str, Any]:
    """One of the two: its paper, its clauses, where its talent shows, and how it is let go."""
    rows = Clause.objects.filter(commitment=commitment, superseded_at=None).prefetch_related(
        "categories", "categories_except", "brands", "companies"
    )
    booking, contract = (getattr(commitment, name, None) for name in ("booking", "contract"))
    lets_go, deed, told = "", "", ""
    if booking is not None and booking.state == "hold" and may_release(booking):
        lets_go, deed = reverse("desk:hold-release", args=[booking.public_id]), "Release hold"
        told = "The talent is told that the place is no longer held, never why."
    elif contract is not None and contract.state == "draft" and may_withdraw_contract(contract):
        lets_go, deed = reverse("desk:contract-withdraw", args=[contract.public_id]), "Give up draft"
        told = "Nobody outside has seen it, so nobody is told."
    return {
        "commitment": commitment,
        "url": page_of(commitment),
        "clauses": [(clause, clause_sentence(clause, commitment.brand.name)) for clause in rows],
        "exposures": showings(commitment),
        "lets_go": lets_go if can(request.user, Permission.RUN_CAMPAIGNS) else "",
        "deed": deed,
        "told": told,
    }


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
