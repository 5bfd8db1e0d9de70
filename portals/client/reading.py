"""What a brand's person may read. Every look-up of the portal starts here, so that nothing else is ever fetched."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from accounts.models import User
from campaigns.models import (
    AmbassadorContract,
    Booking,
    BookingState,
    Campaign,
    Confirmation,
    Deliverable,
    DeliverableState,
    Draft,
    Review,
    ReviewSide,
)
from campaigns.models.booking import COUNTING, STANDING
from clients.models import Brand
from talent.models import SocialAccount

OWN_REVIEWS = Review.objects.filter(side=ReviewSide.CLIENT).select_related("made_by").prefetch_related("remarks__file")


def brands_of(user: User) -> QuerySet[Brand]:
    return Brand.objects.visible_to(user).select_related("company")


def drafts_of(user: User) -> QuerySet[Draft]:
    """Versions that the office has passed on: what it has not looked at, or sent back itself, stays inside."""
    passed = Review.objects.filter(side=ReviewSide.OFFICE, approved=True).values("draft")
    return (
        Draft.objects.filter(deliverable__in=Deliverable.objects.visible_to(user), pk__in=passed)
        .select_related("deliverable__booking__talent", "deliverable__booking__campaign__brand")
        .select_related("deliverable__booking__campaign__brief")
        .prefetch_related("files", Prefetch("reviews", OWN_REVIEWS))
    )


def waiting(user: User) -> QuerySet[Draft]:
    """The newest version of each piece on which the brand has not said anything."""
    return (
        drafts_of(user)
        .filter(deliverable__state=DeliverableState.CLIENT_REVIEW)
        .exclude(reviews__side=ReviewSide.CLIENT)
        .order_by("deliverable__live_on", "submitted_at")
    )


def campaigns_of(user: User) -> QuerySet[Campaign]:
    """With the number of talents who take part, pieces and pieces that are live, of all that the brand pays for."""
    standing = Q(bookings__state__in=STANDING)
    paid = standing | Q(bookings__state=BookingState.CANCELLED, bookings__settled_price__gt=0)
    return (
        Campaign.objects.visible_to(user)
        .select_related("brand", "brief", "manager")
        .annotate(
            taking_part=Count("bookings", filter=standing, distinct=True),
            pieces=Count(
                "bookings__deliverables",
                filter=paid & ~Q(bookings__deliverables__state=DeliverableState.WAIVED),
                distinct=True,
            ),
            live=Count(
                "bookings__deliverables",
                filter=paid & Q(bookings__deliverables__state=DeliverableState.PUBLISHED),
                distinct=True,
            ),
        )  # fmt: skip
        .order_by("-opened_at", "-pk")
    )


def contracts_of(user: User) -> QuerySet[AmbassadorContract]:
    return AmbassadorContract.objects.visible_to(user).select_related("brand", "talent").order_by("state", "-days")


ACCOUNTS = Prefetch("talent__accounts", SocialAccount.objects.filter(archived_at=None).order_by("-followers", "pk"))


@dataclass(frozen=True, slots=True)
class Part:
    """A talent in a campaign, as the brand sees it: the price it pays, never what the talent receives."""

    booking: Booking
    pieces: list[dict[str, Any]]

    @property
    def account(self) -> SocialAccount | None:
        return next(iter(self.booking.talent.accounts.all()), None)


def cast_of(user: User, campaign: Campaign) -> list[Part]:
    """Who takes part, and what each piece is waiting for; also who was cancelled for an agreed sum. Four queries."""
    shown = {
        draft.deliverable_id: draft
        for draft in drafts_of(user).filter(deliverable__booking__campaign=campaign).order_by("version")
    }
    papers = Confirmation.objects.standing().filter(booking=OuterRef("pk"))
    bookings = (
        Booking.objects.visible_to(user)
        .filter(COUNTING, campaign=campaign)
        .select_related("talent")
        .prefetch_related(ACCOUNTS, "deliverables")
        .annotate(accepted_at=Subquery(papers.values("accepted_at")))
        .order_by("confirmed_at", "pk")
    )
    return [
        Part(booking, [{"piece": piece, "draft": shown.get(piece.pk)} for piece in booking.deliverables.all()])
        for booking in bookings
    ]
