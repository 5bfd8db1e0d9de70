"""Who of the whole roster cannot take this brief: one query over the boxes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection

from accounts.models import Office
from exclusivity.boxes import BoxFacts, boxes
from exclusivity.facts import circle, memberships, office, sketched
from exclusivity.models import Clause, Commitment
from exclusivity.models.box import CLAIM
from exclusivity.rules import ClauseFacts
from exclusivity.rules.words import day
from exclusivity.terms import Sketch

MEETS = """b.binding AND b.side <> m.side AND b.period && m.period AND b.markets && m.markets AND b.brands && m.brands
 AND b.commitments && m.commitments AND b.territories && m.territories AND b.channels && m.channels
 AND b.activities && m.activities"""
# The boxes are asked once. What they meet concerns a person; by an act's clause its members; by a member's the act.
QUERY = """
WITH mine(side, period, markets, brands, commitments, territories, channels, activities, each, back) AS (VALUES {rows}),
met AS MATERIALIZED (
 SELECT b.talent_id, b.side, b.commitment_id, b.clause_id, b.period, m.period AS shared, m.each, m.back
 FROM mine m JOIN exclusivity_box b ON {meets} {near}),
hits AS (SELECT talent_id AS who, side, commitment_id, clause_id, period FROM met {arms})
SELECT DISTINCT ON (who) who, side, commitment_id, clause_id, upper(period) FROM hits {where}
ORDER BY who, upper(period) DESC NULLS FIRST, commitment_id, clause_id
"""
ARM = """UNION ALL
SELECT a.{who}, met.side, met.commitment_id, met.clause_id, met.period
FROM met JOIN talent_actmember a ON met.{flag} AND a.{shown} = met.talent_id AND met.period && met.shared * tstzrange(
 lower(a.period)::timestamp AT TIME ZONE %(zone)s, upper(a.period)::timestamp AT TIME ZONE %(zone)s)
"""
# So many people are looked up one by one; more are picked out of the whole roster.
FEW = 1_000


class Worst(NamedTuple):
    """What stands in somebody's way the longest."""

    side: int
    commitment: int
    clause: int | None
    upper: datetime | None


class Blocked(Mapping[int, str]):
    """Talents who cannot, each with the sentence for staff, which is put into words when somebody asks for it."""

    def __init__(self, rows: Iterable[tuple[int, int, int, int | None, datetime | None]], zone: str) -> None:
        self._rows = {who: Worst(*facts) for who, *facts in rows}  # type: ignore[arg-type]
        self._zone = zone
        self._brands: dict[int, str] = {}
        self._numbers: dict[int | None, str] = {}

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, who: object) -> bool:
        return who in self._rows

    def __getitem__(self, who: int) -> str:
        worst = self._rows[who]
        if not self._brands:
            self._look_up()
        name, number = self._brands[worst.commitment], self._numbers.get(worst.clause)
        return _sentence(worst.side, name, worst.upper, number, self._zone)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mapping) and dict(self.items()) == dict(other.items())

    __hash__ = None  # type: ignore[assignment]

    def _look_up(self) -> None:
        commitments = {worst.commitment for worst in self._rows.values()}
        clauses = {worst.clause for worst in self._rows.values() if worst.clause is not None}
        self._brands = dict(Commitment.objects.filter(id__in=commitments).values_list("id", "brand__name"))
        self._numbers = dict(Clause.objects.filter(id__in=clauses).order_by().values_list("id", "number"))


def blocked_talents(sketch: Sketch, talent_ids: Iterable[int] | None = None) -> Mapping[int, str]:
    """Talents who cannot take this on, each with the sentence for staff. Only what is definite; a doubt is no block.

    The number of queries does not grow with the roster: what the sketch is needs a few, the roster one.
    """
    zone = sketch.timezone or Office.objects.current().timezone
    facts = replace(sketched(replace(sketch, talent_ids=(), timezone=zone)), talents=frozenset({0}))
    found = boxes(facts, office([facts]))
    if not found:
        return {}
    clauses = {clause.id: clause for clause in facts.clauses}
    rows: list[str] = []
    values: dict[str, Any] = {"zone": zone}
    each = back = False
    for n, box in enumerate(found):
        flags = _flags(box, clauses)
        each, back = each or flags[0], back or flags[1]
        cells = [
            box.side,
            box.range,
            box.markets,
            box.brands,
            box.commitments,
            box.territories,
            box.channels,
            box.activities,
        ]
        values |= {f"v{n}_{m}": cell for m, cell in enumerate((*cells, *flags))}
        casts = ["smallint", "tstzrange", *["int8multirange"] * 6, "boolean", "boolean"]
        rows.append("(" + ", ".join(f"%(v{n}_{m})s::{cast}" for m, cast in enumerate(casts)) + ")")
    arms = ""
    if each:
        arms += ARM.format(who="act_id", shown="member_id", flag="each")
    if back:
        arms += ARM.format(who="member_id", shown="act_id", flag="back")
    where = near = ""
    if talent_ids is not None:
        people = list(talent_ids)
        where, values["people"] = "WHERE who = ANY(%(people)s::bigint[])", people
        if len(people) <= FEW:
            values["near"] = sorted(circle(people, memberships(people)) if arms else people)
            near = "AND b.talent_id = ANY(%(near)s::bigint[])"
    sql = QUERY.format(rows=", ".join(rows), arms=arms, where=where, meets=MEETS, near=near)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return Blocked(cursor.fetchall(), zone)


def _flags(box: BoxFacts, clauses: dict[int, ClauseFacts]) -> tuple[bool, bool]:
    if box.side != CLAIM or box.clause is None:
        return False, False
    clause = clauses[box.clause]
    return clause.binds_members == "EACH", clause.binds_group_of_member is True


def _sentence(side: int, name: str, upper: datetime | None, number: str | None, zone: str) -> str:
    until = "until further notice"
    if upper is not None:
        until = f"until {day((upper.astimezone(ZoneInfo(zone)) - timedelta(microseconds=1)).date())}"
    return f"Bound to {name} {until} (clause {number})." if side == CLAIM else f"Shows for {name} {until}."
