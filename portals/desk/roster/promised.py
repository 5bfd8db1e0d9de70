"""A talent's promises as rows: what each is called, what its second line says, and its place in the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from exclusivity.axes import WORLD, Channel
from exclusivity.markets import Market
from exclusivity.models import Commitment
from exclusivity.promised import Clash, Promise, both
from exclusivity.rules import ClauseFacts, OfficeFacts, Verdict
from lib.figures import counted
from portals.components.axis import Axis
from portals.components.promises import MARKET, ROW, Meeting, Piece, Row
from portals.components.verdicts import VERDICTS

ORDINALS = {1: "1st", 2: "2nd", 3: "3rd"}
OVER = {"expired": "ended", "terminated": "ended", "cancelled": "called off"}
MANY = 4


@dataclass(slots=True)
class Line:
    """One promise as the page shows it. `y` is its upper edge in the drawing."""

    promise: Promise
    commitment: Commitment
    kind: str
    second: str
    via: str
    y: int = 0
    first: date | None = None
    last: date | None = None
    tail: date | None = None
    clash: Clash | None = None
    href: str = ""
    explained: str = ""
    posts: list[date] = field(default_factory=list)
    chosen: bool = False
    back: bool = False

    @property
    def verdict(self) -> str:
        return self.clash.hit.verdict.name if self.clash else ""

    @property
    def badge(self) -> str:
        """The verdict stands in the row that still has to bind; the other one is framed with it."""
        return self.verdict if self.clash and self.clash.mine == self.promise.facts.id else ""

    @property
    def key(self) -> str:
        return self.commitment.public_id


@dataclass(slots=True)
class Group:
    """A market with its lines; `free` says from when, `y` is its upper edge."""

    market: Market
    free: str
    lines: list[Line] = field(default_factory=list)
    y: int = 0


def groups_of(
    markets: Sequence[Market], commitments: dict[int, Commitment], office: OfficeFacts, axis: Axis, today: date
) -> tuple[list[Group], int]:
    """Markets with the lines that matter in the days of the axis, and how many do not."""
    hidden = 0
    groups = []
    every = [promise for market in markets for promise in market.promises]
    brands = {promise.facts.brand for promise in every if promise.bands}
    for market in markets:
        lines = []
        for promise in market.promises:
            if matters(promise, axis):
                own = not promise.bands and promise.facts.brand in brands
                line = line_of(promise, commitments[promise.facts.id], office, today, own)
                if promise.facts.status == "hold" and (first := ahead_of(line, every, commitments)):
                    line.second = f"{name_of(line.commitment)} · behind {first.brand}"
                lines.append(line)
            else:
                hidden += 1
        if lines:
            groups.append(Group(market, free_words(market, today), lines))
    return groups, hidden


def name_of(commitment: Commitment) -> str:
    """The campaign of a booking; empty for a contract."""
    booking = getattr(commitment, "booking", None)
    return booking.campaign.name if booking is not None else ""


def ahead_of(line: Line, every: Sequence[Promise], commitments: dict[int, Commitment]) -> Commitment | None:
    """The hold for the same days that comes just before this one."""
    rank, days = _rank(line.commitment), line.promise.days
    for promise in every:
        other = commitments[promise.facts.id]
        before = promise.facts.status == "hold" and _rank(other) == rank - 1
        if before and days and promise.days and both(days, promise.days) is not None:
            return other
    return None


def _rank(commitment: Commitment) -> int:
    return getattr(getattr(commitment, "booking", None), "rank", 1)


def matters(promise: Promise, axis: Axis) -> bool:
    """Whether it is in sight or still to come; what was over before is not, unless it clashes."""
    days = promise.days
    if days is None or promise.worst is not None:
        return promise.binds or promise.waits
    return days[1] is None or days[1] > axis.first


def place(groups: Sequence[Group]) -> int:
    """Gives each its upper edge; returns the height of all."""
    y = 0
    for group in groups:
        group.y, y = y, y + MARKET
        for line in group.lines:
            line.y, y = y, y + ROW
    return y


def line_of(promise: Promise, commitment: Commitment, office: OfficeFacts, today: date, own: bool) -> Line:
    days = promise.days or (None, None)
    standing = [band.days[1] for band in promise.bands if band.kind == "term"] + [s.days[1] for s in promise.drawn]
    tails = [band.days[1] for band in promise.bands if band.kind == "tail" and band.days[1]]
    ends = [end for end in standing if end is not None]
    return Line(
        promise=promise,
        commitment=commitment,
        kind=kind_of(promise, commitment, today),
        second=second_line(promise, commitment, office, today, own),
        via=office.talent_names.get(promise.via, "") if promise.via else "",
        first=days[0],
        last=_last(max(ends)) if ends and None not in standing else None,
        tail=_last(max(tails, default=None)),
        clash=promise.worst,
    )


def _last(after: date | None) -> date | None:
    return after - timedelta(days=1) if after is not None else None


def kind_of(promise: Promise, commitment: Commitment, today: date) -> str:
    """Ambassador, Booking, 1st hold, Draft contract, Paid usage."""
    status = promise.facts.status
    if status == "draft":
        return "Draft contract"
    if promise.facts.kind == "ambassador":
        return f"Ambassador, {OVER.get(status, status)}" if status not in ("signed", "confirmed") else "Ambassador"
    if status == "hold":
        rank = _rank(commitment)
        return f"{ORDINALS.get(rank, f'{rank}th')} hold"
    if status == "cancelled":
        return "Booking, called off"
    return "Paid usage" if usage_left(promise, today) else "Booking"


def usage_left(promise: Promise, today: date) -> str:
    """Until when the brand goes on using it, where that is all that is left: `until 3 May 2027`, `for good`."""
    left = [s for s in promise.showings if s.days[1] is None or s.days[1] > today]
    if not left or any(s.kind != "usage" for s in left):
        return ""
    if any(band.days[1] is None or band.days[1] > today for band in promise.bands):
        return ""
    ends = [s.days[1] for s in left if s.days[1] is not None]
    return f"until {_last(max(ends)):%-d %b %Y}" if len(ends) == len(left) else "for good"


def second_line(promise: Promise, commitment: Commitment, office: OfficeFacts, today: date, own: bool) -> str:
    """What, where, on which channels; or what is to be known first."""
    name = name_of(commitment)
    clauses = list({band.clause.id: band.clause for band in promise.bands}.values())
    said = reach(clauses, office) if clauses else _aim(promise)
    if promise.facts.status == "draft":
        end = (promise.facts.term or (None, None))[1]
        until = f"until {_last(end):%-d %b %Y}" if end is not None else "until further notice"
        return f"If signed: {said[-2] if len(said) > 1 else said[0]}, {until}"
    if promise.waits:
        return " · ".join(filter(None, [name, *(said[1:] if clauses else said)]))
    if promise.facts.ended_on is not None:
        return " · ".join([*said[:2], f"ended {promise.facts.ended_on:%-d %b %Y}"])
    if promise.facts.status != "cancelled" and (left := usage_left(promise, today)):
        return f"The brand’s own use runs {left}"
    if not clauses:
        return " · ".join(filter(None, [name, "own brand never competes"] if own else [name, *said]))
    return " · ".join(said)


def reach(clauses: Sequence[ClauseFacts], office: OfficeFacts) -> list[str]:
    """Skincare · JP, KR, TW · Instagram, TikTok."""
    what: set[str] = set()
    for clause in clauses:
        if clause.mode == "FULL":
            what.add("Everybody else")
        elif clause.mode == "NAMED":
            what |= {office.brands[b].name for b in clause.brands if b in office.brands}
            what |= {office.company_names.get(company, "?") for company in clause.companies}
        else:
            what |= {office.category_names.get(category, "?") for category in clause.categories}
    where = None if any(c.territories is None for c in clauses) else {t for c in clauses for t in c.territories or ()}
    on = None if any(c.channels is None for c in clauses) else {c for k in clauses for c in k.channels or ()}
    return [_few(sorted(what)) or "No category yet", _where(where), _channels(on)]


def _aim(promise: Promise) -> list[str]:
    exposures = promise.facts.exposures
    if not exposures:
        return ["nothing planned yet"]
    where = {t for e in exposures for t in e.territories or ()}
    return [_where(where or None if any(e.territories is None for e in exposures) else where),
            _channels({c for e in exposures for c in e.channels or ()} or None)]  # fmt: skip


def _few(names: Sequence[str]) -> str:
    if len(names) <= MANY:
        return ", ".join(names)
    return f"{', '.join(names[: MANY - 1])} and {len(names) - MANY + 1} more"


def _where(territories: set[str] | None) -> str:
    return "world" if territories is None or WORLD in territories else _few(sorted(territories))


def _channels(channels: set[str] | None) -> str:
    if channels is None or len(channels) == len(Channel):
        return "all channels"
    return _few([str(Channel(channel).label) for channel in Channel.values if channel in channels])


def free_words(market: Market, today: date) -> str:
    """Free today, free from 1 Jul 2027, bound until further notice."""
    free = market.free
    if free.since is None:
        return "bound until further notice"
    if free.doubt:
        return "to be looked into" if free.since <= today else f"unsettled from {free.since:%-d %b %Y}"
    return "free today" if free.since <= today else f"free from {free.since:%-d %b %Y}"


def drawn(groups: Sequence[Group], clashes: Sequence[Clash]) -> tuple[list[Row], list[Meeting]]:
    """The lines as rows of the drawing, and what joins them."""
    lines = [line for group in groups for line in group.lines]
    rows = [
        Row(line.y, pieces_of(line), line.promise.facts.status == "hold", line.href) for line in lines
    ]  # fmt: skip
    at = {line.promise.facts.id: line.y for line in lines}
    meetings = [
        Meeting(at[clash.claimant], at[clash.shower], days, VERDICTS[clash.hit.verdict.name][0])
        for clash in clashes
        if (days := clash.hit.overlap) is not None and clash.claimant in at and clash.shower in at
    ]
    return rows, meetings


def pieces_of(line: Line) -> list[Piece]:
    """What is drawn in a row: claims, what is shown, posts that are planned or live."""
    promise = line.promise
    waits = promise.waits
    found = [Piece(band.days, band.kind, waits) for band in promise.bands]
    found += [Piece(s.days, s.kind, waits) for s in promise.drawn]
    found += [Piece((day, day + timedelta(days=1)), "post") for day in line.posts]
    return list(dict.fromkeys(found)) or ([Piece(promise.days, "booked", waits)] if promise.days else [])


def title_of(clash: Clash, mine: Commitment, other: Commitment) -> str:
    """What the two are to one another, in one sentence."""
    claimant, shower = (mine, other) if clash.hit.ours else (other, mine)
    deed = {"draft": "Signing", "hold": "Confirming"}.get(mine.status, "")
    verdict, clause = clash.hit.verdict, clash.hit.clause_label
    if verdict is Verdict.WAIVED:
        return f"{claimant.brand} lets {shower.brand} be, {clause}"
    if verdict is Verdict.REVIEW:
        return f"{shower.brand} may break {claimant.brand}, {clause}"
    if verdict is Verdict.ADVISORY:
        return f"{shower.brand} and {claimant.brand}: whoever binds first keeps the other out, {clause}"
    if not deed:
        return f"{shower.brand} breaks {claimant.brand}, {clause}"
    if clash.hit.ours:
        return f"{deed} {claimant.brand} would forbid {shower.brand}, {clause}"
    return f"{deed} {shower.brand} would break {claimant.brand}, {clause}"


def overlap_words(clash: Clash) -> str:
    """43 days; empty where nobody knows how many."""
    first, after = clash.hit.overlap or (None, None)
    if first is None or after is None:
        return ""
    days = (after - first).days
    return counted(days, "day")
