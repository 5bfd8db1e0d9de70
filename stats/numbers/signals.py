"""Worth a look: what in an account's own figures a person should see. Never a verdict on anybody.

Thresholds are our own design, after published descriptions (https://help.hypeauditor.com/en/articles/2221731,
https://support.popularpays.com/en/articles/2959095). What a rule cannot know it does not guess: days that nobody
measured are left out, and so are doubted counts, steps smaller than the rounding, steps between two sources, steps of
a day on which the account was renamed, and posts from before its platform counted views as it does now. Only a jump is
told at once and across sources: there the question is whether it is the same account at all.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from statistics import mean, median, pstdev

from stats.numbers.bands import Range
from stats.numbers.breaks import counted_alike
from stats.numbers.engagement import VIEWS, formula_of, rate_of, recent
from stats.numbers.limits import Limits
from stats.numbers.pieces import DOUBTED_FROM, Day, Piece, believed, step
from stats.numbers.rhythm import median_views

FEWEST_DAYS = 28
LOOKED_AT = 30  # days back
VIRAL, AROUND = 3, 3
TAKEN_BACK_DAYS = 30
HOLLOW_POSTS = 5
EVEN_POSTS = 20
CHURN_FROM = 10_000
FEW_POSTS = 10
FEW_LIKES = 100  # under which a comment more or less is chance
REACHING = ("tiktok", "instagram", "youtube")


@dataclass(frozen=True, slots=True)
class Cohort:
    """Between which borders nine in ten of so many accounts are: those of the same platform and tier on the roster."""

    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at: the days of the last 120, the latest posts, the rate and the range it is held against."""

    platform: str
    followers: int | None
    days: Sequence[Day]
    pieces: Sequence[Piece]
    now: datetime
    rate: Decimal | None = None
    range: Range | None = None
    limits: Limits = Limits()
    renamed: Collection[date] = ()  # days on which it got another name
    cohort: Cohort | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that is met: its figures and its threshold, in numbers and in words. `key` is its day, if it has one."""

    kind: str
    title: str
    line: str
    since: date
    value: float
    threshold: float
    key: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What one day brought: only between two days in a row, of the same source, beyond the rounding."""

    day: date
    before: int
    gain: int

    @property
    def percent(self) -> float:
        return self.gain * 100 / self.before


def signals(facts: Facts) -> list[Found] | None:
    """All rules that are met; null before there are enough days to say anything, but for jumps."""
    days = believed(facts.days)
    jumps = _jumps(facts, days)
    if len(days) < FEWEST_DAYS or not facts.followers:
        return jumps or None
    facts = replace(facts, pieces=counted_alike(facts.pieces, facts.platform))
    steps = [each for each in _steps(days) if each.day not in facts.renamed]
    rises = _growth(facts, days, steps, jumped={one.since for one in jumps})
    found = [*jumps, *rises, *(one for rule in RULES if (one := rule(facts, days)))]
    return sorted(found, key=lambda one: (one.since, one.kind), reverse=True)


def _jumps(facts: Facts, days: Sequence[Day]) -> list[Found]:
    """Rises by more than half from one reading to the next, whoever told them."""
    today, limits, found = facts.now.date(), facts.limits, []
    for before, after in pairwise(days):
        if (today - after.day).days > LOOKED_AT or (after.day - before.day).days > LOOKED_AT:
            continue
        percent = (after.followers - before.followers) * 100 / max(before.followers, 1)
        if before.followers >= DOUBTED_FROM and percent > limits.jump:
            line = f"From {before.followers:,} on {before.day:%-d %b} to {after.followers:,} on {after.day:%-d %b}. "
            line += f"See that it is the same account. Noted above +{limits.jump:g} % from one reading to the next."
            title, key = "Followers jumped from one reading to the next", after.day.isoformat()
            found.append(Found("jump", title, line, after.day, percent, limits.jump, key))
    return found


