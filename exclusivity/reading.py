"""The statements behind `exclusivity.facts`: what the truth reads, in few and small questions.

Plain SQL, because a check is made under locks that others wait for: no rows become models, and each statement goes by
an index from the people concerned, so that its cost does not grow with the office.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from lib.asked import prepared

MANY = 100


def _joined(*parts: str) -> str:
    return " ".join(parts)


# Who is in which act, as far as it concerns some talents: their acts, members, and the members' other acts.
EDGES = """
 , near AS (SELECT member_id FROM talent_actmember WHERE act_id IN (SELECT id FROM own)
          UNION SELECT member_id FROM talent_actmember WHERE member_id IN (SELECT id FROM own)),
 edges AS (SELECT id, act_id, member_id, period FROM talent_actmember WHERE act_id IN (SELECT id FROM own)
           UNION SELECT id, act_id, member_id, period FROM talent_actmember WHERE member_id IN (SELECT * FROM near)),
 people AS (SELECT id FROM own UNION SELECT act_id FROM edges UNION SELECT member_id FROM edges)
"""
THESE = "WITH own AS (SELECT unnest(%(talents)s::bigint[]) AS id)"
ITS = """
WITH own AS (SELECT talent_id AS id FROM exclusivity_commitment_talents WHERE commitment_id = %(commitment)s)
"""
MEMBERSHIPS = _joined(THESE, EDGES, "SELECT act_id, member_id, period FROM edges ORDER BY act_id, member_id, period")
LOCK = _joined(
    THESE, EDGES, "SELECT id FROM talent_talent WHERE id IN (SELECT id FROM people) ORDER BY id FOR NO KEY UPDATE"
)
LOCK_ITS = _joined(
    ITS, EDGES, "SELECT id FROM talent_talent WHERE id IN (SELECT id FROM people) ORDER BY id FOR NO KEY UPDATE"
)
# What has force, or went live although it has none; and whether it only waits.
FORCEFUL = """
SELECT DISTINCT c.id, NOT live AND c.status = ANY(%(waiting)s)
FROM exclusivity_commitment_talents t JOIN exclusivity_commitment c ON c.id = t.commitment_id,
LATERAL (SELECT EXISTS (
 SELECT FROM exclusivity_exposure e WHERE e.commitment_id = c.id AND e.published_at IS NOT NULL) AS live) gone
WHERE t.talent_id IN ({people}) AND (c.status = ANY(%(forceful)s) OR (live AND c.status <> ALL(%(silent)s)))
"""
AROUND = FORCEFUL.format(people="SELECT unnest(%(talents)s::bigint[])")
BESIDE = _joined(ITS, EDGES, FORCEFUL.format(people="SELECT id FROM people"))

COMMITMENTS = """
SELECT c.id, c.kind, c.status, c.brand_id, c.family, c.timezone, c.term, c.effective_from, c.renewal_months,
 c.notice_days, c.notice_given, c.bound_at, c.ended_on, c.end_reason,
 ARRAY(SELECT talent_id FROM exclusivity_commitment_talents WHERE commitment_id = c.id) AS talents,
 CASE WHEN c.timezone = '' THEN ARRAY(
  SELECT t.timezone FROM exclusivity_commitment_talents JOIN talent_talent t ON t.id = talent_id
  WHERE commitment_id = c.id ORDER BY t.name, t.id) END AS clocks
FROM exclusivity_commitment c WHERE c.id = ANY(%(ids)s::bigint[])
"""
CLAUSES = """
SELECT c.id, c.commitment_id, c.number, c.version, c.mode, c.beneficiary_scope, c.binds_members,
 c.binds_group_of_member, c.activities, c.territories, c.territories_except, c.territory_basis, c.channels,
 c.tail_length, c.tail_unit, c.tail_on, c.attributes, c.closure, c.ownership_as_of, c.open_list, c.windows, c.term,
 c.lookback_months, c.in_force_from, c.in_force_until, c.carve_outs, c.strength, c.refusal_days, c.created_at,
 c.superseded_at,
 ARRAY(SELECT category_id FROM exclusivity_clause_categories WHERE clause_id = c.id) AS categories,
 ARRAY(SELECT category_id FROM exclusivity_clause_categories_except WHERE clause_id = c.id) AS categories_except,
 ARRAY(SELECT brand_id FROM exclusivity_clause_brands WHERE clause_id = c.id) AS brands,
 ARRAY(SELECT company_id FROM exclusivity_clause_companies WHERE clause_id = c.id) AS companies,
 EXISTS (SELECT FROM exclusivity_waiver WHERE clause_id = c.id) AS has_waivers,
 EXISTS (SELECT FROM exclusivity_offer WHERE clause_id = c.id) AS has_offers
