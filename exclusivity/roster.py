"""Who of the whole roster cannot take this brief: one query over the boxes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from accounts.models import Office
from exclusivity.boxes import BoxFacts, boxes
from exclusivity.facts import office, sketched
from exclusivity.models.box import CLAIM
from exclusivity.rules import ClauseFacts
from exclusivity.rules.words import day
from exclusivity.terms import Sketch

# Arms of the query: a person for himself; an act for its members; a member for the act.
DIRECT = "SELECT b.talent_id AS who, b.id FROM mine m JOIN exclusivity_box b ON {meets}"
THROUGH = """
SELECT a.{who} AS who, b.id FROM mine m
JOIN talent_actmember a ON m.{flag}
JOIN exclusivity_box b ON b.talent_id = a.{shown} AND {meets}
 AND b.period && m.period * tstzrange(
  lower(a.period)::timestamp AT TIME ZONE %(zone)s, upper(a.period)::timestamp AT TIME ZONE %(zone)s)
"""
MEETS = """b.binding AND b.side <> m.side AND b.period && m.period AND b.markets && m.markets AND b.brands && m.brands
 AND b.commitments && m.commitments AND b.territories && m.territories AND b.channels && m.channels
 AND b.activities && m.activities"""
QUERY = """
WITH mine(side, period, markets, brands, commitments, territories, channels, activities, each, back) AS (VALUES {rows}),
hits AS ({arms})
SELECT DISTINCT ON (h.who) h.who, b.side, r.name, upper(b.period), cl.number
FROM hits h JOIN exclusivity_box b ON b.id = h.id
JOIN exclusivity_commitment c ON c.id = b.commitment_id JOIN clients_brand r ON r.id = c.brand_id
LEFT JOIN exclusivity_clause cl ON cl.id = b.clause_id
{where}
ORDER BY h.who, upper(b.period) DESC NULLS FIRST, b.id
"""


def blocked_talents(sketch: Sketch, talent_ids: Iterable[int] | None = None) -> dict[int, str]:
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
    arms = [DIRECT.format(meets=MEETS)]
    if each:
        arms.append(THROUGH.format(who="act_id", shown="member_id", flag="each", meets=MEETS))
    if back:
        arms.append(THROUGH.format(who="member_id", shown="act_id", flag="back", meets=MEETS))
    where = ""
    if talent_ids is not None:
        where, values["people"] = "WHERE h.who = ANY(%(people)s)", list(talent_ids)
    sql = QUERY.format(rows=", ".join(rows), arms=" UNION ALL ".join(arms), where=where)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return {who: _sentence(side, name, upper, number, zone) for who, side, name, upper, number in cursor.fetchall()}


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
