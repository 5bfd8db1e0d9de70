"""What a review points at, and what staff note for themselves."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.roles import Kind
from campaigns.models.deliverable import Deliverable, Review
from campaigns.models.media import DraftFile
from lib.history import tracked
from lib.stamps import made


class RemarkQuerySet(models.QuerySet["Remark"]):
    def visible_to(self, user: User) -> "RemarkQuerySet":
        """Who reads the review reads its remarks."""
        return self.filter(review__in=Review.objects.visible_to(user))


@tracked()
class Remark(models.Model):
    """A comment on a point of a picture or on a time of a film, as part of a review.

    `x` and `y` are percent of the picture's width and height from its upper left corner; `second` is from the film's
    start. Neither: it is about the file as a whole.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="remarks")
    file = models.ForeignKey(DraftFile, models.PROTECT, related_name="remarks")
    x = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    y = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    second = models.DecimalField(max_digits=7, decimal_places=1, null=True, blank=True)
    text = models.TextField()

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(x=None, y=None)
                | Q(x__isnull=False, y__isnull=False, x__range=(0, 100), y__range=(0, 100), second=None),
                name="campaigns_remark_point",
                violation_error_message="The point lies outside the picture.",
            ),
            models.CheckConstraint(
                condition=Q(second=None) | Q(second__gte=0),
                name="campaigns_remark_second",
                violation_error_message="A film begins at 0:00.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="campaigns_remark_says_what",
                violation_error_message="Say what should change there.",
            ),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def clock(self) -> str:
        """The time in the film as 1:05; empty where it is about no time."""
        if self.second is None:
            return ""
        minutes, seconds = divmod(int(self.second), 60)
        return f"{minutes}:{seconds:02d}"


class StaffNoteQuerySet(models.QuerySet["StaffNote"]):
    def visible_to(self, user: User) -> "StaffNoteQuerySet":
        """The office's own: neither talents nor brands read them."""
        return self if user.is_authenticated and user.is_active and user.kind == Kind.STAFF else self.none()


@tracked()
class StaffNote(models.Model):
    """What staff tell one another about a piece. Written by `add_staff_note`, never changed."""

    deliverable = models.ForeignKey(Deliverable, models.PROTECT, related_name="staff_notes")
    text = models.TextField()
    written_at, written_by = made()

    objects = StaffNoteQuerySet.as_manager()

    class Meta:
        ordering = ("-written_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(text=""),
                name="campaigns_staffnote_says_something",
                violation_error_message="Write the note first.",
            ),
        )

    def __str__(self) -> str:
        return self.text
