"""Plausible follower histories: slow growth that ebbs and flows, with a few spikes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp
from random import Random

DAYS = 548  # eighteen months
DAILY = 120  # a value a day this far back, one a week before


@dataclass(frozen=True, slots=True)
class Point:
    taken_at: datetime
    followers: int
    posts: int
    views: int | None


def history(
    rng: Random, *, now: datetime, followers: int, posts: int, views: int | None, yearly: float, spikes: int
) -> list[Point]:
    """From eighteen months ago up to now, ending at exactly today's figures.

    `yearly` is the growth of a calm year (0.3 is 30 %). A spike adds 4 to 18 % within a week, as a clip that goes round
    does.
    """
    jumps = {rng.randrange(20, DAYS - 20): rng.uniform(0.04, 0.18) for _ in range(spikes)}
    level, shape = 0.0, [0.0]
    mood = 0.0
    for day in range(1, DAYS + 1):
        mood = 0.96 * mood + rng.gauss(0, 0.00025)
        level += yearly / 365 + mood
        for start, height in jumps.items():
            if start <= day < start + 7:
                level += height / 7
        shape.append(level)
    points = []
    for ago in range(DAYS, -1, -1):
        if ago > DAILY and ago % 7:
            continue
        share = exp(shape[DAYS - ago] - shape[DAYS])
        points.append(
            Point(
                taken_at=now - timedelta(days=ago, minutes=rng.randrange(0, 50) if ago else 0),
                followers=max(1, round(followers * share)),
                posts=max(0, posts - round(ago * posts / (DAYS * 2))),
                views=None if views is None else round(views * share),
            )
        )
    return points


def size(rng: Random) -> int:
    """Followers of a main account: most are micro and middle, a handful above a million."""
    return round(10 ** rng.triangular(3.5, 6.45, 5.0))
