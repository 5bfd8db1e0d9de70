"""When a clause stands, as stretches of instants on one clock, each with its value (DOMAIN 1.4, R11, R15 to R21)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from exclusivity.rules.clock import Span, add_months, after, lives_on, midnight, months_away, span, window
from exclusivity.rules.facts import PROSPECTIVE, ClauseFacts, CommitmentFacts, Days, Window
from exclusivity.rules.place import INSTANTS
from exclusivity.rules.values import Value

Part = tuple[Span, Value]
TICK = timedelta(microseconds=1)
ALWAYS: Span = (None, None)
USAGE = frozenset({"PAID_USAGE", "ORGANIC_REUSE"})


def parts(commitment: CommitmentFacts, clause: ClauseFacts, zone: str, at: datetime) -> list[Part]:
    """The stretches on which a clause stands, in order, none over another. Outside them it does not."""
    signed = bound(commitment, at)
    own, others = _term(commitment, clause, zone, at), _anchored(commitment, clause, zone, at)
    start, end = clause.in_force
    if start is not None and signed is not None and start > signed:
        found = _clip([*own, *others], (start, None))
    elif signed is not None:
        # From the effective day until the signature it is disclosed, never a breach (R18).
        early = _clip(own, (None, signed))
        if commitment.effective_from is not None:
            early += _clip(others, (midnight(commitment.effective_from, zone), signed))
        doubtful = [(stretch, Value.UNKNOWN) for stretch, _ in early]
        found = [*doubtful, *_clip([*own, *others], (signed, None))]
    else:
        found = [*own, *others]
    found = _clip(found, (None, end)) if end is not None else found
    return merged([*found, *_lookback(commitment, clause, zone, at)])


def bound(commitment: CommitmentFacts, at: datetime) -> datetime | None:
    """Since when the promise binds: now, at the earliest, where it does not yet."""
    return commitment.bound_at or (at if commitment.status in PROSPECTIVE else None)


def merged(found: list[Part]) -> list[Part]:
    """Parts cut at one another's edges; where several lie over one another the strongest counts."""
    if len(found) < 2:
        return found
    edges = sorted({edge for stretch, _ in found for edge in stretch if edge is not None})
    cuts: list[datetime | None] = [None, *edges, None]
    done: list[Part] = []
    for lower, upper in zip(cuts, cuts[1:], strict=False):
        over = [
            value
            for (start, end), value in found
            if (start is None or (lower is not None and start <= lower))
            and (end is None or (upper is not None and upper <= end))
        ]
        if not over:
            continue
        if done and done[-1][1] is max(over) and done[-1][0][1] == lower and lower is not None:
            done[-1] = ((done[-1][0][0], upper), max(over))
        else:
            done.append(((lower, upper), max(over)))
    return done


def _clip(found: list[Part], to: Span) -> list[Part]:
    clipped = []
    for (start, end), value in found:
        lower = to[0] if start is None or (to[0] is not None and to[0] > start) else start
        upper = to[1] if end is None or (to[1] is not None and to[1] < end) else end
        if lower is None or upper is None or lower < upper:
            clipped.append(((lower, upper), value))
    return clipped


def _rules(clause: ClauseFacts) -> tuple[Window, ...]:
    return clause.windows or (Window(),)


def _is_term(rule: Window) -> bool:
    return rule.anchor == "TERM" and rule.to in ("", "TERM")


def is_over_early(commitment: CommitmentFacts) -> bool:
    return commitment.ended_on is not None and commitment.end_reason not in ("", "expiry")


def ends(commitment: CommitmentFacts, end: date | None, zone: str, at: datetime) -> tuple[date | None, bool]:
    """The first day after the term as it stands, renewed as often as notice was missed, and whether that is settled."""
    renewal = commitment.renewal
    if end is None or renewal is None or not renewal.months:
        return end, True
    today = at.astimezone(ZoneInfo(zone)).date()
    while True:
        deadline = end - timedelta(days=1 + renewal.notice_days)
        if commitment.ended_on is not None and commitment.ended_on < end:
            return end, True
        if renewal.notice_given is not None and renewal.notice_given <= deadline:
            return end, True
        if commitment.ended_on is None and today <= deadline:
            return end, False
        further = add_months(end, renewal.months)
        if commitment.status == "expired" and commitment.ended_on is None and further > today:
            return end, True
        end = further


