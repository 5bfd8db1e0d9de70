"""How much of somebody's audience a brief is to reach: of their largest account whose audience is known.

What is known is a share between two bounds: a country that nobody wrote down may be all of what is left of 100 %. The
bound that is nearer to nothing counts, so that nobody gains or loses by what is not known.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from campaigns.models.brief import Mix
from campaigns.rules import listed
from lib.countries import country_name
from stats.matching.asked import Asked
from stats.models.audience import AGES
from stats.own import OWN_AUDIENCE
from talent.models import Platform

NAMED = 3
"""So many countries are named; of more the number is said."""
MANY = 60
"""Of more it is quicker to go through the countries that are told than to look up each that is wanted."""


def _bounds(of: str, column: str, wanted: str) -> str:
    """The least and the most of what is wanted of a JSON object of shares; null where nothing is known or wanted.

    `of_{of}` is what it says of those wanted, `{column}_sum` what it says in all.
    """
    known = f"{column}_sum IS NOT NULL AND cardinality({wanted}) > 0"
    return f"""CASE WHEN {known} THEN least(of_{of}, 100) END AS {of}_low,
           CASE WHEN {known} THEN least(of_{of} + CASE WHEN {column} ?& {wanted} THEN 0
               ELSE greatest(100 - {column}_sum, 0) END, 100) END AS {of}_high"""


def _told(column: str, wanted: str, count: int) -> str:
    """The sum of the wanted shares: each looked up by its name, or of many all that is told gone through."""
    if count > MANY:
        found = f"jsonb_each_text({column}) WHERE key = ANY({wanted})"
        return f"coalesce((SELECT sum(value::numeric) FROM {found}), 0)"  # noqa: S608 - our own names
    looked_up = (f"coalesce(({column} ->> ({wanted})[{n}])::numeric, 0)" for n in range(1, count + 1))
    return " + ".join(looked_up) or "0"


def _says(part: str, zero: str) -> str:
    """A part's say from -1 to 1, `zero` percent being 0 and 25 more or less all of it; 0 where nothing is known."""
    least, most = f"least({part}_low - {zero}, 25)", f"greatest(least({part}_high - {zero}, 0), -25)"
    return f"CASE WHEN {part}_low >= {zero} THEN {least} WHEN {part}_low < {zero} THEN {most} ELSE 0 END"


_HALF = "CASE %(mix)s::text WHEN 'both' THEN 25 ELSE 50 END"
AIMS, BANDS = "%(aims)s::text[]", "%(ages)s::text[]"


def audience_sql(params: Mapping[str, Any], of: str) -> str:
    """The named queries of the audience; `of` says of whom. What a row costs grows with what is asked, not with it."""
    return f"""known_audience AS (
    SELECT DISTINCT ON (a.talent_id) a.talent_id, a.platform AS audience_on, u.as_of AS audience_as_of,
           u.source AS audience_source, u.countries, u.countries_sum, u.ages, u.ages_sum, u.women, u.men
    FROM stats_audience u JOIN talent_socialaccount a ON a.id = u.account_id
    WHERE %(asks_audience)s AND a.archived_at IS NULL AND {OWN_AUDIENCE} AND {of}
    ORDER BY a.talent_id, a.followers DESC NULLS LAST, a.id, u.as_of DESC, u.source
), told_audience AS MATERIALIZED (
    SELECT *, {_told("countries", AIMS, len(params["aims"]))} AS of_places,
           {_told("ages", BANDS, len(params["ages"]))} AS of_ages
    FROM known_audience
), bounds AS (
    SELECT talent_id, audience_on, audience_as_of, audience_source, women, men,
           {_bounds("places", "countries", AIMS)},
           {_bounds("ages", "ages", BANDS)},
           CASE WHEN num_nonnulls(women, men) > 0 THEN CASE %(mix)s::text WHEN 'women' THEN coalesce(women, 0)
               WHEN 'men' THEN coalesce(men, 0) WHEN 'both' THEN least(coalesce(women, 0), coalesce(men, 0)) END
           END AS gender_low,
           CASE WHEN num_nonnulls(women, men) > 0 THEN CASE %(mix)s::text WHEN 'women' THEN coalesce(women, 100 - men)
               WHEN 'men' THEN coalesce(men, 100 - women)
               WHEN 'both' THEN least(coalesce(women, 100 - men), coalesce(men, 100 - women)) END
           END AS gender_high
    FROM told_audience
), audience AS (
    SELECT *, ({_says("places", "25")} + {_says("ages", "25")} + {_says("gender", _HALF)})
           / nullif(25.0 * num_nonnulls(places_low, ages_low, gender_low), 0) AS audience_says
    FROM bounds
)"""  # noqa: S608 - our own names


def reached_words(facts: Mapping[str, Any], asked: Asked) -> str:
    """`62 % in Japan, 75 % aged 25 to 44; Instagram, reported as of 3 Nov 2026`, or measured."""
    params = asked.params
    if not params["asks_audience"]:
        return "The brief aims at everybody"
    if facts["audience_as_of"] is None:
        return "Not known"
    said = []
    if params["aims"]:
        said.append(f"{_share(facts, 'places')} in {_places(params['aims'])}")
    if params["ages"]:
        said.append(f"{_share(facts, 'ages')} {_ages(params['ages'])}")
    if params["mix"]:
        said.append(_gender(facts, params["mix"]))
    day: date = facts["audience_as_of"]
    where, how = Platform(facts["audience_on"]).label, facts["audience_source"]
    return f"{', '.join(said)}; {where}, {how} as of {day:%-d %b %Y}"


def _share(facts: Mapping[str, Any], part: str) -> str:
    low, high = facts[f"{part}_low"], facts[f"{part}_high"]
    if low is None:
        return "not known how many"
    if low == high:
        return _percent(low)
    return f"at least {_percent(low)}" if low else f"at most {_percent(high)}"


def _percent(share: Decimal) -> str:
    return f"{share.normalize():f} %"


def _places(aims: list[str]) -> str:
    return listed(country_name(code) for code in aims) if len(aims) <= NAMED else f"its {len(aims)} countries"


def _ages(bands: list[str]) -> str:
    """The ages that the bands hold, which may be a few more than the brief's."""
    youngest, oldest = AGES[bands[0]][0], AGES[bands[-1]][1]
    return f"aged {youngest} to {oldest}" if oldest else f"aged {youngest} and older"


def _gender(facts: Mapping[str, Any], mix: str) -> str:
    if mix != Mix.BOTH:
        return f"{_share(facts, 'gender')} {mix}"
    known = [f"{_percent(facts[of])} {of}" for of in ("women", "men") if facts[of] is not None]
    return " and ".join(known) or "not known how many women and men"
