"""The facts of each talent on the roster that a brief is held against, and what each says: from -1 to 1, or nothing.

One query over the whole roster, so that the rank is of everybody and not of those whom somebody thought of; what it
reckoned with is then fetched for those in front. In a large office it is the arithmetic that takes time: what everybody
has is reckoned in integers, what few have for them alone.
"""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from stats.matching.audience import audience_sql
from stats.models.matching import MatchReason
from talent.models import Talent
from talent.models.talent import ON_ROSTER

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
    LEFT JOIN same ON same.campaign_id = b.campaign_id WHERE {of} GROUP BY talent_id
), live AS (
    SELECT b.talent_id, count(*) AS live,
           count(*) FILTER (WHERE d.live_on IS NOT NULL) AS due,
           count(*) FILTER (
               WHERE (d.published_at AT TIME ZONE (SELECT timezone FROM accounts_office))::date
                   <= coalesce(d.live_until, d.live_on)) AS kept
    FROM campaigns_deliverable d JOIN campaigns_booking b ON b.id = d.booking_id
    JOIN same ON same.campaign_id = b.campaign_id
    WHERE d.published_at IS NOT NULL AND b.state IN ('confirmed', 'completed') AND {of} GROUP BY talent_id
), shown AS (
    SELECT e.talent_id, count(DISTINCT s.campaign_id) AS shown
    FROM campaigns_shortlistentry e JOIN campaigns_shortlist s ON s.id = e.shortlist_id
    WHERE s.sent_at >= %(since)s AND {of} GROUP BY talent_id
), named AS (
    SELECT talent_id, count(*) AS asked FROM campaigns_nomination WHERE created_at >= %(since)s AND {of}
    GROUP BY talent_id
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
    FROM talent_talent_genres WHERE cardinality(%(genres)s::bigint[]) > 0 AND {of} GROUP BY talent_id
), away AS (
    SELECT talent_id, away, (SELECT sum(upper(r) - lower(r)) FROM unnest(within) r) AS away_days FROM (
        SELECT talent_id, range_agg(days) AS away,
               range_agg(days * daterange(%(first)s::date, %(after)s::date)) AS within
        FROM talent_away WHERE dropped_at IS NULL AND %(first)s::date IS NOT NULL
            AND days && daterange(%(first)s::date, %(after)s::date) AND {of} GROUP BY talent_id
    ) AS spans
), wishes AS (
    SELECT talent_id, refused_categories, refused_brands, loved_categories, loved_brands,
           refused_categories && %(aim_categories)s::varchar[]
               OR cardinality(refused_brands) > 0
                   AND lower(refused_brands::text)::text[] && %(aim_names)s::text[] AS is_refused,
           CASE WHEN cardinality(loved_brands) > 0
                   AND lower(loved_brands::text)::text[] && %(aim_names)s::text[] THEN 2
               WHEN loved_categories && %(aim_categories)s::varchar[] THEN 1 ELSE 0 END AS love,
           CASE WHEN currency = %(currency)s THEN {card} END AS card
    FROM talent_wishes WHERE {of}
), in_acts AS (
    SELECT m.act_id FROM talent_actmember m JOIN talent_wishes w ON w.talent_id = m.member_id
    WHERE (upper_inf(m.period) OR upper(m.period) > %(today)s::date)
        AND (w.refused_categories && %(aim_categories)s::varchar[]
            OR lower(w.refused_brands::text)::text[] && %(aim_names)s::text[])
), {audience}, known AS (
    SELECT * FROM work FULL JOIN live USING (talent_id) FULL JOIN shown USING (talent_id)
    FULL JOIN named USING (talent_id) FULL JOIN replies USING (talent_id) FULL JOIN away USING (talent_id)
), people (id, followers, stage, band, engagement_rate, growth_30, country) AS (
    {people}
), facts AS (
    SELECT t.*, known.talent_id IS NOT NULL AS is_known, fitting, coalesce(genres.genres, 0) AS genres,
           coalesce(category_jobs, 0) AS category_jobs, coalesce(brand_jobs, 0) AS brand_jobs,
           coalesce(busy, 0) AS busy, coalesce(booked, 0) AS booked,
           coalesce(shown, 0) AS shown, coalesce(asked, 0) AS asked,
           coalesce(booked, 0) + coalesce(shown, 0) + coalesce(asked, 0) AS chances,
           coalesce(yes, 0) AS brand_yes, coalesce(no, 0) AS brand_no, away, coalesce(away_days, 0) AS away_days,
           coalesce(card, price) AS price, card IS NOT NULL AS is_by_card, love,
           is_refused OR t.id = ANY(ARRAY(SELECT act_id FROM in_acts)) AS is_refused,
           refused_categories, refused_brands, loved_categories, loved_brands,
           coalesce(live, 0) AS live, coalesce(due, 0) AS due, coalesce(kept, 0) AS kept,
           audience_on, audience_as_of, audience_source, places_low, places_high, ages_low, ages_high,
           gender_low, gender_high, women, men, audience_says
    FROM people t LEFT JOIN known ON known.talent_id = t.id LEFT JOIN genres ON genres.talent_id = t.id
    LEFT JOIN audience ON audience.talent_id = t.id LEFT JOIN wishes ON wishes.talent_id = t.id
)"""
COLUMNS = ("id", "followers", "stage", "band", "engagement_rate", "growth_30", "country")

# Null is unknown or not asked, and counts neither for nor against (least() and greatest() would pass it over).
# What nobody did yet is 0, not against.
HALVES: dict[str, str] = {
    R.GENRE: "CASE WHEN genres = 0 THEN NULL WHEN fitting IS NULL THEN -2 ELSE 2 END",
    R.ENGAGEMENT: "CASE band WHEN 'low' THEN -2 WHEN 'below' THEN -1 WHEN 'average' THEN 0 WHEN 'above' THEN 1"
    " WHEN 'high' THEN 2 END",
    R.TIER: "CASE WHEN followers >= %(least)s THEN 2 WHEN followers < %(least)s THEN -2 END",
    R.HOME: "CASE WHEN country = '' OR cardinality(%(aims)s::text[]) = 0 THEN NULL"
    " WHEN country = ANY(%(aims)s::text[]) THEN 2 ELSE -2 END",
    R.FREE: "CASE WHEN %(first)s::date IS NOT NULL THEN 2 - 2 * least(busy, 2) END",
    R.STAGE: "CASE WHEN stage = ANY(%(low_stages)s::text[]) THEN -2 WHEN stage IN ('headliner', 'exclusive') THEN 2"
    " WHEN stage = 'affiliated' THEN 1 ELSE 0 END",
    R.REFUSED: "CASE WHEN is_refused THEN -2 ELSE 0 * love END",
    R.LOVED: "love",
    R.RESTED: "2 - least(chances, 4)",
}
"""Twice what they say, in integers."""
OF_THE_KNOWN: dict[str, str] = {
    R.CATEGORY: "least(category_jobs, 3) / 3.0",
    R.PUNCTUAL: "CASE WHEN due > 0 THEN 2.0 * kept / due - 1 END",
    R.AWAY: "CASE WHEN away_days = 0 AND %(first)s::date IS NOT NULL THEN 0"
    " ELSE -1.0 * away_days / (%(after)s::date - %(first)s::date) END",
    R.BRAND: "greatest(least(0.5 * brand_jobs + 0.25 * brand_yes - 0.5 * brand_no, 1), -1)",
}
"""0 or null of whom nothing is known but what stands on the talent."""
SAYS = {
    **{reason: f"({sql}) / 2.0" for reason, sql in HALVES.items()},
    **OF_THE_KNOWN,
    R.AUDIENCE: "audience_says",
    R.PRICE: "CASE WHEN price <= %(fee)s::numeric THEN 1 WHEN price > %(fee)s::numeric"
    " THEN greatest(1 - 2 * (price - %(fee)s::numeric) / %(fee)s::numeric, -1) END",
    R.GROWTH: "CASE WHEN growth_30 IS NOT NULL THEN greatest(least(growth_30 * 0.2, 1), -1) END",
}


def _rounded(reason: str) -> str:
    return f"round(%(w_{reason})s * coalesce({SAYS[reason]}, 0)::numeric, 1)"


_TENTHS = " + ".join(f"5 * %(w_{reason})s * coalesce({sql}, 0)" for reason, sql in HALVES.items())
_POINTS = (
    f"0.1 * ({_TENTHS}) + CASE WHEN growth_30 <> 0 THEN {_rounded(R.GROWTH)} ELSE 0 END"
    f" + CASE WHEN audience_says <> 0 THEN {_rounded(R.AUDIENCE)} ELSE 0 END"
    f" + CASE WHEN price <= %(fee)s::numeric THEN %(w_price)s"
    f" WHEN price > %(fee)s::numeric THEN {_rounded(R.PRICE)} ELSE 0 END"
    f" + CASE WHEN is_known THEN {' + '.join(map(_rounded, OF_THE_KNOWN))} ELSE 0 END"
)
PLACES = f"""{FACTS}, summed AS (
    SELECT id, chances, {_POINTS} AS points,
           -- The verdict and the results are looked at afterwards; until then they count as if they spoke for them.
           %(w_verdict)s + CASE WHEN live > 0 THEN %(w_results)s ELSE 0 END AS hoped FROM facts
)
SELECT *, count(*) OVER () AS of_all FROM summed WHERE {{which}} ORDER BY {{order}} LIMIT %(most)s
"""  # noqa: S608 - our own names
TOLD = f"{FACTS} SELECT *, {', '.join(f'({sql})::numeric AS s_{reason}' for reason, sql in SAYS.items())} FROM facts"  # noqa: S608
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
    """The first `most` of the people by what is known of them, with `of_all`: how many there are. Two queries.

    `which`: `free` are all but `keys`, `little` those of them who had few chances, `keys` these alone.
    """
    where = {
        "free": "NOT id = ANY(%(keys)s::bigint[])",
        "little": "NOT id = ANY(%(keys)s::bigint[]) AND chances <= %(little)s",
        "keys": "id = ANY(%(keys)s::bigint[])",
    }[which]
    on_roster = people.filter(archived_at=None, stage__in=ON_ROSTER)
    values = {**params, "most": most, "keys": keys, "little": LITTLE_USED}
    values |= {f"w_{reason}": weights.get(reason, 0) for reason in MatchReason}
    places = _asked(PLACES, on_roster, values, of="TRUE", which=where, order=ORDERS[order])
    if not places:
        return []
    first = [place["id"] for place in places]
    those = Talent.objects.filter(pk__in=first)
    told = _asked(TOLD, those, {**params, "first_ids": first}, of="talent_id = ANY(%(first_ids)s::bigint[])")
    facts = {row["id"]: row for row in told}
    return [{**facts[place["id"]], **place} for place in places]


def _card(lines: int, months: int | None) -> str:
    """As `campaigns.wishes.by_card`: null where one of the lines, or what runs as an ad, has no price."""
    each = (
        f"(%(rate_counts)s::int[])[{n}] * coalesce("
        f"rates ->> (%(rate_places)s::text[])[{n}], rates ->> (%(rate_kinds)s::text[])[{n}])::numeric"
        for n in range(1, lines + 1)
    )
    ads = ["%(ad_months)s::int * (rates ->> 'ads')::numeric"] if months else []
    return " + ".join([*each, *ads]) if lines and months is not None else "NULL::numeric"


def _asked(question: str, people: QuerySet[Talent], values: dict[str, Any], **parts: str) -> list[dict[str, Any]]:
    """The rows of a question over these people."""
    among, inner = people.order_by().values_list(*COLUMNS).query.sql_with_params()
    pieces = among.split("%s")
    inside = "".join(part + (f"%(among_{n})s" if n < len(inner) else "") for n, part in enumerate(pieces))
    with connection.cursor() as cursor:
        cursor.execute(
            question.format(
                people=inside,
                audience=audience_sql(values, parts["of"]),
                card=_card(len(values["rate_kinds"]), values["ad_months"]),
                **parts,
            ),
            {**values, **{f"among_{n}": value for n, value in enumerate(inner)}},
        )
        names_of = [column.name for column in cursor.description or ()]
        return [dict(zip(names_of, row, strict=True)) for row in cursor.fetchall()]
