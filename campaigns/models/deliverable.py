"""Pieces of content: owed, drafted, reviewed, live."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.roles import Kind
from campaigns.models.booking import STANDING, Booking, BookingState
from clients.models import Brand
from exclusivity.axes import Channel
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together
from talent.models.wishes import DeliverableKind


class DeliverableState(models.TextChoices):
    PLANNED = "planned", "Draft to come"
    OFFICE_REVIEW = "office_review", "With the office"
    CLIENT_REVIEW = "client_review", "With the brand"
    CHANGES = "changes", "Changes asked for"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Live"
    WAIVED = "waived", "No longer owed"


DONE = (DeliverableState.PUBLISHED, DeliverableState.WAIVED)
TALENTS_TURN = (DeliverableState.PLANNED, DeliverableState.CHANGES, DeliverableState.APPROVED)


class DeliverableQuerySet(models.QuerySet["Deliverable"]):
    def visible_to(self, user: User) -> "DeliverableQuerySet":
        """Staff see all; a brand's person what stands; a talent also what a cancelled booking asked for."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.kind == Kind.STAFF:
            return self
        if user.kind == Kind.CLIENT:
            told = self.filter(booking__state__in=STANDING)
            return told.filter(booking__campaign__brand__in=Brand.objects.visible_to(user))
        if user.kind == Kind.TALENT:
            told = self.filter(booking__state__in=(*STANDING, BookingState.CANCELLED))
            return told.filter(booking__talent__access__user=user)
        return self.none()


@tracked()
class Deliverable(models.Model):
    """One piece of content that a booking owes: from draft over the office's and the brand's yes to the live post.

    It goes live from `live_on` to `live_until`, both included; without the second on that one day. A live post is
    verified once it was held against what was approved (`hold_post`, `verify_post`).
    """

    State: ClassVar = DeliverableState
    MOVES: ClassVar[dict[str, set[str]]] = {
        DeliverableState.PLANNED: {DeliverableState.OFFICE_REVIEW, DeliverableState.WAIVED},
        DeliverableState.OFFICE_REVIEW: {
            DeliverableState.CLIENT_REVIEW,
            DeliverableState.CHANGES,
            DeliverableState.WAIVED,
        },
        DeliverableState.CLIENT_REVIEW: {DeliverableState.APPROVED, DeliverableState.CHANGES, DeliverableState.WAIVED},
        DeliverableState.CHANGES: {DeliverableState.OFFICE_REVIEW, DeliverableState.WAIVED},
        DeliverableState.APPROVED: {
            DeliverableState.PUBLISHED,
            DeliverableState.OFFICE_REVIEW,
            DeliverableState.WAIVED,
        },
        DeliverableState.PUBLISHED: set(),
        DeliverableState.WAIVED: set(),
    }

    public_id = PublicIdField()
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="deliverables")
    kind = models.CharField(max_length=10, choices=DeliverableKind.choices)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    number = models.PositiveSmallIntegerField(default=1, help_text="1 of 3")
    of = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=14, choices=DeliverableState.choices, default=DeliverableState.PLANNED)
    draft_due_on = models.DateField(null=True, blank=True)
    live_on = models.DateField(null=True, blank=True)
    live_until = models.DateField(null=True, blank=True)
    turn_due_on = models.DateField(
        "answer or next draft due", null=True, blank=True,
        help_text="by when the brand answers a draft, or the talent sends the next one",
    )  # fmt: skip
    post_url = models.URLField(blank=True, max_length=500)
    created_at, created_by = made()
    approved_at, approved_by = happened()
    published_at, published_by = happened()
    taken_down_at, taken_down_by = happened()
    verified_at, verified_by = happened()
    departs = ArrayField(
        models.CharField(max_length=200), default=list, blank=True,
        help_text="in what the live post is not what was approved, when it was last looked at",
    )  # fmt: skip
    accepted = ArrayField(models.CharField(max_length=200), default=list, blank=True, help_text="and was let be")

    objects = DeliverableQuerySet.as_manager()

    class Meta:
        ordering = ("draft_due_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="published") | (Q(published_at__isnull=False) & ~Q(post_url="")),
                name="campaigns_deliverable_live_has_address",
                violation_error_message="A live post has its address.",
            ),
            models.CheckConstraint(
                condition=Q(live_until=None) | Q(live_on__isnull=False, live_until__gte=models.F("live_on")),
                name="campaigns_deliverable_window",
                violation_error_message="The last day to go live comes after the first.",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=models.F("of")),
                name="campaigns_deliverable_number_in_range",
                violation_error_message="Pieces are numbered from 1.",
            ),
            together("approved"),
            together("published"),
            together("taken_down"),
            together("verified"),
        )

    def __str__(self) -> str:
        name = self.get_kind_display()
        return f"{name} {self.number} of {self.of}" if self.of > 1 else name

    @property
    def draft_by(self) -> date | None:
        """By when the talent sends a draft: as agreed, later where changes were asked for since."""
        again = self.turn_due_on if self.state == DeliverableState.CHANGES else None
        return max((day for day in (self.draft_due_on, again) if day is not None), default=None)

    @property
    def live_by(self) -> date | None:
        """The last day on which it goes live in time."""
        return self.live_until or self.live_on


