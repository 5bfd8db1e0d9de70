"""How one sketch would stand for many people: what a list of talents shows beside each name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from accounts.models import Office
from exclusivity.facts import Picture, around, circle, load, memberships, sketched
from exclusivity.pairs import Beside
from exclusivity.queries import Standing, summed
from exclusivity.rules import Membership, as_bound
from exclusivity.terms import Sketch


@dataclass(frozen=True, slots=True)
class Among:
    """The answers, talent by talent, with what they rest on. What lies apart is not in them, which is quicker."""

    standings: dict[int, Standing]
    picture: Picture
    pairs: dict[int, Beside]
    now: datetime

    @property
    def promises(self) -> dict[int, int]:
        """How many promises were held against it, talent by talent."""
        return {talent: len(around.others) for talent, around in self.pairs.items()}

    def whole(self, talent: int) -> Standing:
        """The answer for one of them, with what lies apart."""
        return summed(self.pairs[talent].hits(self.now))


def standings_among(sketch: Sketch, talent_ids: Sequence[int], now: datetime, *, bound: bool = True) -> Among:
    """`standing_of_sketch` for each of these people, apart from one another, in as many queries as for one."""
    sketch = replace(sketch, talent_ids=(), timezone=sketch.timezone or Office.objects.current().timezone)
    facts = sketched(sketch)
    edges = memberships(talent_ids)
    near = _circles(talent_ids, edges)
    picture = load(around(circle(talent_ids, edges)), [replace(facts, talents=frozenset(talent_ids))])
    facts = as_bound(facts, now) if bound else facts
    by_person: dict[int, set[int]] = defaultdict(set)
    for key, other in picture.commitments.items():
        for person in other.talents:
            by_person[person].add(key)
    pairs = {}
    for talent in talent_ids:
        keys = sorted({key for person in near[talent] for key in by_person.get(person, ())})
        others = tuple(picture.commitments[key] for key in keys)
        pairs[talent] = Beside(replace(facts, talents=frozenset({talent})), others, picture.office)
    standings = {talent: summed(around.worse(now)) for talent, around in pairs.items()}
    return Among(standings, picture, pairs, now)


def _circles(talent_ids: Iterable[int], edges: Iterable[Membership]) -> dict[int, set[int]]:
    """Of each talent everybody whom a promise of theirs may concern: acts, members, the members' other acts."""
    acts: dict[int, set[int]] = defaultdict(set)
    members: dict[int, set[int]] = defaultdict(set)
    for edge in edges:
        acts[edge.member].add(edge.act)
        members[edge.act].add(edge.member)
    found = {}
    for talent in talent_ids:
        people = {talent} | members.get(talent, set())
        found[talent] = people.union(*(acts.get(person, set()) for person in people))
    return found
