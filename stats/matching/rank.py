"""The roster ranked for a brief: who speaks for themselves by which reasons, and who cannot take it at all.

What the query knows of everybody decides who comes in front. Of those in front the truth is asked; whoever it puts
behind somebody who was not asked waits for more to be shown, so that no place is a guess.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from campaigns.models import Booking, BookingState, Campaign
from campaigns.models.booking import STANDING
from campaigns.models.nomination import UNDER_WAY
from campaigns.promises import sketch_of
from campaigns.wishes import said_by_members
from exclusivity.among import standings_among
from exclusivity.near import near_talents
from exclusivity.queries import Standing, blocked_talents
from exclusivity.rules import Verdict
from lib.figures import signed
from stats.matching.asked import Asked
from stats.matching.reasons import Looked, Said, said_of
from stats.matching.shares import LITTLE_USED, ranked
from stats.models.matching import MatchReason
from stats.results.reading import Result, results_of
from talent.models import Talent
from talent.models.talent import ON_ROSTER, TalentKind
from talent.queries import bounds_in_use

AHEAD = 40
"""So many more are looked at than are shown."""
OWN_WORD = (MatchReason.VERDICT, MatchReason.REFUSED)
WAYS = ("points", "rested", "blocked")


@dataclass(slots=True)
class Match:
    """One talent with every reason, and the sum of their points. `there`: how they are in this campaign already."""

    talent: Talent
    said: list[Said]
    standing: Standing | None
    chances: int
    there: str = ""

    @property
    def points(self) -> Decimal:
        return sum((line.points for line in self.said), Decimal())

    @property
    def signed(self) -> str:
        return signed(self.points)

    @property
    def is_barred(self) -> bool:
        """Whether something definite is in their way."""
        return self.standing is not None and self.standing.verdict >= Verdict.BLOCK

    @property
    def refusal(self) -> str:
        """What they said that speaks against it: `Does not work for Alcohol`."""
        return next((line.words for line in self.said if line.reason == MatchReason.REFUSED and line.says == -1), "")

    @property
    def is_little_used(self) -> bool:
        return self.chances <= LITTLE_USED

    @property
    def loudest(self) -> list[Said]:
        """The reasons that count most, for or against; the verdict and a refusal have words of their own."""
        heard = (line for line in self.said if line.points and line.reason not in OWN_WORD)
        return sorted(heard, key=lambda line: -abs(line.points))[:4]


@dataclass(slots=True)
class Ranking:
    """Those who are shown, of `of_all` there are this way. `blocked`: something definite is in the way of so many."""

    matches: list[Match] = field(default_factory=list)
    of_all: int = 0
    blocked: int = 0
    more: bool = False


def ranking(
    asked: Asked, weights: Mapping[str, int], people: QuerySet[Talent], now: datetime, *, way: str = "points",
    shown: int = 25,
) -> Ranking:  # fmt: skip
    """The best by points, those with few chances lately by how few (`rested`), or those in whose way something is."""
    campaign = asked.campaign
    sketch = sketch_of(campaign) if campaign.brief.days is not None else None
    blocked = list(blocked_talents(sketch, near_talents(sketch))) if sketch is not None else []
    which = {"points": "free", "rested": "little", "blocked": "keys"}[way]
    hope = 0 if sketch is None else -1 if way == "blocked" else 1  # what the verdict can be at its best
    best = {**weights, MatchReason.VERDICT: hope * weights.get(MatchReason.VERDICT, 0)}
    rows = ranked(
        asked.params, best, people, order="rested" if way == "rested" else "points", which=which,
        most=shown + AHEAD, keys=blocked,
    )  # fmt: skip
    matches = _looked_at(rows, asked, weights, now)
    of_all = rows[0]["of_all"] if rows else 0
    last = rows[-1] if len(rows) < of_all else None
    sure = [match for match in matches if last is None or _is_before(match, last, way)]
    sure = sorted(sure, key=lambda match: _key(match, way))[:shown]
    barred = people.filter(pk__in=blocked, archived_at=None, stage__in=ON_ROSTER).count() if blocked else 0
    return Ranking(sure, of_all, barred, more=of_all > len(sure))


def _key(match: Match, way: str) -> tuple[Any, ...]:
    """As the query sorts. Ties by chances, then in the order in which they came to the roster."""
    if way == "rested":
        return (match.chances, -match.points, match.talent.pk)
    return (-match.points, match.chances, match.talent.pk)


def _is_before(match: Match, last: Mapping[str, Any], way: str) -> bool:
    """Whether they come before the last of whom the truth was asked, at its best."""
    hoped = last["points"] + last["hoped"]
    if way == "rested":
        return (match.chances, -match.points, match.talent.pk) <= (last["chances"], -hoped, last["id"])
    return (-match.points, match.chances, match.talent.pk) <= (-hoped, last["chances"], last["id"])


def _looked_at(
    rows: Sequence[Mapping[str, Any]], asked: Asked, weights: Mapping[str, int], now: datetime
) -> list[Match]:
    """Each with what is looked at of them alone. The number of queries does not grow with them."""
    keys = [row["id"] for row in rows]
    people = Talent.objects.in_bulk(keys)
    standings: Mapping[int, Standing] = {}
    if keys and asked.campaign.brief.days is not None:
        standings = standings_among(sketch_of(asked.campaign), keys, now).standings
    results = _results([row["id"] for row in rows if row["live"]], asked)
    there = _there(asked.campaign, keys)
    bounds = bounds_in_use()
    acts = [talent.pk for talent in people.values() if talent.kind == TalentKind.ACT]
    members = said_by_members(acts, now) if acts else {}

    def looked(key: int) -> Looked:
        return Looked(standings.get(key), tuple(results.get(key, ())), tuple(members.get(key, ())))

    return [
        Match(
            talent=people[row["id"]],
            said=said_of(row, looked(row["id"]), asked, weights, bounds),
            standing=standings.get(row["id"]),
            chances=row["chances"],
            there=there.get(row["id"], ""),
        )
        for row in rows
    ]


def _results(talents: Sequence[int], asked: Asked) -> dict[int, list[Result]]:
    """The live pieces of these talents in the brief's categories."""
    found: dict[int, list[Result]] = defaultdict(list)
    if not talents:
        return found
    rows = Booking.objects.filter(
        talent__in=talents, state__in=STANDING, campaign__brief__categories__in=asked.categories
    )
    bookings = list(rows.distinct())
    results = results_of(bookings)
    for booking in bookings:
        found[booking.talent_id] += results.get(booking.pk, [])
    return found


def _there(campaign: Campaign, talents: Sequence[int]) -> dict[int, str]:
    """Who is in the campaign already, in words. Applicants are left out: their pass may be blind."""
    asked = campaign.nominations.filter(talent__in=talents, state__in=UNDER_WAY)
    placed = campaign.bookings.filter(talent__in=talents, state__in=(BookingState.HOLD, *STANDING))
    words = dict.fromkeys(asked.values_list("talent", flat=True), "Asked")
    for talent, state in placed.values_list("talent", "state"):
        words[talent] = "On hold" if state == BookingState.HOLD else "Booked"
    return words