def _term(commitment: CommitmentFacts, clause: ClauseFacts, zone: str, at: datetime) -> list[Part]:
    """The windows that follow the term, with the tail and what a renewal may bring."""
    rules = [rule for rule in _rules(clause) if _is_term(rule)]
    if not rules:
        return []
    said = clause.term or commitment.term
    if said is None:
        return [(ALWAYS, Value.UNKNOWN)]
    end, settled = ends(commitment, said[1], zone, at)
    term = (said[0], end)
    held = commitment if term == commitment.term else replace(commitment, term=term)
    found = [(span(stretch, zone), value) for stretch, value in window(held, clause.tail)]
    stands = [stretch for stretch, _ in window(held, None)]
    for rule in rules:
        for first, over in (span(stretch, zone) for stretch in stands):
            last = over - TICK if over is not None else None
            found.append(((_before(first, rule, zone), _after(last, rule, zone)), Value.YES))
    if not settled and commitment.ended_on is None and term[1] is not None:
        found.append(((midnight(term[1], zone), None), Value.UNKNOWN))
    return found


def _anchored(commitment: CommitmentFacts, clause: ClauseFacts, zone: str, at: datetime) -> list[Part]:
    """The windows that follow posts, usage, a shoot, the signature or days of their own."""
    found: list[Part] = []
    for rule in _rules(clause):
        if _is_term(rule):
            continue
        if rule.anchor == "FIXED":
            found += _fixed(rule, zone)
            continue
        start = _moment(rule.anchor, commitment, clause, at, zone)[0]
        end = _moment(rule.to or rule.anchor, commitment, clause, at, zone)[1]
        if start is None or end is None:
            found.append((ALWAYS, Value.UNKNOWN))
            continue
        found += _around(start, end, rule, zone)
    unsaid = (ALWAYS, Value.UNKNOWN) in found
    over = None
    if is_over_early(commitment) and commitment.ended_on is not None:
        over = midnight(commitment.ended_on + timedelta(days=1), zone)
        found = _clip(found, (None, over))
    ends = [stretch[1] for stretch, value in found if value is Value.YES]
    if found and clause.tail is not None and clause.tail.length and not any(_is_term(rule) for rule in _rules(clause)):
        # Where one window was not said, nobody knows which is the last: no tail is certain.
        last = over if unsaid else max((end for end in ends if end is not None), default=None)
        if last is not None and None not in ends and lives_on(clause.tail, commitment) is not Value.NO:
            local = (last - TICK).astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
            until = midnight(after(local, clause.tail.length, clause.tail.unit), zone)
            found.append(((last, until), Value.UNKNOWN if unsaid else lives_on(clause.tail, commitment)))
    return found


def _fixed(rule: Window, zone: str) -> list[Part]:
    if rule.days is None:
        return [(ALWAYS, Value.UNKNOWN)]
    first, last = span(rule.days, zone)
    end = _after(last - TICK, rule, zone) if last is not None else None
    return [((_before(first, rule, zone), end), Value.YES)]


Range = tuple[datetime | None, datetime | None]
"""The earliest and the latest instant at which something may happen; None is without bound."""


def _around(start: Range, end: Range, rule: Window, zone: str) -> list[Part]:
    """Certain between the latest beginning and the earliest end; in doubt as far out as plans may still move."""
    found: list[Part] = []
    outer = (_before(start[0], rule, zone), _after(end[1], rule, zone))
    inner = (_before(start[1], rule, zone), _after(end[0], rule, zone))
    if outer != inner:
        found.append((outer, Value.UNKNOWN))
    if start[1] is not None and (inner[1] is None or inner[0] is None or inner[0] < inner[1]):
        found.append((inner, Value.YES))
    return found


