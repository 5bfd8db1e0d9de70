"""The facts of each talent on the roster that a brief is held against, and what each says: from -1 to 1, or nothing.

One query over the whole roster, so that the rank is of everybody and not of those whom somebody thought of.
"""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from stats.models.matching import MatchReason
from talent.models import Talent

R = MatchReason

# What happened in campaigns counts once a talent, however many categories, versions or pieces it had.
FACTS = """
WITH same AS (
    SELECT DISTINCT f.campaign_id FROM campaigns_brief f JOIN campaigns_brief_categories k ON k.brief_id = f.id
    WHERE k.category_id = ANY(%(categories)s::bigint[])
), work AS (
    SELECT b.talent_id,
           count(*) FILTER (WHERE b.state IN ('confirmed', 'completed')
               AND same.campaign_id IS NOT NULL) AS category_jobs,
           count(*) FILTER (WHERE b.state IN ('confirmed', 'completed') AND c.brand_id = %(brand)s) AS brand_jobs,
           count(*) FILTER (WHERE b.state IN ('hold', 'confirmed') AND b.campaign_id <> %(campaign)s
               AND b.days && daterange(%(first)s::date, %(after)s::date)) AS busy,
           count(*) FILTER (WHERE b.state IN ('confirmed', 'completed') AND b.confirmed_at >= %(since)s) AS booked,
           (array_agg(b.price ORDER BY b.confirmed_at DESC, b.id DESC) FILTER (
               WHERE b.state IN ('confirmed', 'completed') AND b.price_currency = %(currency)s AND b.price IS NOT NULL
           ))[1] AS price
    FROM campaigns_booking b JOIN campaigns_campaign c ON c.id = b.campaign_id
    LEFT JOIN same ON same.campaign_id = b.campaign_id GROUP BY b.talent_id
), live AS (
    SELECT b.talent_id, count(*) AS live,
           count(*) FILTER (WHERE d.live_on IS NOT NULL) AS due,
           count(*) FILTER (
               WHERE (d.published_at AT TIME ZONE (SELECT timezone FROM accounts_office))::date
                   <= coalesce(d.live_until, d.live_on)) AS kept
    FROM campaigns_deliverable d JOIN campaigns_booking b ON b.id = d.booking_id
    JOIN same ON same.campaign_id = b.campaign_id
    WHERE d.published_at IS NOT NULL AND b.state IN ('confirmed', 'completed') GROUP BY b.talent_id
), shown AS (
    SELECT e.talent_id, count(DISTINCT s.campaign_id) AS shown
    FROM campaigns_shortlistentry e JOIN campaigns_shortlist s ON s.id = e.shortlist_id
    WHERE s.sent_at >= %(since)s GROUP BY e.talent_id
), named AS (
    SELECT talent_id, count(*) AS asked FROM campaigns_nomination WHERE created_at >= %(since)s GROUP BY talent_id
), said AS (
    SELECT DISTINCT ON (a.entry_id) e.talent_id, s.campaign_id, a.choice
    FROM campaigns_shortlistanswer a JOIN campaigns_shortlistentry e ON e.id = a.entry_id
    JOIN campaigns_shortlist s ON s.id = e.shortlist_id JOIN campaigns_campaign c ON c.id = s.campaign_id
    WHERE a.sent_at IS NOT NULL AND a.choice <> '' AND c.brand_id = %(brand)s ORDER BY a.entry_id, a.id DESC
), replies AS (
    SELECT talent_id, count(DISTINCT campaign_id) FILTER (WHERE choice = 'yes') AS yes,
           count(DISTINCT campaign_id) FILTER (WHERE choice = 'no') AS no
    FROM said GROUP BY talent_id
), genres AS (
    SELECT talent_id, count(*) AS genres,
           array_agg(genre_id) FILTER (WHERE genre_id = ANY(%(genres)s::bigint[])) AS fitting
    FROM talent_talent_genres WHERE cardinality(%(genres)s::bigint[]) > 0 GROUP BY talent_id
), away AS (
    SELECT talent_id, away, (SELECT sum(upper(r) - lower(r)) FROM unnest(within) r) AS away_days FROM (
        SELECT talent_id, range_agg(days) AS away,
               range_agg(days * daterange(%(first)s::date, %(after)s::date)) AS within
        FROM talent_away WHERE dropped_at IS NULL AND %(first)s::date IS NOT NULL
            AND days && daterange(%(first)s::date, %(after)s::date) GROUP BY talent_id
    ) AS spans
), facts AS (
    SELECT t.id, t.followers, t.stage, t.band, t.engagement_rate, t.growth_30, t.country, genres.fitting,
           coalesce(genres.genres, 0) AS genres, coalesce(work.category_jobs, 0) AS category_jobs,
           coalesce(work.brand_jobs, 0) AS brand_jobs, coalesce(work.busy, 0) AS busy,
           coalesce(work.booked, 0) AS booked, coalesce(shown.shown, 0) AS shown, coalesce(named.asked, 0) AS asked,
           coalesce(work.booked, 0) + coalesce(shown.shown, 0) + coalesce(named.asked, 0) AS chances,
           coalesce(replies.yes, 0) AS brand_yes, coalesce(replies.no, 0) AS brand_no,
           away.away, coalesce(away.away_days, 0) AS away_days,
           work.price, coalesce(live.live, 0) AS live, coalesce(live.due, 0) AS due, coalesce(live.kept, 0) AS kept
    FROM talent_talent t
    LEFT JOIN work ON work.talent_id = t.id LEFT JOIN live ON live.talent_id = t.id
    LEFT JOIN shown ON shown.talent_id = t.id LEFT JOIN named ON named.talent_id = t.id
    LEFT JOIN replies ON replies.talent_id = t.id LEFT JOIN genres ON genres.talent_id = t.id
    LEFT JOIN away ON away.talent_id = t.id
    WHERE t.archived_at IS NULL AND t.stage = ANY(%(stages)s) {among}
)"""

