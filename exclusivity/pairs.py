"""A commitment beside all the others that concern the same people."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from exclusivity.facts import Picture, around_commitment, load
from exclusivity.models import Commitment
from exclusivity.rules import CommitmentFacts, Hit, OfficeFacts, Value, Verdict, check, worst

STILL: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Beside:
    """One promise, the others, and the world. `waiting` are those of the others that only wait: holds and drafts."""

    mine: CommitmentFacts
    others: tuple[CommitmentFacts, ...]
    office: OfficeFacts
    waiting: frozenset[int] = frozenset()

    def without_waiting(self) -> "Beside":
        """Beside what can refuse it."""
        return replace(self, others=tuple(other for other in self.others if other.id not in self.waiting))

    def near(self, now: datetime) -> "Beside":
        """Beside those of whom there is anything to say, whatever was decided; the rest is clear from both sides."""
        said = (other for other in self.others if check(self.mine, other, self.office, now, whole=False))
        return replace(self, others=tuple(said))

    def hits(self, now: datetime) -> list[Hit]:
        """All that is said of `mine`, the worst first; what is clear is in it too."""
        found = [hit for other in self.others for hit in check(self.mine, other, self.office, now)]
        return sorted(found, key=lambda hit: -hit.verdict)

    def worse(self, now: datetime) -> list[Hit]:
        """The hits that are worse than CLEAR, the worst first; those are quicker told."""
        found = [hit for other in self.others for hit in check(self.mine, other, self.office, now, whole=False)]
        return sorted(found, key=lambda hit: -hit.verdict)

    def pairs(self, now: datetime, *, whole: bool = True) -> "Iterator[Pair]":
        """Every pair as if nothing had been decided: what the clash desk is about. `whole`: with what is clear."""
        mine = replace(self.mine, decided=STILL)
        for other in self.others:
            bare = replace(other, decided=STILL)
            forth = check(mine, bare, self.office, now, whole=whole)
            # What lies apart does so from both sides.
            back = check(bare, mine, self.office, now, whole=whole) if worst(forth) > Verdict.CLEAR else []
            yield Pair(other, max(forth, back, key=worst))


@dataclass(frozen=True, slots=True)
class Pair:
    other: CommitmentFacts
    hits: list[Hit]

    @property
    def verdict(self) -> Verdict:
        return worst(self.hits)

    @property
    def is_definite(self) -> bool:
        """Whether all six dimensions meet somewhere, published facts apart."""
        return any(hit.definite and hit.verdict is not Verdict.REVIEW for hit in self.hits)

    @property
    def fingerprint(self) -> str:
        """Changes with the facts that the verdict rests on, not with the standing of the two."""
        told = sorted(
            repr(
                (
                    hit.clause_label,
                    hit.overlap,
                    hit.talent_id,
                    *((d.name, d.value, d.ours, d.theirs) for d in hit.dimensions),
                )
            )
            for hit in self.hits
            if min(d.value for d in hit.dimensions) is not Value.NO
        )
        return sha256("\n".join(told).encode()).hexdigest()


def beside(commitment: Commitment, *, waiting: bool = True) -> Beside:
    """Load a commitment with all that may be held against it, or only with what can refuse it (see `around`)."""
    forceful, waits = around_commitment(commitment.id)
    asked = waits if waiting else set()
    picture = load({commitment.id, *forceful, *asked})
    return replace(split(picture, commitment.id), waiting=frozenset(asked))


def split(picture: Picture, key: int) -> Beside:
    others = tuple(facts for other, facts in sorted(picture.commitments.items()) if other != key)
    return Beside(picture.commitments[key], others, picture.office)