def _moment(
    name: str, commitment: CommitmentFacts, clause: ClauseFacts, at: datetime, zone: str
) -> tuple[Range | None, Range | None]:
    """When an anchor begins and when it ends, as far as anybody said; None where nobody did."""
    if name == "SIGNATURE":
        signed = bound(commitment, at) or at
        return (signed, signed), (signed, signed)
    if name == "TERM":
        term = clause.term or commitment.term
        if term is None:
            return None, None
        renewed, settled = ends(commitment, term[1], zone, at)
        first, last = span((term[0], renewed), zone)
        if commitment.ended_on is not None:
            over = midnight(commitment.ended_on + timedelta(days=1), zone)
            last = over if last is None else min(last, over)
        last = last - TICK if last is not None else None
        return (first, first), (last, last if settled else None)
    kinds = INSTANTS if name in ("FIRST_POST", "LAST_POST") else {"SHOOT"} if name == "SHOOT" else USAGE
    shown = [exposure for exposure in commitment.exposures if exposure.activity in kinds]
    spans: list[Span] = []
    for exposure in shown:
        unplanned = exposure.days is None and exposure.span is None
        if exposure.published_at is not None and (exposure.activity in INSTANTS or unplanned):
            spans.append((exposure.published_at, exposure.published_at))
        elif exposure.span is not None or exposure.days is not None:
            first, last = exposure.span or span(exposure.days or ALWAYS_DAYS, zone)
            spans.append((first, last - TICK if last is not None else None))
    if not spans or len(spans) < len(shown):
        return None, None
    lowers, uppers = [lower for lower, _ in spans], [upper for _, upper in spans]
    endless = None in uppers
    latest = None if endless else max(u for u in uppers if u is not None)
    if name == "FIRST_POST":
        soonest = min((u for u in uppers if u is not None), default=None)
        first_post = (min(lower for lower in lowers if lower is not None), soonest)
        return first_post, first_post
    if name == "LAST_POST":
        last_post = (max(lower for lower in lowers if lower is not None), latest)
        return last_post, last_post
    begins = min(lower for lower in lowers if lower is not None)
    if name == "USAGE_END":
        return (latest, latest), (latest, latest)
    return (begins, begins), (latest, latest)


ALWAYS_DAYS: Days = (None, None)


def _before(instant: datetime | None, rule: Window, zone: str) -> datetime | None:
    """Where a window opens that reaches back from an instant."""
    if instant is None:
        return None
    local = instant.astimezone(ZoneInfo(zone))
    if rule.unit == "HOUR":
        return instant - timedelta(hours=rule.pre)
    if rule.count == "EXACT":
        if rule.unit == "DAY":
            return instant - timedelta(days=rule.pre)
        return datetime.combine(months_away(local.date(), -rule.pre), local.timetz()).astimezone(instant.tzinfo)
    day = local.date()
    return midnight(day - timedelta(days=rule.pre) if rule.unit == "DAY" else months_away(day, -rule.pre), zone)


def _after(instant: datetime | None, rule: Window, zone: str) -> datetime | None:
    """The first instant after a window that goes on from one. The day in which it falls is not counted (R11, V5)."""
    if instant is None:
        return None
    exact = instant + TICK if instant.microsecond == 999999 else instant
    if rule.unit == "HOUR":
        return exact + timedelta(hours=rule.post)
    local = exact.astimezone(ZoneInfo(zone))
    if rule.count == "EXACT":
        if rule.unit == "DAY":
            return exact + timedelta(days=rule.post)
        return datetime.combine(months_away(local.date(), rule.post), local.timetz()).astimezone(instant.tzinfo)
    counted = instant.astimezone(ZoneInfo(zone))
    starts_a_day = (rule.to or rule.anchor) == "SIGNATURE" and rule.post and counted == midnight(counted.date(), zone)
    first = counted.date() if starts_a_day else counted.date() + timedelta(days=1)
    return midnight(after(first, rule.post, rule.unit), zone)


def _lookback(commitment: CommitmentFacts, clause: ClauseFacts, zone: str, at: datetime) -> list[Part]:
    """What was before is to be disclosed when it is proposed; once it is signed, it was (R21).

    The months are counted back from the day on which it is proposed, or on which it begins, if that is earlier.
    """
    if not clause.lookback_months or (commitment.bound_at is not None and commitment.bound_at < at):
        return []
    start = commitment.effective_from or (commitment.term[0] if commitment.term else None)
    today = at.astimezone(ZoneInfo(zone)).date()
    start = start or today
    since = midnight(months_away(min(start, today), -clause.lookback_months), zone)
    return [((since, min(midnight(start, zone), at)), Value.UNKNOWN)] if since < at else []