def _steps(days: Sequence[Day]) -> list[Step]:
    steps = []
    for before, after in pairwise(days):
        same = before.source == after.source and before.is_rounded == after.is_rounded
        if (after.day - before.day).days != 1 or not same or not before.followers:
            continue
        gain = after.followers - before.followers
        coarse = max(step(before), step(after))
        steps.append(Step(after.day, before.followers, 0 if abs(gain) <= coarse else gain))
    return steps


def _growth(facts: Facts, days: Sequence[Day], steps: Sequence[Step], *, jumped: Collection[date] = ()) -> list[Found]:
    """Rises, what went again, falls. A day that `jumped` is told as that."""
    today, limits = facts.now.date(), facts.limits
    found, rises = [], list[tuple[Step, float]]()
    for place, one in enumerate(steps):
        past = [each.gain for each in steps[:place] if (one.day - each.day).days <= FEWEST_DAYS + 7]
        if len(past) < FEWEST_DAYS - 1 or one.percent < limits.spike_share:
            continue
        middle = median(past)
        spread = max(1.4826 * median(abs(gain - middle) for gain in past), one.before * 0.0005, 1)
        if (one.gain - middle) / spread < limits.spike_z:
            continue
        back = _taken_back(one, days)
        if (today - one.day).days <= 2 * LOOKED_AT and back >= limits.taken_back:
            found.append(_sawtooth(one, back, limits.taken_back))
        elif (today - one.day).days <= LOOKED_AT and one.day not in jumped and not _went_round(facts, one.day):
            rises.append((one, middle))
    return found + [_spike(run, limits) for run in _runs(rises)] + _drops(days, steps, today, limits)


def _runs(rises: Sequence[tuple[Step, float]]) -> list[list[tuple[Step, float]]]:
    """Rises on days in a row are one thing to look at."""
    runs: list[list[tuple[Step, float]]] = []
    for rise in rises:
        if runs and (rise[0].day - runs[-1][-1][0].day).days == 1:
            runs[-1].append(rise)
        else:
            runs.append([rise])
    return runs


def _spike(run: Sequence[tuple[Step, float]], limits: Limits) -> Found:
    first, usual = run[0]
    top = max((one for one, _ in run), key=lambda one: one.percent)
    line = f"{top.gain:+,} on {top.day:%-d %b} ({top.percent:+.1f} %)"
    if len(run) > 1:
        gain = sum(one.gain for one, _ in run)
        line = f"{gain:+,} in the {len(run)} days to {run[-1][0].day:%-d %b}, at most {line}"
    return Found(
        "spike",
        "Followers rose at once, with no post that explains it",
        f"{line}, against {usual:+,.0f} on a usual day. "
        f"Noted from {limits.spike_share:g} % in a day and {limits.spike_z:g} times the usual spread.",
        first.day, top.percent, limits.spike_share, first.day.isoformat(),
    )  # fmt: skip


def _went_round(facts: Facts, day: date) -> bool:
    """Whether a post of those days was seen far more than usual."""
    usual = median_views(facts.pieces)
    near = [piece.views for piece in facts.pieces if abs((piece.published_at.date() - day).days) <= AROUND]
    return bool(usual) and any(views is not None and views >= VIRAL * (usual or 0) for views in near)


def _taken_back(one: Step, days: Sequence[Day]) -> float:
    top = one.before + one.gain
    after = [day.followers for day in days if 0 < (day.day - one.day).days <= TAKEN_BACK_DAYS]
    return (top - min(after)) * 100 / one.gain if after else 0.0


def _sawtooth(one: Step, back: float, least: float) -> Found:
    gone = f"of which {back:.0f} % were gone" if back <= 100 else "and all of it and more was gone"
    return Found(
        "sawtooth",
        "Followers rose at once and went again",
        f"{one.gain:+,} on {one.day:%-d %b}, {gone} within {TAKEN_BACK_DAYS} days. "
        f"Noted from {least:g} %.",
        one.day, back, least, one.day.isoformat(),
    )  # fmt: skip


