"""What lists sort and filter by, kept on the talent: the leading account's numbers, so that no list joins any."""

from collections.abc import Collection

from django.db import connection

from talent.keeping import keeps_along
from talent.models.talent import LEADING

# The leading account is the one with most followers: the one whose count is the talent's. That nothing is open is known
# only where all accounts have been looked at.
LED = """
SELECT t.id, coalesce(n.engagement_rate, lead.engagement_rate) AS engagement_rate, coalesce(n.band, '') AS band,
       n.growth_7, n.growth_30, n.growth_90, every.signals, lead.measured_at,
       coalesce(lead.platform, '') AS main_platform, coalesce(every.platforms, '') AS platforms,
       CASE WHEN every.signals > 0 THEN coalesce((
           SELECT ' ' || string_agg(DISTINCT s.kind, ' ') || ' ' FROM stats_signal s
           JOIN talent_socialaccount a ON a.id = s.account_id
           WHERE a.talent_id = t.id AND a.archived_at IS NULL AND s.dismissed_at IS NULL
       ), '') ELSE '' END AS signal_kinds
FROM talent_talent t
LEFT JOIN LATERAL (
    SELECT id, engagement_rate, measured_at, platform FROM talent_socialaccount
    WHERE talent_id = t.id AND archived_at IS NULL ORDER BY followers DESC NULLS LAST, id LIMIT 1
) lead ON true
LEFT JOIN stats_accountnumbers n ON n.account_id = lead.id
LEFT JOIN LATERAL (
    SELECT CASE WHEN sum(each.signals) > 0
                    OR bool_and(each.signals IS NOT NULL) FILTER (WHERE each.account_id IS NOT NULL)
                THEN sum(each.signals) END AS signals,
           ' ' || string_agg(DISTINCT a.platform, ' ') || ' ' AS platforms
    FROM talent_socialaccount a
    LEFT JOIN stats_accountnumbers each ON each.account_id = a.id AND a.archived_at IS NULL
    WHERE a.talent_id = t.id AND (a.archived_at IS NULL OR a.archived_at = t.archived_at)
) every ON true
"""
OTHERWISE = "({}) IS DISTINCT FROM ({})".format(*(", ".join(f"{of}.{name}" for name in LEADING) for of in "tl"))
CHANGES = ", ".join(f"{name} = l.{name}" for name in LEADING)
KEEP = f"""
UPDATE talent_talent t SET {CHANGES} FROM ({LED} WHERE t.id = ANY(%s)) l WHERE t.id = l.id AND {OTHERWISE}
"""  # noqa: S608 - our own names
DIFFERING = f"""
SELECT t.id FROM talent_talent t JOIN ({LED} WHERE t.archived_at IS NULL) l ON l.id = t.id
WHERE {OTHERWISE} ORDER BY t.id
"""  # noqa: S608 - our own names
OF_ANOTHER = """
DELETE FROM stats_accountnumbers n USING talent_socialaccount a
WHERE a.id = n.account_id AND a.talent_id = ANY(%s) AND n.computed_at <= a.named_at
"""
HOLD = "SELECT id FROM talent_talent WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"


def hold(talent_ids: Collection[int]) -> None:
    """Lock these talents in ascending order, before anything of theirs is locked."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [sorted(talent_ids)])


@keeps_along
def keep_own(talent_ids: Collection[int]) -> None:
    """Drop the numbers of accounts that are no longer the ones of which they were reckoned, and what lists show of
    them. The next figures bring new ones.
    """
    with connection.cursor() as cursor:
        cursor.execute(OF_ANOTHER, [sorted(talent_ids)])
    keep_leading(talent_ids)


def keep_leading(talent_ids: Collection[int]) -> int:
    """Bring `LEADING` of these talents up to date; the caller holds them. Answers how many differed."""
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [sorted(talent_ids)])
        return cursor.rowcount


def differing() -> list[int]:
    """Talents on the roster whose kept numbers are not what their accounts say."""
    with connection.cursor() as cursor:
        cursor.execute(DIFFERING)
        return [pk for (pk,) in cursor.fetchall()]
