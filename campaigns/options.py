"""Ranked options on a talent (DOMAIN 2.1): who is first over which days, and who stands in whose way.

A hold ranks behind every hold of the same talent that was there before it and shares a day with it. Rank alone refuses
nothing: a talent may well do two projects in one month. A hold stands *in the way* of a later one where the two cannot
both be kept: where one would forbid the other if both were confirmed, or nobody can say that it would not, or where
both want the talent to appear on the same day. Then the first has the first right to book, and the later one challenges
it or waits. Where a decision or a waiver lets both stand, neither is in the other's way.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from accounts.models import Office
from campaigns.models import Booking, BookingState, Challenge, ChallengeState, DeliverableKind
from campaigns.models.booking import STANDING
from campaigns.promises import Term, lines_for, plain
from campaigns.rules import day_words
from exclusivity.changes import rivals_if_bound
from exclusivity.models import Finding
from exclusivity.rules import Verdict
from lib.asked import asked, asked_whole
from lib.refusals import Answer, Denied

HELD_FOR = timedelta(days=7)
ENDS_AT = time(18)
NOON = time(12)
SATURDAY = 5
WAY = Booking.objects.select_related("campaign__brief", "campaign__brand", "campaign__manager", "commitment", "talent")


def office_zone() -> ZoneInfo:
    return ZoneInfo(Office.objects.current().timezone)


def clock_words(at: datetime) -> str:
    """3 May 2026, 12:00, on the office's clock."""
    there = at.astimezone(office_zone())
    return f"{day_words(there.date())}, {there:%H:%M}"


def default_hold_end(now: datetime) -> datetime:
    """Seven days on, 18:00 on the office's clock."""
    zone = office_zone()
    return datetime.combine(now.astimezone(zone).date() + HELD_FOR, ENDS_AT, zone)


def default_deadline(now: datetime) -> datetime:
    """Noon of the next working day on the office's clock."""
    zone = office_zone()
    day = now.astimezone(zone).date() + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, NOON, zone)


def meet(one: Term | None, other: Term | None) -> bool:
    """Whether two runs of half-open days share a day. What has no days meets nothing."""
    if one is None or other is None:
        return False
    return (one[1] is None or other[0] < one[1]) and (other[1] is None or one[0] < other[1])


def ranks(line: Sequence[tuple[int, Term | None]]) -> dict[int, int]:
    """The rank of each hold, given in the order of the line: one more than the last ahead of it that shares a day.

    So no two that share a day have the same rank, and a rank closes up when one ahead goes.
    """
    found: dict[int, int] = {}
    for place, (key, days) in enumerate(line):
        ahead = [found[other] for other, their_days in line[:place] if meet(days, their_days)]
        found[key] = 1 + max(ahead, default=0)
    return found


def meets_newly(was: Term | None, will: Term | None, others: Iterable[Term | None]) -> bool:
    """Whether a hold that moves meets another for the first time, and so goes behind all others of its talent."""
    return any(meet(will, theirs) and not meet(was, theirs) for theirs in others)


def rank_if_moved(booking: Booking, days: Term | None) -> int:
    """The rank that a hold would have on other days."""
    rows = Booking.objects.filter(talent=booking.talent_id, state=BookingState.HOLD).exclude(pk=booking.pk)
    line = [(queue, pk, plain(held)) for queue, pk, held in rows.values_list("queue", "pk", "days")]
    newly = meets_newly(plain(booking.days), days, [theirs for _, _, theirs in line])
    mine = (max((queue for queue, _, _ in line), default=0) + 1 if newly else booking.queue, booking.pk, days)
    return ranks([(pk, theirs) for _, pk, theirs in sorted([*line, mine], key=lambda each: each[:2])])[booking.pk]


