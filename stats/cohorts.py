"""An account among its own kind: those of the same platform and tier on the roster."""

from bisect import bisect_right
from collections.abc import Collection, Iterable

from django.core.cache import cache
from django.db import connection

from stats.numbers.signals import Cohort
from talent.queries import bounds_in_use

FEWEST = 30  # of whom something can be said
KEPT = 3_600  # seconds
type Cohorts = dict[tuple[str, int], Cohort]

RATIOS = """
SELECT a.platform, width_bucket(a.followers, %(bounds)s::bigint[]) AS tier,
       percentile_cont(ARRAY[0.05, 0.95]) WITHIN GROUP (ORDER BY n.ratio), count(*)
FROM stats_accountnumbers n JOIN talent_socialaccount a ON a.id = n.account_id
WHERE n.ratio IS NOT NULL AND a.archived_at IS NULL AND a.followers IS NOT NULL AND a.platform = ANY(%(platforms)s)
GROUP BY 1, 2 HAVING count(*) >= %(fewest)s
"""


def ratios(platforms: Collection[str]) -> tuple[Cohorts, list[int]]:
    """Comments for a hundred likes, by platform and tier, where enough accounts are known; and where tiers begin.

    They are as they were within the hour, for a whole roster is looked through to know them.
    """
    bounds = [lower for lower, _ in bounds_in_use()]
    if not bounds or not platforms:
        return {}, bounds
    keys = {f"stats.cohorts:{platform}:{'-'.join(map(str, bounds))}": platform for platform in platforms}
    kept: dict[str, Cohorts] = cache.get_many(keys)
    if missing := {key: platform for key, platform in keys.items() if key not in kept}:
        fresh = _ratios(missing.values(), bounds)
        kept |= {key: {whose: one for whose, one in fresh.items() if whose[0] == of} for key, of in missing.items()}
        cache.set_many({key: kept[key] for key in missing}, KEPT)
    return {whose: one for some in kept.values() for whose, one in some.items()}, bounds


def _ratios(platforms: Iterable[str], bounds: list[int]) -> Cohorts:
    with connection.cursor() as cursor:
        cursor.execute(RATIOS, {"bounds": bounds, "platforms": list(platforms), "fewest": FEWEST})
        rows = cursor.fetchall()
    return {(of, tier): Cohort(float(low), float(high), count) for of, tier, (low, high), count in rows}


def tier_of(followers: int, bounds: list[int]) -> int:
    """Which of the tiers, counted as the query counts them."""
    return bisect_right(bounds, followers)
