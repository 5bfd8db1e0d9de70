"""What the page of a talent asks each time by nothing but whose it is: with its SQL kept (`lib.asked`)."""

from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from campaigns.models import AmbassadorContract, Booking, Deliverable
from campaigns.models.booking import BookingState
from campaigns.models.deliverable import DONE
from exclusivity.models import Commitment, Finding
from exclusivity.models.finding import FindingState
from lib.among import among
from lib.asked import Keys, asked, asked_whole
from stats.models import Connection
from talent.models import ActMember, SocialAccount, Talent, TalentAccess, Wishes


def _number(rows: QuerySet[Any, Any], of: str) -> Coalesce:
    """How many of the rows are the talent's."""
    each = rows.order_by().filter(**{of: OuterRef("pk")}).values(of).annotate(number=Count("*"))
    return Coalesce(Subquery(each.values("number")), 0)


@asked
def counts(talent: int) -> QuerySet[Talent, Any]:
    """One row: accounts in use, commitments, and bookings that are held or confirmed."""
    held = Booking.objects.filter(state__in=[BookingState.HOLD, BookingState.CONFIRMED])
    return Talent.objects.filter(pk=talent).values_list(
        _number(SocialAccount.objects.filter(archived_at=None), "talent"),
        _number(Commitment.talents.through.objects.all(), "talent"),
        _number(held, "talent"),
    )


@asked_whole
def accounts_in_use(talent: int) -> QuerySet[SocialAccount]:
    """With their numbers, the largest first; unknown last."""
    rows = SocialAccount.objects.filter(talent=talent, archived_at=None).select_related("numbers__benchmark")
    return rows.order_by(F("followers").desc(nulls_last=True), "pk")


@asked_whole
def consents(accounts: Keys) -> QuerySet[Connection]:
    """What their owners let us read, working or broken."""
    return Connection.objects.living().filter(account__in=among(accounts)).select_related("account")


@asked_whole
def signed_contracts(talent: int) -> QuerySet[AmbassadorContract]:
    """Whatever became of them, the newest signature first."""
    rows = AmbassadorContract.objects.filter(talent=talent, signed_at__isnull=False).select_related("brand")
    return rows.order_by("-signed_at", "-pk")


@asked_whole
def open_findings(talent: int) -> QuerySet[Finding]:
    """The newest five clashes that nobody has decided."""
    rows = Finding.objects.filter(talent=talent, state=FindingState.OPEN).order_by("-raised_at")
    return rows.select_related("one__brand", "other__brand")[:5]


@asked_whole
def owed(talent: int) -> QuerySet[Deliverable]:
    """The next six pieces, the earliest draft first."""
    rows = Deliverable.objects.filter(booking__talent=talent, booking__state=BookingState.CONFIRMED)
    return rows.exclude(state__in=DONE).select_related("booking__campaign__brand")[:6]


@asked_whole
def went_live(talent: int) -> QuerySet[Deliverable]:
    """The last forty pieces that did, the newest first."""
    rows = Deliverable.objects.filter(booking__talent=talent, published_at__isnull=False)
    return rows.select_related("booking__campaign__brand").order_by("-published_at")[:40]


@asked_whole
def ties(talent: int) -> QuerySet[ActMember]:
    """An act's members, or the acts that a person is in, the latest first."""
    rows = ActMember.objects.filter(Q(act=talent) | Q(member=talent)).select_related("act", "member")
    return rows.order_by("-period")


@asked_whole
def wishes(talent: int) -> QuerySet[Wishes]:
    """What they ask for and refuse: one row, or none."""
    return Wishes.objects.filter(talent=talent).select_related("said_by")


@asked_whole
def users(talent: int) -> QuerySet[TalentAccess]:
    """Who signs in as them."""
    return TalentAccess.objects.filter(talent=talent).select_related("user").order_by("pk")
