"""How a promise would stand on other terms, before anybody writes them down."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from exclusivity.facts import around, circle, clause_of, exposure_of, load, memberships, office
from exclusivity.models import Commitment
from exclusivity.pairs import Beside, split
from exclusivity.queries import Standing, summed
from exclusivity.rules import ClauseFacts, as_bound
from exclusivity.terms import ClauseTerms, Days, ExposureTerms


def standing_if_changed(
    commitment: Commitment,
    *,
    term: Days | None,
    exposures: Sequence[ExposureTerms],
    clauses: Sequence[ClauseTerms] | None,
    now: datetime,
    bound: bool = False,
) -> Standing:
    """What `exclusivity.actions.rewrite` would find, as it stands now or `bound`. None keeps the clauses.

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
    world = office([mine, *before.others])
    return summed(Beside(as_bound(mine, now) if bound else mine, before.others, world).hits(now))


def _kept(drawn: ClauseFacts, there: Sequence[ClauseFacts]) -> ClauseFacts:
    """The clause that is there already, where the drawn one says the same."""
    for old in there:
        if replace(drawn, id=old.id, waivers=old.waivers, offers=old.offers, in_force=old.in_force) == old:
            return old
    return drawn