def _drops(days: Sequence[Day], steps: Sequence[Step], today: date, limits: Limits) -> list[Found]:
    fallen = [one for one in steps if one.percent <= -limits.drop_day and (today - one.day).days <= LOOKED_AT]
    found = [
        Found(
            "drop",
            "Followers fell in a day",
            f"{one.gain:,} on {one.day:%-d %b} ({one.percent:.1f} %). Noted from −{limits.drop_day:g} % in a day. "
            "Platforms clear out accounts at times.".replace("-", "−"),
            one.day, one.percent, -limits.drop_day, one.day.isoformat(),
        )
        for one in fallen
    ]  # fmt: skip
    last = days[-1]
    week = next((day for day in reversed(days) if (last.day - day.day).days == 7), None)
    if week and not found and week.followers and (today - last.day).days <= 7 and week.source == last.source:
        gain = last.followers - week.followers
        share = gain * 100 / week.followers
        if share <= -limits.drop_week and abs(gain) > max(step(week), step(last)):
            words = (
                f"{gain:,} in the seven days to {last.day:%-d %b} ({share:.1f} %). Noted from −{limits.drop_week:g} %."
            )
            found.append(
                Found("drop", "Followers fell in a week", words.replace("-", "−"), week.day, share, -limits.drop_week)
            )
    return found


def _hollow(facts: Facts, days: Sequence[Day]) -> Found | None:
    """Followers up by a fifth in ninety days while engagement by followers fell by a third or so."""
    limits = facts.limits
    last = days[-1]
    then = next((day for day in days if 85 <= (last.day - day.day).days <= 95), None)
    formula = formula_of(facts.platform)
    if then is None or formula is None or not then.followers or then.source != last.source:
        return None
    growth = (last.followers - then.followers) * 100 / then.followers
    rates = {piece.pk: rate_of(piece, formula, days) for piece in facts.pieces if piece.is_settled(facts.now)}
    ages = {piece.pk: (facts.now - piece.published_at).days for piece in facts.pieces}
    early = [rate for pk, rate in rates.items() if rate is not None and 60 <= ages[pk] <= 90]
    late = [rate for pk, rate in rates.items() if rate is not None and ages[pk] < 30]
    if growth < limits.hollow_growth or min(len(early), len(late)) < HOLLOW_POSTS or not median(early):
        return None
    fall = float((median(early) - median(late)) * 100 / median(early))
    if fall < limits.hollow_fall:
        return None
    return Found(
        "hollow",
        "More followers, less engagement",
        f"Followers {growth:+.0f} % in 90 days, engagement from {median(early):.2f} to {median(late):.2f} %. "
        f"Noted from +{limits.hollow_growth:g} % and −{limits.hollow_fall:g} %.",
        then.day, fall, limits.hollow_fall,
    )  # fmt: skip


def _band(facts: Facts, days: Sequence[Day]) -> Found | None:
    limits = facts.limits
    if facts.rate is None or facts.range is None:
        return None
    basis = "views" if facts.range.basis == VIEWS else "followers"
    low, high = facts.range.below_from, facts.range.high_from
    since = min((piece.published_at.date() for piece in recent(facts.pieces, facts.now)), default=days[-1].day)
    if facts.rate < low:
        line = f"{facts.rate:.2f} % by {basis} against a lowest border of {low} % for this size. Noted below it."
        return Found("band", "Engagement below its range", line, since, float(facts.rate), float(low))
    if float(facts.rate) > limits.far_above * float(high):
        line = f"{facts.rate:.2f} % by {basis} against {high} % where high begins. "
        line += f"Noted above {limits.far_above:g} times that."
        return Found(
            "band",
            "Engagement far above its range",
            line,
            since,
            float(facts.rate),
            float(high) * limits.far_above,
        )
    return None


def _outside(value: float, borders: tuple[float, float]) -> float | None:
    low, high = borders
    return low if value < low else high if value > high else None


def comments_for_likes(pieces: Sequence[Piece], now: datetime) -> tuple[float | None, list[Piece]]:
    """Comments for a hundred likes, the median of the recent posts that tell both; null where they are too few."""
    told = [p for p in recent(pieces, now) if p.likes and p.comments is not None]
    if len(told) < FEW_POSTS or median(piece.likes or 0 for piece in told) < FEW_LIKES:
        return None, told
    return median((piece.comments or 0) * 100 / (piece.likes or 1) for piece in told), told