class ReviewSide(models.TextChoices):
    OFFICE = "office", "Office"
    CLIENT = "client", "Brand"


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, user: User) -> "DraftQuerySet":
        """Staff see all, a talent their own; a brand's person what the office let through."""
        told = self.filter(deliverable__in=Deliverable.objects.visible_to(user))
        if user.is_authenticated and user.kind == Kind.CLIENT:
            passed = Review.objects.filter(draft=models.OuterRef("pk"), side=ReviewSide.OFFICE, approved=True)
            return told.filter(models.Exists(passed))
        return told


@tracked()
class Draft(models.Model):
    """A version of a deliverable. Never changed: what is sent again is the next version.

    `content_hash` is the SHA-256 of caption, label, link and files (`campaigns.rules.content_hash`); an approval is
    of that hash. What it shows are its `files`.
    """

    public_id = PublicIdField()
    deliverable = models.ForeignKey(Deliverable, models.PROTECT, related_name="drafts")
    version = models.PositiveSmallIntegerField()
    caption = models.TextField()
    label = models.CharField(max_length=40, blank=True)
    link = models.URLField(blank=True, max_length=500, help_text="where the picture or film can be seen")
    note = models.TextField(blank=True, help_text="from the talent to the office and the brand")
    content_hash = models.CharField(max_length=64, editable=False)
    submitted_at, submitted_by = made()

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(
                fields=["deliverable", "version"],
                name="campaigns_draft_version",
                violation_error_message="Somebody sent a draft at the same moment. Yours is still here; send it again.",
            ),
        )

    def __str__(self) -> str:
        return f"Draft {self.version} of {self.deliverable}"


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: User) -> "ReviewQuerySet":
        """Staff and the talent see both sides' words; a brand's person those of the brand."""
        told = self.filter(draft__in=Draft.objects.visible_to(user))
        if user.is_authenticated and user.kind == Kind.CLIENT:
            return told.filter(side=ReviewSide.CLIENT)
        return told


@tracked()
class Review(models.Model):
    """What the office or the brand said to a draft: yes, or what to change."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="reviews")
    side = models.CharField(max_length=6, choices=ReviewSide.choices)
    approved = models.BooleanField()
    comment = models.TextField(blank=True)
    made_at, made_by = made()

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ("made_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["draft", "side"],
                name="campaigns_review_once",
                violation_error_message="This draft has its answer already.",
            ),
            models.CheckConstraint(
                condition=Q(approved=True) | ~Q(comment=""),
                name="campaigns_review_says_what",
                violation_error_message="Say what should change.",
            ),
        )

    def __str__(self) -> str:
        return "Approved" if self.approved else self.comment
