"""Confirmations that have to be drawn up, or wait for the talent."""

from datetime import datetime, timedelta

from django.db.models import Case, DateField, Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, QuerySet, When
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from campaigns.models import Booking, BookingState, Confirmation
from campaigns.models.confirmation import ConfirmationQuerySet
from campaigns.queries.entries import Entry
from exclusivity.axes import Activity
from exclusivity.models import Box, Clause, Exposure
from exclusivity.models.box import CLAIM
from exclusivity.models.clause import Strength, TailUnit
from exclusivity.rules.place import INSTANTS
from talent.models import TalentAccess
from talent.rules import is_of_age

USES = (Activity.PAID_USAGE, Activity.ORGANIC_REUSE)
ANCHORED = ((("FIRST_POST", "LAST_POST"), INSTANTS), (("SHOOT",), (Activity.SHOOT,)), (("USAGE_END",), USES))
"""What a window of a clause may follow, and what of the commitment that is."""
PATIENCE = timedelta(days=3)
"""After that an unaccepted confirmation is the office's to ask after."""


def to_draw() -> QuerySet[Booking]:
    """Bookings without a version on paper that stands: confirmed ones, and completed ones whose terms changed."""
    papers = Confirmation.objects.filter(booking=OuterRef("pk"))
    due = Q(state=BookingState.CONFIRMED) | Q(Exists(papers), state=BookingState.COMPLETED)
    rows = Booking.objects.filter(due, ~Exists(papers.standing()))
    return rows.select_related("campaign__brief", "campaign__brand", "talent", "commitment", "confirmed_by")


def unaccepted() -> ConfirmationQuerySet:
    """Those that a talent still has to accept: while something is owed; and once all is live, while the brand may
    still use it or keeps rivals away, also where nobody can say until when.
    """
    own, now = {"commitment": OuterRef("booking__commitment")}, timezone.now()
    used = Exposure.objects.filter(activity__in=USES, **own)
    used = used.filter(Q(days__endswith__gt=timezone.localdate(now)) | Q(days__upper_inf=True))
    kept = Box.objects.filter(side=CLAIM, **own)
    kept = kept.filter(Q(period__endswith__gt=now) | Q(period__upper_inf=True))
    rows = Confirmation.objects.standing().filter(
        Q(booking__state=BookingState.CONFIRMED)
        | Q(Exists(used) | Exists(kept) | Exists(_in_doubt(now).filter(**own)), booking__state=BookingState.COMPLETED),
        accepted_at=None,
    )
    return rows.without_paper().select_related("booking__talent", "booking__campaign__brand")


def _in_doubt(now: datetime) -> QuerySet[Clause]:
    """Clauses that no box tells of, or not of all, for boxes hold what is certain alone, unless their term and tail are
    over."""
    end = Case(When(term=None, then="commitment__term__endswith"), default="term__endswith")
    days = F("tail_length") * Case(When(tail_unit=TailUnit.MONTH, then=31), default=1)
    rows = Clause.objects.filter(superseded_at=None).exclude(strength=Strength.NOTIFY)
    rows = rows.annotate(end=end, over=ExpressionWrapper(end + days, output_field=DateField()))
    unsaid = ~Q(windows=[]) | Q(end=None) | Q(over__gt=timezone.localdate(now))
    return rows.filter(unsaid, ~Exists(Box.objects.filter(clause=OuterRef("pk"))) | _follows_the_unsaid())


def _follows_the_unsaid() -> Q:
    """Of clauses: that a window of theirs follows posts, a shoot or usage, and nobody said when those are."""
    found = Q()
    for anchors, kinds in ANCHORED:
        shown = Exposure.objects.filter(commitment=OuterRef("commitment"), activity__in=kinds)
        unsaid = ~Exists(shown) | Exists(shown.filter(days=None, span=None, published_at=None))
        for name in anchors:
            follows = Q(windows__contains=[{"anchor": name}]) | Q(windows__contains=[{"to": name}])
            found |= follows & Q(unsaid)
    return found


def asked(user: User, now: datetime, *, mine: bool) -> tuple[list[Entry], list[Entry]]:
    """Those that the office asks after, and those that it waits for. One query."""
    rows = unaccepted()
    if mine:
        rows = rows.filter(booking__campaign__manager=user)
    guardian = TalentAccess.objects.filter(talent=OuterRef("booking__talent"), user__role=Role.GUARDIAN)
    late: list[Entry] = []
    waiting: list[Entry] = []
    today = timezone.localdate(now)
    for row in rows.annotate(guarded=Exists(guardian)):
        talent, campaign = row.booking.talent, row.booking.campaign
        overdue = now - row.drawn_at >= PATIENCE
        alone = is_of_age(talent.born_on, today) is False and not row.guarded
        missing = ". Under 18, and no guardian has access" if alone else ""
        entry = Entry(
            icon="signature",
            title=f"Ask {talent.name} to accept the booking" if overdue else f"Acceptance from {talent.name}",
            line=f"{campaign.name} for {campaign.brand.name}, version {row.number}{missing}",
            url_name="desk:booking",
            public_id=row.booking.public_id,
            action_label="Open booking",
            face=talent,
            mark=campaign.brand,
            since=row.drawn_at,
        )
        (late if overdue or alone else waiting).append(entry)
    return late, waiting


def to_accept(user: User, now: datetime) -> list[Entry]:
    """The confirmations that a talent's user has to read and accept, each within `PATIENCE`. One query."""
    return [
        Entry(
            icon="signature",
            title="Read your booking confirmation and accept it",
            line=f"{row.booking.campaign.brand.name}, {row.booking.campaign.name}",
            url_name="talent:terms",
            public_id=row.public_id,
            action_label="Read and accept",
            due=row.drawn_at + PATIENCE,
            late=now - row.drawn_at >= PATIENCE,
            face=row.booking.talent,
            mark=row.booking.campaign.brand,
            since=row.drawn_at,
        )
        for row in unaccepted().visible_to(user)
    ]


def on_paper() -> Prefetch:  # type: ignore[type-arg]
    """For bookings: their versions, newest first, without the documents."""
    return Prefetch("confirmations", Confirmation.objects.without_paper().select_related("accepted_by"))
