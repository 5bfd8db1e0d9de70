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
from talent.models import Platform

NAMED = 3
"""So many countries are named; of more the number is said."""


def _bounds(column: str, wanted: str) -> str:
    """The least and the most of what is wanted of a JSON object of shares; no row where nothing is known or wanted."""
    told = "coalesce(sum(share) FILTER (WHERE wanted), 0)"
    return f"""LEFT JOIN LATERAL (
        SELECT least({told}, 100) AS low,
               CASE WHEN count(*) FILTER (WHERE wanted) = cardinality({wanted}) THEN least({told}, 100)
                   ELSE least({told} + greatest(100 - sum(share), 0), 100) END AS high
        FROM (SELECT key = ANY({wanted}) AS wanted, value::numeric AS share FROM jsonb_each_text({column})) AS each
        HAVING count(*) > 0 AND cardinality({wanted}) > 0
    ) AS of_{column} ON TRUE"""  # noqa: S608 - our own names


def _says(part: str, zero: str) -> str:
    """A part's say from -1 to 1, `zero` percent being 0 and 25 more or less all of it."""
    low, high = (f"greatest(least(({part}_{end} - {zero}) / 25.0, 1), -1)" for end in ("low", "high"))
    return f"CASE WHEN {part}_low IS NOT NULL THEN greatest({low}, least({high}, 0)) END AS {part}"


_HALF = "CASE %(mix)s::text WHEN 'both' THEN 25 ELSE 50 END"
AUDIENCE = f"""known_audience AS (
    SELECT DISTINCT ON (a.talent_id) a.talent_id, a.platform AS audience_on, u.as_of AS audience_as_of,
           u.source AS audience_source, u.countries,
           u.ages, u.women, u.men
    FROM stats_audience u JOIN talent_socialaccount a ON a.id = u.account_id
    WHERE %(asks_audience)s AND a.archived_at IS NULL AND {{of}}
    ORDER BY a.talent_id, a.followers DESC NULLS LAST, a.id, u.as_of DESC, u.source
), bounds AS (
    SELECT talent_id, audience_on, audience_as_of, audience_source, women, men, of_countries.low AS places_low,
           of_countries.high AS places_high, of_ages.low AS ages_low, of_ages.high AS ages_high,
           CASE WHEN num_nonnulls(women, men) > 0 THEN CASE %(mix)s::text WHEN 'women' THEN coalesce(women, 0)
               WHEN 'men' THEN coalesce(men, 0) WHEN 'both' THEN least(coalesce(women, 0), coalesce(men, 0)) END
           END AS gender_low,
           CASE WHEN num_nonnulls(women, men) > 0 THEN CASE %(mix)s::text WHEN 'women' THEN coalesce(women, 100 - men)
               WHEN 'men' THEN coalesce(men, 100 - women)
               WHEN 'both' THEN least(coalesce(women, 100 - men), coalesce(men, 100 - women)) END
           END AS gender_high
    FROM known_audience {_bounds("countries", "%(aims)s::text[]")} {_bounds("ages", "%(ages)s::text[]")}
), audience AS (
    SELECT *, (coalesce(places, 0) + coalesce(ages, 0) + coalesce(gender, 0))
           / nullif(num_nonnulls(places, ages, gender), 0) AS audience_says
    FROM (SELECT *, {_says("places", "25")}, {_says("ages", "25")}, {_says("gender", _HALF)} FROM bounds) AS parts
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
