"""What needs a decision, and what was decided."""

from typing import ClassVar

from django.db import models
from django.db.models import BooleanField, Case, F, OuterRef, Q, Subquery, When

from exclusivity.models.commitment import Commitment
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together
from talent.models import Talent


class FindingState(models.TextChoices):
    OPEN = "open", "To decide"
    DECIDED = "decided", "Decided"
    GONE = "gone", "No longer there"


class FindingQuerySet(models.QuerySet["Finding"]):
    def open(self) -> "FindingQuerySet":
        return self.filter(state=FindingState.OPEN)

    def letting_through(self) -> "FindingQuerySet":
        """Those whose pair may stand: decided so last, or admitted because both stood before they clashed."""
        latest = Decision.objects.filter(finding=OuterRef("pk")).order_by("-made_at", "-id").values("accepted")[:1]
        decided = When(state=FindingState.DECIDED, then=Subquery(latest))
        kept = self.annotate(is_decided=Case(decided, default=False, output_field=BooleanField()))
        return kept.filter(Q(admitted=True) | Q(is_decided=True))


@tracked()
class Finding(models.Model):
    """A pair of commitments that clash or may clash, on the clash desk until somebody decides or it goes away.

    Raised by `exclusivity.actions` whenever a verdict of REVIEW or worse stands between two commitments; `verdict` and
    `because` are as of `raised_at`. `admitted` where both bound before they clashed: the world changed under them.
    `cause` is what changed in the world and brought it up, empty where somebody's own act did.
    `fingerprint` is of the facts, so that a decision ends with the facts that it was taken on.
    """

    MOVES: ClassVar[dict[str, set[str]]] = {
        FindingState.OPEN: {FindingState.DECIDED, FindingState.GONE},
        FindingState.DECIDED: {FindingState.OPEN, FindingState.GONE},
        FindingState.GONE: {FindingState.OPEN},
    }
    State: ClassVar = FindingState

    public_id = PublicIdField()
    talent = models.ForeignKey(Talent, models.PROTECT, related_name="findings")
    one = models.ForeignKey(Commitment, models.CASCADE, related_name="findings_as_one")
    other = models.ForeignKey(Commitment, models.CASCADE, related_name="findings_as_other")
    verdict = models.CharField(max_length=18)
    because = models.TextField()
    cause = models.CharField(max_length=240, blank=True)
    state = models.CharField(max_length=8, choices=FindingState.choices, default=FindingState.OPEN)
    fingerprint = models.CharField(max_length=64, editable=False, default="")
    admitted = models.BooleanField(default=False)
    raised_at, raised_by = made()
    decided_at, decided_by = happened()

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ("-raised_at",)
        constraints = (
            together("decided"),
            models.UniqueConstraint(
                fields=["one", "other", "talent"],
                name="exclusivity_finding_pair",
                violation_error_message="This pair is on the clash desk already.",
            ),
            models.CheckConstraint(
                condition=Q(one__lt=F("other")),
                name="exclusivity_finding_ordered",
                violation_error_message="The elder commitment is written first.",
            ),
        )

    def __str__(self) -> str:
        return self.because


@tracked()
class Decision(models.Model):
    """A recorded decision that `clause_of` does not stand against `against` (R3: what was unknown was looked into).

    It takes `against` out of the claim's commitments in the boxes. Never changed; a later one supersedes it.
    """

    public_id = PublicIdField()
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="decisions")
    accepted = models.BooleanField(help_text="true: both may stand; false: the clash is upheld")
    reason = models.TextField()
    made_at, made_by = made()

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.reason