def _ratio(facts: Facts, days: Sequence[Day]) -> Found | None:
    limits, peers = facts.limits, facts.cohort
    value, told = comments_for_likes(facts.pieces, facts.now)
    if value is None:
        return None
    low, high = limits.ratio_low, limits.ratio_high
    if peers:
        low, high = min(low, peers.low), max(high, peers.high)
    border = _outside(value, (low, high))
    if border is None:
        return None
    line = f"{value:.2f} comments for 100 likes, the median of {len(told)} posts. Usual are {low:.3g} to {high:.3g}"
    if peers:
        line += f"; nine in ten of {peers.count:,} accounts of this size have {peers.low:.3g} to {peers.high:.3g}"
    line += "."
    return Found("ratio", "Comments and likes out of step", line, told[-1].published_at.date(), value, border)


def _even(facts: Facts, days: Sequence[Day]) -> Found | None:
    limits = facts.limits
    told = [piece for piece in recent(facts.pieces, facts.now) if piece.likes is not None]
    likes = [piece.likes or 0 for piece in told]
    if len(likes) < EVEN_POSTS or mean(likes) < 50:
        return None
    spread = pstdev(likes) / mean(likes)
    if spread * 100 >= limits.even:
        return None
    line = (
        f"The likes of {len(likes)} posts differ by {spread * 100:.0f} % of their mean. Noted below {limits.even:g} %."
    )
    return Found(
        "even",
        "Likes much alike from post to post",
        line,
        told[-1].published_at.date(),
        spread,
        limits.even / 100,
    )


def _reach(facts: Facts, days: Sequence[Day]) -> Found | None:
    limits = facts.limits
    told = [piece for piece in recent(facts.pieces, facts.now) if piece.views is not None]
    usual = median_views(told)
    if facts.platform not in REACHING or len(told) < FEW_POSTS or usual is None or not facts.followers:
        return None
    value = usual * 100 / facts.followers
    border = _outside(value, (limits.reach_low, limits.reach_high))
    if border is None:
        return None
    title = "Few views for the followers" if value < border else "Many views for the followers"
    line = (
        f"{usual:,} views, the median of {len(told)} posts: {value:.1f} % of the followers. "
        f"Noted below {limits.reach_low:g} or above {limits.reach_high:g} %."
    )
    return Found("reach", title, line, told[-1].published_at.date(), value, border)


def _following(facts: Facts, days: Sequence[Day]) -> Found | None:
    limits = facts.limits
    today = facts.now.date()
    for before, after in reversed(list(pairwise(days))):
        if (today - after.day).days > LOOKED_AT or before.following is None or after.following is None:
            continue
        change = after.following - before.following
        if (after.day - before.day).days == 1 and abs(change) >= limits.churn and before.source == after.source:
            line = f"{change:+,} accounts followed on {after.day:%-d %b}. Noted from {limits.churn:g} in a day."
            return Found("following", "Follows many at once", line, after.day, abs(change), limits.churn)
    last = days[-1]
    if last.following and last.followers > CHURN_FROM and last.followers < limits.churn_ratio * last.following:
        value = last.followers / last.following
        line = f"{last.followers:,} followers, follows {last.following:,}. Noted below {limits.churn_ratio:g} for one."
        return Found("following", "Follows more than follow back", line, last.day, value, limits.churn_ratio)
    return None


type Rule = Callable[[Facts, Sequence[Day]], Found | None]
RULES: tuple[Rule, ...] = (_hollow, _band, _ratio, _even, _reach, _following)


def still_dismissed(value: Decimal, dismissed_value: Decimal | None, *, about_a_day: bool) -> bool:
    """Whether what somebody dismissed stays away: for good if it is about a day, else within a fifth."""
    if about_a_day or dismissed_value is None:
        return True
    return abs(value - dismissed_value) * 5 <= abs(dismissed_value)
