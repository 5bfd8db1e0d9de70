"""All that a talent promised, on one axis: what each clause claims and until when, where they show, what clashes.

Bands and showings come from the same truth as the verdicts (`exclusivity.rules`): a drawing cannot say otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from django.db.models import Q

from exclusivity.facts import SILENT, circle, load, memberships
from exclusivity.markets import Market, markets_of
from exclusivity.models import Commitment, Finding
from exclusivity.promised import ALWAYS, Clash, Promise, both, paths_to, promise_of
from exclusivity.rules import ClauseFacts, CommitmentFacts, ExposureFacts, OfficeFacts, Value, Verdict, check, worst
from exclusivity.rules.person import paths

FORGOTTEN = 5
"""Years after its term from which a promise is no longer read; no tail is so long."""


@dataclass(slots=True)
class Timeline:
    markets: list[Market]
    clashes: list[Clash]
    office: OfficeFacts
    today: date

    @property
    def promises(self) -> list[Promise]:
        return [promise for market in self.markets for promise in market.promises]


def timeline_of(talent_id: int, now: datetime, zone: str, *, territory: str = "", channel: str = "") -> Timeline:
    """What the talent promised, and what their acts and members did where it may bind the talent or meet their clauses.

    Days are those of each paper's clock, the first where it is silent; today is that of `zone`. With a `territory` or a
    `channel` only what reaches there. The number of queries does not grow with the promises.
    """
    edges = memberships([talent_id])
    today = now.astimezone(ZoneInfo(zone)).date()
    since = today - timedelta(days=365 * FORGOTTEN)
    recent = Q(term=None) | Q(term__upper_inf=True) | Q(term__endswith__gte=since)
    near = Commitment.objects.filter(talents__in=circle([talent_id], edges)).filter(recent).exclude(status__in=SILENT)
    picture = load(set(near.values_list("id", flat=True)))
    office = picture.office
    standing = [facts for _, facts in sorted(picture.commitments.items()) if _stands(facts)]
    promises = [promise for facts in _concerning(talent_id, standing, office)
                if (promise := promise_of(facts, talent_id, office, now, territory, channel))]  # fmt: skip
    clashes = _clashes(promises, office, now)
    for clash in clashes:
        for promise in promises:
            if promise.facts.id in (clash.mine, clash.other):
                promise.clashes.append(clash)
    return Timeline(markets_of(promises, office, today), clashes, office, today)


def _stands(facts: CommitmentFacts) -> bool:
    """What was called off counts only for what went live."""
    return facts.status != "cancelled" or any(e.published_at is not None for e in facts.exposures)


def _concerning(talent: int, standing: Sequence[CommitmentFacts], office: OfficeFacts) -> list[CommitmentFacts]:
    own = [facts for facts in standing if talent in facts.talents]
    reached = {
        path.shown for facts in own for clause in facts.clauses for path in paths(facts, clause, office)
        if path.value is not Value.NO
    }  # fmt: skip
    return [
        facts
        for facts in standing
        if talent in facts.talents
        or reached & facts.talents
        or any(paths_to(talent, facts, clause, office) for clause in facts.clauses)
    ]


def _may_meet(claimant: Promise, shower: Promise, office: OfficeFacts) -> bool:
    """Whether the truth has to be asked: days in common, what nobody dated being any day, and not two other markets."""
    days = [showing.days for showing in shower.showings] or [ALWAYS]
    clauses = {
        band.clause.id: band.clause for band in claimant.bands for each in days if both(band.days, each) is not None
    }
    brand = claimant.facts.brand
    return any(
        _may_compete(clause, exposure, office)
        for clause in clauses.values()
        for exposure in shower.facts.exposures
        if exposure.brand != brand
    )


def _may_compete(clause: ClauseFacts, exposure: ExposureFacts, office: OfficeFacts) -> bool:
    """Wider than `rules.target`, and cheaper: markets neither of which holds the other are apart."""
    if clause.mode != "CATEGORY" or not clause.categories or not exposure.categories or office.clashing:
        return True
    below = office.below(clause.categories) & exposure.categories
    return bool(below or office.below(exposure.categories) & clause.categories)


def _clashes(promises: Sequence[Promise], office: OfficeFacts, now: datetime) -> list[Clash]:
    """Pairs on the clash desk, and those of which one still waits, as the truth sees them now."""
    by_id = {promise.facts.id: promise for promise in promises}
    findings = {
        (row.one_id, row.other_id): row
        for row in Finding.objects.filter(one__in=by_id, other__in=by_id).exclude(state=Finding.State.GONE)
    }
    found: list[Clash] = []
    for one, other in combinations(sorted(by_id), 2):
        first, second = by_id[one], by_id[other]
        finding = findings.get((one, other))
        waits = first.waits or second.waits
        if finding is None and not (waits and (_may_meet(first, second, office) or _may_meet(second, first, office))):
            continue
        mine, their = (first, second) if first.waits or not second.waits else (second, first)
        hits = check(mine.facts, their.facts, office, now)
        if worst(hits) > Verdict.CLEAR:
            # Of two that weigh the same the clause of the other side comes first: that is the paper to ask about.
            told = min(hits, key=lambda hit: (-hit.verdict, hit.ours))
            found.append(Clash(mine.facts.id, their.facts.id, told, finding))
    return sorted(found, key=lambda clash: -clash.hit.verdict)