# Null is unknown or not asked, and counts neither for nor against (least() and greatest() would pass it over).
# What nobody did yet is 0, not against.
SAYS: dict[str, str] = {
    R.GENRE: "CASE WHEN genres = 0 THEN NULL WHEN fitting IS NULL THEN -1 ELSE 1 END",
    R.CATEGORY: "least(category_jobs, 3) / 3.0",
    R.PUNCTUAL: "CASE WHEN due > 0 THEN 2.0 * kept / due - 1 END",
    R.ENGAGEMENT: "CASE band WHEN 'low' THEN -1 WHEN 'below' THEN -0.5 WHEN 'average' THEN 0 WHEN 'above' THEN 0.5"
    " WHEN 'high' THEN 1 END",
    R.TIER: "CASE WHEN followers >= %(least)s THEN 1 WHEN followers < %(least)s THEN -1 END",
    R.GROWTH: "CASE WHEN growth_30 IS NOT NULL THEN greatest(least(growth_30 / 5, 1), -1) END",
    R.HOME: "CASE WHEN country = '' OR cardinality(%(aims)s::text[]) = 0 THEN NULL"
    " WHEN country = ANY(%(aims)s::text[]) THEN 1 ELSE -1 END",
    R.PRICE: "CASE WHEN price <= %(fee)s::numeric THEN 1 WHEN price > %(fee)s::numeric"
    " THEN greatest(1 - 2 * (price - %(fee)s::numeric) / %(fee)s::numeric, -1) END",
    R.FREE: "CASE WHEN %(first)s::date IS NOT NULL THEN 1 - least(busy, 2) END",
    R.AWAY: "CASE WHEN away_days = 0 AND %(first)s::date IS NOT NULL THEN 0"
    " ELSE -1.0 * away_days / (%(after)s::date - %(first)s::date) END",
    R.STAGE: "CASE WHEN stage = ANY(%(low_stages)s::text[]) THEN -1 WHEN stage IN ('headliner', 'exclusive') THEN 1"
    " WHEN stage = 'affiliated' THEN 0.5 ELSE 0 END",
    R.BRAND: "greatest(least(0.5 * brand_jobs + 0.25 * brand_yes - 0.5 * brand_no, 1), -1)",
    R.RESTED: "1 - least(chances, 4) / 2.0",
}
_POINTS = " + ".join(f"round(%(w_{reason})s * coalesce(s_{reason}, 0), 1)" for reason in SAYS)
RANKED = f"""{FACTS}, says AS (
    SELECT facts.*, {", ".join(f"({sql})::numeric AS s_{reason}" for reason, sql in SAYS.items())} FROM facts
), summed AS (
    SELECT says.*, {_POINTS} AS points,
           -- The verdict and the results are looked at afterwards; until then they count as if they spoke for them.
           %(w_verdict)s + CASE WHEN live > 0 THEN %(w_results)s ELSE 0 END AS hoped FROM says
)
SELECT *, count(*) OVER () AS of_all FROM summed WHERE {{which}} ORDER BY {{order}} LIMIT %(most)s
"""  # noqa: S608 - our own names
ORDERS = {
    "points": "points + hoped DESC, chances, id",
    "rested": "chances, points + hoped DESC, id",
}
LITTLE_USED = 1
"""So many chances, or fewer, are few."""


def ranked(
    params: Mapping[str, Any], weights: Mapping[str, int], people: QuerySet[Talent], *, order: str, which: str,
    most: int, keys: list[int],
) -> list[dict[str, Any]]:  # fmt: skip
    """The first `most` of the people by what is known of them, with `of_all`: how many there are. One query.

    `which`: `free` are all but `keys`, `little` those of them who had few chances, `keys` these alone.
    """
    among, inner = people.order_by().values("pk").query.sql_with_params()
    values = {**params, "most": most, "keys": keys, "little": LITTLE_USED}
    values |= {f"w_{reason}": weights.get(reason, 0) for reason in MatchReason}
    for n, value in enumerate(inner):
        values[f"among_{n}"] = value
    parts = among.split("%s")
    inside = "".join(part + (f"%(among_{n})s" if n < len(inner) else "") for n, part in enumerate(parts))
    where = {
        "free": "NOT id = ANY(%(keys)s::bigint[])",
        "little": "NOT id = ANY(%(keys)s::bigint[]) AND chances <= %(little)s",
        "keys": "id = ANY(%(keys)s::bigint[])",
    }[which]
    with connection.cursor() as cursor:
        cursor.execute(RANKED.format(among=f"AND t.id IN ({inside})", which=where, order=ORDERS[order]), values)
        names_of = [column.name for column in cursor.description or ()]
        return [dict(zip(names_of, row, strict=True)) for row in cursor.fetchall()]
