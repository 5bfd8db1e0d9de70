"""An account among its own kind: those of the same platform and tier on the roster."""

from bisect import bisect_right
from collections.abc import Collection

from django.db import connection

from stats.numbers.signals import Cohort
from talent.queries import bounds_in_use

FEWEST = 30  # of whom something can be said
type Cohorts = dict[tuple[str, int], Cohort]

RATIOS = """
SELECT a.platform, width_bucket(a.followers, %(bounds)s::bigint[]) AS tier,
       percentile_cont(ARRAY[0.05, 0.95]) WITHIN GROUP (ORDER BY n.ratio), count(*)
FROM stats_accountnumbers n JOIN talent_socialaccount a ON a.id = n.account_id
WHERE n.ratio IS NOT NULL AND a.archived_at IS NULL AND a.followers IS NOT NULL AND a.platform = ANY(%(platforms)s)
GROUP BY 1, 2 HAVING count(*) >= %(fewest)s
"""


def ratios(platforms: Collection[str]) -> tuple[Cohorts, list[int]]:
    """Comments for a hundred likes, by platform and tier, where enough accounts are known; and where tiers begin."""
    bounds = [lower for lower, _ in bounds_in_use()]
    if not bounds or not platforms:
        return {}, bounds
    with connection.cursor() as cursor:
        cursor.execute(RATIOS, {"bounds": bounds, "platforms": list(platforms), "fewest": FEWEST})
        rows = cursor.fetchall()
    found = {(of, tier): Cohort(float(low), float(high), count) for of, tier, (low, high), count in rows}
    return found, bounds


def tier_of(followers: int, bounds: list[int]) -> int:
    """Which of the tiers, counted as the query counts them."""
    return bisect_right(bounds, followers)
