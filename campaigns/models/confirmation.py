"""A booking on paper, as the talent accepts it."""

import pgtrigger
from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.roles import Kind
from campaigns.models.booking import Booking
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    def visible_to(self, user: User) -> "ConfirmationQuerySet":
        """Staff see all, a talent's user their own. A brand's person none: it says what the talent receives."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.kind == Kind.STAFF:
            return self
        if user.kind == Kind.TALENT:
            return self.filter(booking__in=Booking.objects.visible_to(user))
        return self.none()

    def standing(self) -> "ConfirmationQuerySet":
        """Those that no newer version replaces."""
        return self.filter(outdated_at=None)

    def without_paper(self) -> "ConfirmationQuerySet":
        """For pages, which do not need the document itself."""
        return self.defer("pdf")


@tracked(exclude=("pdf",))
class Confirmation(models.Model):
    """A version of what was agreed about a booking, as it was printed; `terms` are its words (`exclusivity.sheet`).

    Frozen when it is drawn up (`draw_confirmation`). Accepted once, by the talent or, under age, a guardian
    (`accept_confirmation`): the name that was typed, the instant, the network address, the user. When the terms change
    it is outdated, whether accepted or not, and the next number asks anew.
    """

    public_id = PublicIdField()
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="confirmations")
    number = models.PositiveSmallIntegerField()
    terms = models.JSONField(editable=False)
    pdf = models.BinaryField(editable=False)
    pdf_hash = models.CharField(max_length=64, editable=False, help_text="SHA-256 of the document")
    drawn_at, drawn_by = made()
    outdated_at, outdated_by = happened()
    accepted_at, accepted_by = happened()
    accepted_name = models.CharField(max_length=120, blank=True, help_text="as it was typed")
    accepted_from = models.GenericIPAddressField(null=True, blank=True, help_text="network address")
    says_of_age = models.BooleanField(default=False, help_text="where the office does not know the date of birth")

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(
                fields=["booking", "number"],
                name="campaigns_confirmation_once",
                violation_error_message="This version was drawn up already.",
            ),
            models.UniqueConstraint(
                fields=["booking"],
                condition=Q(outdated_at=None),
                name="campaigns_confirmation_one_stands",
                violation_error_message="One version stands at a time.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_name="", accepted_from=None)
                | (Q(accepted_at__isnull=False, accepted_from__isnull=False) & ~Q(accepted_name="")),
                name="campaigns_confirmation_accepted_by_name",
                violation_error_message="Who accepts says their name.",
            ),
            together("outdated"),
            together("accepted"),
        )
        triggers = (
            pgtrigger.ReadOnly(name="frozen", fields=["booking", "number", "terms", "pdf", "pdf_hash"]),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"Confirmation {self.number}"
