"""How a promise would stand if one of its clauses read otherwise: what the clause editor asks as somebody types."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from exclusivity.facts import around, circle, clause_of, load, memberships, sketched
from exclusivity.models import Clause, Commitment
from exclusivity.pairs import Beside
from exclusivity.queries import Standing, summed
from exclusivity.rules import as_bound
from exclusivity.terms import ClauseTerms, Days, ExposureTerms, Sketch

TYPED = -1
"""The id of the clause that is being typed; a stored one keeps its own."""


def standing_of_change(
    commitment: Commitment,
    terms: ClauseTerms,
    now: datetime,
    *,
    clause: Clause | None = None,
    exposures: Sequence[ExposureTerms] | None = None,
    term: Days | None = None,
    since: datetime | None = None,
) -> Standing:
    """Beside all others, with `terms` in the place of `clause`, or as one more clause; as if it bound now.

    What was agreed to of the clause stays. `since`: the new words hold from then on, until then the old ones do.
    """
    talents = list(commitment.talents.values_list("id", flat=True))
    ids = {commitment.pk, *around(circle(talents, memberships(talents)))}
    sketch = Sketch(
        brand_id=commitment.brand_id, talent_ids=tuple(talents), clauses=(terms,), exposures=tuple(exposures or ()),
        term=term, timezone=commitment.timezone, kind=commitment.kind,
    )  # fmt: skip
    typed = sketched(sketch)
    picture = load(ids, [typed])
    stored = picture.commitments[commitment.pk]
    fresh = replace(clause_of(terms, 1), id=TYPED)
    kept = []
    for each in stored.clauses:
        if clause is None or each.id != clause.pk:
            kept.append(each)
            continue
        fresh = replace(fresh, waivers=each.waivers, offers=each.offers)
        if since is not None:
            kept.append(replace(each, in_force=(each.in_force[0], since)))
    if since is not None:
        fresh = replace(fresh, in_force=(since, None))
    mine = replace(
        stored,
        clauses=(*kept, fresh),
        exposures=typed.exposures if exposures is not None else stored.exposures,
        term=term or stored.term,
    )
    others = tuple(facts for key, facts in sorted(picture.commitments.items()) if key != commitment.pk)
    return summed(Beside(as_bound(mine, now), others, picture.office).hits(now))
