"""What a draft shows: pictures and films, and films on their way in."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from campaigns.models.deliverable import Deliverable, Draft
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together


class MediaKind(models.TextChoices):
    PICTURE = "picture", "Picture"
    FILM = "film", "Film"


class DraftFileQuerySet(models.QuerySet["DraftFile"]):
    def visible_to(self, user: User) -> "DraftFileQuerySet":
        """Who sees the draft sees what it shows."""
        return self.filter(draft__in=Draft.objects.visible_to(user))


@tracked()
class DraftFile(models.Model):
    """A picture or a film of a draft, in the order in which the post shows them. Never changed.

    `sha256` is of the file's bytes; the draft's `content_hash` is made of these. The next version may show the same
    file again without its being sent twice.
    """

    Kind: ClassVar = MediaKind

    public_id = PublicIdField()
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="files")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=7, choices=MediaKind.choices)
    file = models.FileField(upload_to="drafts/", max_length=200)
    name = models.CharField(max_length=200, help_text="as it was called where it came from")
    content_type = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)

    objects = DraftFileQuerySet.as_manager()

    class Meta:
        ordering = ("draft", "order")
        constraints = (
            models.UniqueConstraint(
                fields=["draft", "order"],
                name="campaigns_draftfile_order",
                violation_error_message="Two files have one place. Send the draft again.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.order}"


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: User) -> "UploadQuerySet":
        """Only who sends it, and while the piece is still theirs."""
        return self.filter(deliverable__in=Deliverable.objects.visible_to(user), begun_by=user.pk)


class Upload(models.Model):
    """A film on its way in, in pieces: `received` of `size` bytes are safely here.

    Written by `begin_upload` and `receive_bytes`. The row is the truth: bytes behind `received` are written again.
    One that no draft took within a week is thrown away (`campaigns.jobs.drop_uploads`).
    """

    public_id = PublicIdField()
    deliverable = models.ForeignKey(Deliverable, models.PROTECT, related_name="uploads")
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField(help_text="bytes that were announced")
    received = models.PositiveBigIntegerField(default=0, help_text="bytes that are here")
    file = models.FileField(upload_to="films/", max_length=200)
    content_type = models.CharField(max_length=40, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, help_text="of all bytes, once they are here")
    begun_at, begun_by = made()
    finished_at, finished_by = happened()

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(received__lte=F("size")),
                name="campaigns_upload_within_size",
                violation_error_message="More came than was announced. Send the film anew.",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None, sha256="")
                | Q(finished_at__isnull=False, received=F("size")) & ~Q(sha256=""),
                name="campaigns_upload_finished_is_whole",
                violation_error_message="The film is not all here yet.",
            ),
            together("finished"),
        )

    def __str__(self) -> str:
        return self.name