FROM exclusivity_clause c WHERE c.commitment_id = ANY(%(ids)s::bigint[])
ORDER BY c.superseded_at, c.number, c.id
"""
EXPOSURES = """
SELECT e.id, e.commitment_id, e.activity, e.brand_id, e.channels, e.territories, e.days, e.span, e.attributes,
 e.published_at,
 ARRAY(SELECT category_id FROM exclusivity_exposure_categories WHERE exposure_id = e.id) AS categories,
 ARRAY(SELECT talent_id FROM exclusivity_exposure_talents WHERE exposure_id = e.id) AS talents
FROM exclusivity_exposure e WHERE e.commitment_id = ANY(%(ids)s::bigint[]) ORDER BY e.id
"""
# The world round some brands, companies and talents, in one statement: each row begins with what it tells of.
# `tied` are companies tied to some by ownership, on whatever day; `traded` the categories of some trades.
WORLD = _joined(
    """
WITH RECURSIVE tied(company) AS (
 SELECT company_id FROM clients_brand WHERE id = ANY(%(brands)s::bigint[])
 UNION SELECT unnest(%(companies)s::bigint[])
 UNION SELECT CASE WHEN o.child_id = t.company THEN o.parent_id ELSE o.child_id END
 FROM tied t JOIN clients_ownership o ON o.child_id = t.company OR o.parent_id = t.company),
traded(category) AS (
 SELECT unnest(%(trades)s::bigint[])
 UNION SELECT c.id FROM traded t JOIN clients_category c ON c.parent_id = t.category),
own AS (SELECT unnest(%(talents)s::bigint[]) AS id)
""",
    EDGES,
    """
SELECT 'category', id, parent_id, name, NULL, NULL::daterange, NULL::bigint[], NULL::bigint[] FROM clients_category
UNION ALL SELECT 'clash', one_id, other_id, NULL, NULL, NULL, NULL, NULL FROM exclusivity_categoryclash
UNION ALL SELECT 'counting', NULL, NULL, activity, counting, NULL, NULL, NULL FROM exclusivity_activitydefault
UNION ALL SELECT 'owned', t.company, o.parent_id, NULL, NULL, o.period, NULL, NULL
 FROM tied t JOIN clients_ownership o ON o.child_id = t.company
UNION ALL (SELECT 'brand', b.id, b.company_id, b.name, c.name, NULL,
  ARRAY(SELECT category_id FROM clients_brand_categories WHERE brand_id = b.id),
  ARRAY(SELECT category_id FROM exclusivity_companytrade WHERE company_id = b.company_id)
 FROM clients_brand b JOIN clients_company c ON c.id = b.company_id WHERE b.company_id IN (
  SELECT company FROM tied
  UNION SELECT o.company_id FROM clients_brand_categories k JOIN clients_brand o ON o.id = k.brand_id
  WHERE k.category_id IN (SELECT category FROM traded)
  UNION SELECT company_id FROM exclusivity_companytrade WHERE category_id IN (SELECT category FROM traded))
 ORDER BY b.name, b.id)
UNION ALL SELECT 'talent', id, NULL, name, NULL, NULL, NULL, NULL FROM talent_talent WHERE id IN (SELECT id FROM people)
UNION ALL (SELECT 'act', act_id, member_id, NULL, NULL, period, NULL, NULL FROM edges
 ORDER BY act_id, member_id, period)
""",
)


def rows(sql: str, **values: Any) -> list[tuple[Any, ...]]:
    """The answer, as plain tuples; sets and other collections go in as lists."""
    with _answered(sql, values) as cursor:
        return cursor.fetchall()


def _answered(sql: str, values: dict[str, Any]) -> CursorWrapper:
    """The same questions each time, so their plans are kept; only many keys at once want a plan of their own."""
    given = {name: list(v) if isinstance(v, Iterable) and not isinstance(v, str) else v for name, v in values.items()}
    many = any(isinstance(v, list) and len(v) > MANY for v in given.values())
    cursor = connection.cursor() if many else prepared()
    cursor.execute(sql, given)
    return cursor


def world(**around: Iterable[int]) -> dict[str, list[tuple[Any, ...]]]:
    """What there is round these, by what it tells of."""
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for kind, *row in rows(WORLD, **around):
        found[kind].append(tuple(row))
    return found


class Named:
    """A row by the names of its columns."""

    def __init__(self, names: list[str], values: tuple[Any, ...]) -> None:
        self.__dict__.update(zip(names, values, strict=True))

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


def named_rows(sql: str, **values: Any) -> list[Any]:
    """The answer, each column under its name."""
    with _answered(sql, values) as cursor:
        names = [column.name for column in cursor.description or ()]
        return [Named(names, row) for row in cursor.fetchall()]
