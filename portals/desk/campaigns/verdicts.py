"""How a brief would stand for many talents at once: what the casting table shows in its verdict column."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from campaigns.models import Campaign
from campaigns.promises import sketch_of
from exclusivity.facts import around, circle, load, memberships, sketched
from exclusivity.pairs import Beside
from exclusivity.queries import Standing, summed
from exclusivity.rules import as_bound
from talent.models import Talent


def verdicts(campaign: Campaign, talents: Sequence[Talent], now: datetime) -> dict[int, Standing]:
    """Each talent's standing if the brief were promised now. The number of queries does not grow with the talents."""
    ids = tuple(talent.pk for talent in talents)
    if not ids:
        return {}
    bare = replace(sketch_of(campaign), talent_ids=ids)
    facts = as_bound(sketched(bare), now)
    picture = load(around(circle(ids, memberships(ids))), [facts])
    others = tuple(other for _, other in sorted(picture.commitments.items()))
    return {
        key: summed(Beside(replace(facts, talents=frozenset({key})), others, picture.office).hits(now)) for key in ids
    }
