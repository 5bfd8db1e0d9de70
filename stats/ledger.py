"""Who of the roster gets which chances, and what a thousand people reached cost. For the owner's eyes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from campaigns.models import (
    Application,
    Booking,
    Deliverable,
    DeliverableState,
    Nomination,
    Reply,
    ShortlistAnswer,
    ShortlistEntry,
)
from campaigns.models.booking import COUNTING
from stats.results.reading import results_of
from talent.models import Talent
from talent.models.talent import ON_ROSTER

COUNTS = ("applied", "nominated", "shortlisted", "shown", "chosen", "booked")


@dataclass(frozen=True, slots=True)
class Spread:
    """How the bookings of a period lie over the roster."""

    roster: int
    booked: int
    bookings: int
    most: int
    """What the busiest tenth of the roster has of them."""

    @property
    def most_percent(self) -> Decimal | None:
        return Decimal(100 * self.most) / self.bookings if self.bookings else None

    @property
    def without(self) -> int:
        return self.roster - self.booked


def _number(rows: QuerySet[Any], field: str, what: str = "pk") -> Coalesce:
    counted = rows.order_by().values(field).annotate(n=Count(what, distinct=True)).values("n")
    return Coalesce(Subquery(counted), 0)


def _within(field: str, first: date | None, last: date | None) -> Q:
    """On days of the period, both included; None is without that end."""
    said = Q(**{f"{field}__date__gte": first}) if first else Q()
    return said & (Q(**{f"{field}__date__lte": last}) if last else Q())


def ledger(first: date | None, last: date | None) -> QuerySet[Talent]:
    """The roster, each with `COUNTS` of the period. A campaign counts once, however many versions its shortlist had."""
    mine = {"talent": OuterRef("pk")}
    listed = ShortlistEntry.objects.filter(_within("shortlist__created_at", first, last), **mine)
    shown = ShortlistEntry.objects.filter(
        _within("shortlist__sent_at", first, last), shortlist__sent_at__isnull=False, **mine
    )
    yes = ShortlistAnswer.objects.filter(
        _within("sent_at", first, last), sent_at__isnull=False, choice=Reply.YES, entry__talent=OuterRef("pk")
    )
    return Talent.objects.filter(archived_at=None, stage__in=ON_ROSTER).annotate(
        applied=_number(Application.objects.filter(_within("created_at", first, last), **mine), "talent"),
        nominated=_number(Nomination.objects.filter(_within("created_at", first, last), **mine), "talent"),
        shortlisted=_number(listed, "talent", "shortlist__campaign"),
        shown=_number(shown, "talent", "shortlist__campaign"),
        chosen=_number(yes, "entry__talent", "entry__shortlist__campaign"),
        booked=_number(Booking.objects.filter(COUNTING, _within("confirmed_at", first, last), **mine), "talent"),
    )


def spread(rows: QuerySet[Any]) -> Spread:
    """Of the whole roster in `ledger`. One query."""
    booked = sorted(rows.order_by().values_list("booked", flat=True), reverse=True)
    tenth = max(1, round(len(booked) / 10)) if booked else 0
    return Spread(len(booked), sum(number > 0 for number in booked), sum(booked), sum(booked[:tenth]))


@dataclass(slots=True)
class Paid:
    """What a talent received and how many it reached; `live` of `owed` pieces of bookings that are left out yet."""

    net: Decimal = Decimal()
    people: int = 0
    live: int = 0
    owed: int = 0

    @property
    def per_thousand(self) -> Decimal | None:
        return self.net * 1000 / self.people if self.people else None


def paid_and_reached(
    talents: Iterable[Talent], currency: str, first: date | None, last: date | None
) -> dict[int, Paid]:
    """What talents received and how many people that reached, by talent, in `currency`.

    Over bookings of the period that are paid in it, whose every piece is live and tells its reach, measured or entered
    by hand. A booking is paid for all of its pieces, so one that is half live waits; an unknown reach is left out. Six
    queries, one more where a platform tells a figure no more, one where there is no such booking.
    """
    of_period = Booking.objects.filter(COUNTING, _within("confirmed_at", first, last), talent__in=talents)
    bookings = [row for row in of_period if row.paid is not None and str(row.paid.currency) == currency]
    found: dict[int, Paid] = defaultdict(Paid)
    if not bookings:
        return found
    live = results_of(bookings, rated=False)
    due = Deliverable.objects.filter(booking__in=bookings).exclude(state=DeliverableState.WAIVED)
    owed = dict(due.order_by().values_list("booking").annotate(n=Count("pk")))
    for booking in bookings:
        told = [piece.figures.reach for piece in live.get(booking.pk, [])]
        paid = found[booking.talent_id]
        if told and len(told) < owed[booking.pk]:
            paid.live, paid.owed = paid.live + len(told), paid.owed + owed[booking.pk]
        elif told and None not in told and booking.net is not None:
            paid.net += booking.net.amount
            paid.people += sum(number or 0 for number in told)
    return found