def ahead_of(booking: Booking, now: datetime) -> list[Booking]:
    """The talent's holds that rank before it and share a day, the first one first. What has lapsed does not count."""
    if booking.state != BookingState.HOLD or booking.rank == 1 or booking.days is None:
        return []
    mine = plain(booking.days)
    return [
        hold
        for hold in _line(booking.talent_id)
        if hold.rank < booking.rank
        and meet(mine, plain(hold.days))
        and (hold.hold_until is None or hold.hold_until > now)
    ]


@asked_whole
def _line(talent: int) -> QuerySet[Booking]:
    return WAY.filter(talent=talent, state=BookingState.HOLD).order_by("rank", "pk")


def cannot_both(booking: Booking, others: Sequence[Booking], now: datetime) -> list[Booking]:
    """Those of the others that it cannot be kept beside, in their order."""
    if not others:
        return []
    rivals = rivals_if_bound(booking.commitment, [other.commitment_id for other in others], now)
    appears = appearances(booking)
    return [other for other in others if other.commitment_id in rivals or (appears and appears & appearances(other))]


def appearances(booking: Booking) -> set[date]:
    """The days on which it wants the talent in person: nobody is in two places at once."""
    return {live for line, (_, live, _) in lines_for(booking) if line.kind == DeliverableKind.APPEARANCE and live}


def in_the_way(booking: Booking, now: datetime) -> list[Booking]:
    """The holds ahead of this one that have the first right to book, the first one first."""
    return cannot_both(booking, ahead_of(booking, now), now)


def overtaken_by(booking: Booking, findings: Iterable[Finding] | None = None) -> list[Booking]:
    """The holds that a confirmed booking stands against, its own talent's and those of acts and members.

    `findings` are what the clash desk has of its promise, where the caller has them at hand.
    """
    key = booking.commitment_id
    if findings is None:
        findings = Finding.objects.filter(Q(one=key) | Q(other=key)).exclude(state=Finding.State.GONE)
    waiting = [finding for finding in findings if finding.verdict == Verdict.CONDITIONAL.name]
    beside = {commitment for finding in waiting for commitment in (finding.one_id, finding.other_id)} - {key}
    return list(WAY.filter(commitment__in=beside, state=BookingState.HOLD).order_by("pk")) if beside else []


@asked
def booked_in(campaign: int) -> QuerySet[Booking, Any]:
    """How many are booked, in one row; none where nobody is."""
    standing = Booking.objects.filter(campaign=campaign, state__in=STANDING).order_by()
    return standing.values("campaign").annotate(n=Count("pk")).values_list("n")


def running(hold: Booking) -> Challenge | None:
    """The challenge that this hold has to answer."""
    return Challenge.objects.filter(hold=hold, state=ChallengeState.OPEN).select_related("challenger").first()


def may_pass(booking: Booking, now: datetime) -> Answer:
    """Whether no hold with the first right to book stands in the way of confirming this one."""
    way = in_the_way(booking, now)
    if not way:
        return True
    first = way[0]
    said = f"{first.campaign.brand.name} holds {first.talent.name} first"
    if first.hold_until is not None:
        said += f" until {clock_words(first.hold_until)}"
    challenge = running(first)
    if challenge is None:
        return Denied(f"{said}. Challenge it or wait.", outside="Not possible in this period.", code="rank")
    return Denied(
        f"{said} and is challenged: the answer is due by {clock_words(challenge.deadline)}.",
        outside="Not possible in this period.",
        code="rank",
    )


def may_challenge(booking: Booking, now: datetime) -> Answer:
    """Whether this hold can ask the one in its way to confirm or let go."""
    if booking.state != BookingState.HOLD:
        return Denied(f"This booking is {booking.get_state_display().lower()}, not held.", code="state")
    if booking.hold_until is not None and booking.hold_until <= now:
        return Denied("The hold has lapsed. Release it and place it again.", code="lapsed")
    way = in_the_way(booking, now)
    if not way:
        return Denied("No hold stands in its way.", code="first")
    challenge = running(way[0])
    if challenge is not None:
        due = clock_words(challenge.deadline)
        return Denied(f"{way[0].campaign.brand.name} is challenged already. The answer is due by {due}.", code="asked")
    return True
