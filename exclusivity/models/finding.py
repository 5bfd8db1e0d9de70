"""What needs a decision, and what was decided."""

from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField
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
        taken = Decision.objects.filter(finding=OuterRef("pk")).in_force()
        latest = taken.order_by("-made_at", "-id").values("accepted")[:1]
        decided = When(state=FindingState.DECIDED, then=Subquery(latest))
        kept = self.annotate(is_decided=Case(decided, default=False, output_field=BooleanField()))
        return kept.filter(Q(admitted=True) | Q(is_decided=True))


@tracked()
class Finding(models.Model):
    """A pair of commitments that clash or may clash, on the clash desk until somebody decides or it goes away.

    Raised by `exclusivity.actions` whenever a verdict of REVIEW or worse stands between two commitments; `verdict`,
    `because` and `overlap` (half-open days) are as of `raised_at`. `admitted` where both bound before they clashed: the
    world changed under them. `cause` is what changed in the world and brought it up, empty where somebody's own act
    did. `fingerprint` is of the facts, so that a decision ends with the facts that it was taken on.
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
    overlap = DateRangeField("days on which they meet", null=True, blank=True)
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


class DecisionKind(models.TextChoices):
    DECISION = "decision", "Decision"
    OVERRIDE = "override", "Override"


class DecisionQuerySet(models.QuerySet["Decision"]):
    def in_force(self) -> "DecisionQuerySet":
        """What counts: an override does once a second person has confirmed it, and was not taken back before."""
        return self.filter(~Q(kind=DecisionKind.OVERRIDE, seconded_at=None))

    def to_second(self) -> "DecisionQuerySet":
        """Overrides that were proposed and wait for a second person."""
        return self.filter(kind=DecisionKind.OVERRIDE, seconded_at=None, withdrawn_at=None)


@tracked()
class Decision(models.Model):
    """A recorded decision that two promises may stand beside each other, or that it stays a clash.

    A decision settles a doubt (R3: what was unknown was looked into). An *override* lets a definite clash stand: an
    owner proposes it, somebody else confirms it with a reason of their own (`seconded`), and only then it counts (R24).
    Either takes each promise out of the other's claims in the boxes. Its words are never changed; a later one
    supersedes it, and it ends with the facts that it was taken on (`fingerprint`).
    """

    Kind: ClassVar = DecisionKind

    public_id = PublicIdField()
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=8, choices=DecisionKind.choices, default=DecisionKind.DECISION)
    accepted = models.BooleanField(help_text="true: both may stand; false: the clash is upheld")
    reason = models.TextField()
    fingerprint = models.CharField(max_length=64, editable=False, default="")
    made_at, made_by = made()
    second_reason = models.TextField("second person’s reason", blank=True)
    seconded_at, seconded_by = happened()
    withdrawn_at, withdrawn_by = happened()

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = (
            together("seconded"),
            together("withdrawn"),
            models.CheckConstraint(
                condition=Q(seconded_by=None) | ~Q(seconded_by=F("made_by")),
                name="exclusivity_decision_second_is_another",
                violation_error_message="A second person confirms an override, not the one who proposed it.",
            ),
            models.CheckConstraint(
                condition=Q(kind="override", accepted=True) | Q(kind="decision", seconded_at=None, withdrawn_at=None),
                name="exclusivity_decision_override_is_seconded",
                violation_error_message="Only an override that lets both stand takes a second person.",
            ),
            models.CheckConstraint(
                condition=Q(seconded_at=None) | Q(withdrawn_at=None),
                name="exclusivity_decision_seconded_stands",
                violation_error_message="What was withdrawn cannot be confirmed any more.",
            ),
            models.UniqueConstraint(
                fields=["finding"],
                condition=Q(kind="override", seconded_at=None, withdrawn_at=None),
                name="exclusivity_decision_one_proposal",
                violation_error_message="Somebody has proposed that already; it waits for a second person.",
            ),
        )

    def __str__(self) -> str:
        return self.reason

    @property
    def is_override(self) -> bool:
        return self.kind == DecisionKind.OVERRIDE

    @property
    def waits_for_second(self) -> bool:
        return self.is_override and self.seconded_at is None and self.withdrawn_at is None
