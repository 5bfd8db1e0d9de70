"""How promises would stand that nobody has written down: one on other terms, two that both wait."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from exclusivity.facts import around, circle, clause_of, exposure_of, load, memberships, office
from exclusivity.models import Commitment
from exclusivity.pairs import Beside, split
from exclusivity.rules import ClauseFacts, Verdict, as_bound, check, worst
from exclusivity.terms import ClauseTerms, Days, ExposureTerms


def beside_if_changed(
    commitment: Commitment,
    *,
    term: Days | None,
    exposures: Sequence[ExposureTerms],
    clauses: Sequence[ClauseTerms] | None,
) -> Beside:
    """A commitment beside all others as `exclusivity.actions.rewrite` would leave it. None keeps the clauses.

    Waivers and offers stay with a clause that stays as it is; what is published stays.
    """
    talents = list(commitment.talents.values_list("id", flat=True))
    near = {commitment.id, *around(circle(talents, memberships(talents)))}
    drawn = [clause_of(terms, number) for number, terms in enumerate(clauses or (), 1)]
    shown = [exposure_of(terms, commitment.brand_id, number) for number, terms in enumerate(exposures, 1)]
    before = split(load(near), commitment.id)
    mine = before.mine
    standing = [clause for clause in mine.clauses if clause.in_force[1] is None]
    past = [clause for clause in mine.clauses if clause.in_force[1] is not None]
    mine = replace(
        mine,
        term=term,
        clauses=mine.clauses if clauses is None else (*(_kept(clause, standing) for clause in drawn), *past),
        exposures=(*(one for one in mine.exposures if one.published_at is not None), *shown),
    )
    return Beside(mine, before.others, office([mine, *before.others]))


def _kept(drawn: ClauseFacts, there: Sequence[ClauseFacts]) -> ClauseFacts:
    """The clause that is there already, where the drawn one says the same."""
    for old in there:
        if replace(drawn, id=old.id, waivers=old.waivers, offers=old.offers, in_force=old.in_force) == old:
            return old
    return drawn


def rivals_if_bound(commitment: Commitment, others: Iterable[int], now: datetime) -> set[int]:
    """Those of the others that could not stand beside it if both were promised: a clash, or what nobody can say."""
    picture = load({commitment.id, *others})
    mine = as_bound(picture.commitments[commitment.id], now)
    return {
        key
        for key in others
        if worst(check(mine, as_bound(picture.commitments[key], now), picture.office, now)) >= Verdict.REVIEW
    }
