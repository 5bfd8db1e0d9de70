"""What a post reached, as Instagram tells its owner: a list of named values. No row is unknown, not zero."""

from dataclasses import replace
from typing import Any

from stats.platforms.counts import count
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.readings import PostReading

NAMED_COUNTRIES = 45
"""So many countries are told at most."""
STORY_LADDER = ("reach,views,shares,total_interactions", "reach,views,shares", "reach")
LADDER = ("reach,views,saved,shares,total_interactions", "reach,views,saved,shares", "reach,saved,shares", "reach")


def with_insights(post: PostReading, data: dict[str, Any]) -> PostReading:
    """The post with what is told of it. Raises `PlatformError` (BAD_RESPONSE)."""
    try:
        told = {row["name"]: count(row["values"][0]["value"]) for row in data["data"]}
    except (IndexError, KeyError, TypeError, ValueError) as error:
        raise PlatformError(Kind.BAD_RESPONSE, "Instagram answered in a shape that is not documented.") from error
    names = ("reach", "views", "saved", "shares", "total_interactions")
    reach, views, saves, shares, interactions = (told.get(name) for name in names)
    return replace(post, reach=reach, views=views, saves=saves, shares=shares, interactions=interactions)


def counts_of(data: dict[str, Any], breakdown: str) -> dict[str, int]:
    """How many followers of each country, age or gender; empty where nothing is told, as of less than a hundred.

    Raises `PlatformError` (BAD_RESPONSE).
    """
    found: dict[str, int] = {}
    try:
        for row in data["data"]:
            for part in row["total_value"].get("breakdowns", ()):
                if part["dimension_keys"] != [breakdown]:
                    raise ValueError(breakdown)
                for each in part.get("results", ()):
                    (name,) = each["dimension_values"]
                    if (value := count(each["value"])) is not None:
                        found[str(name)] = value
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise PlatformError(Kind.BAD_RESPONSE, "Instagram answered in a shape that is not documented.") from error
    return found
