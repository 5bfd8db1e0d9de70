"""What the office checked for a brand, as it was found that day."""

import pgtrigger
from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.roles import Kind
from clients.models import Brand
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together
from talent.models import Talent

ENOUGH = 20
"""From how many promises on file their number gives nothing away."""


class CheckQuerySet(models.QuerySet["Check"]):
    def visible_to(self, user: User) -> "CheckQuerySet":
        """Staff see all; a brand's people what the office shared with their brand; nobody else any."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.kind == Kind.STAFF:
            return self
        if user.kind == Kind.CLIENT:
            return self.filter(shared_at__isnull=False, brand__in=Brand.objects.visible_to(user))
        return self.none()

    def without_paper(self) -> "CheckQuerySet":
        """For pages, which do not need the document itself."""
        return self.defer("pdf")


@tracked(exclude=("pdf",))
class Check(models.Model):
    """A saved check of a brief: what was asked, for whom, as of when, with its clean sheet as it was printed.

    Frozen when it is made by `exclusivity.actions.record_check`; only `share_check` still comes to it. `asked` are
    pairs of words, `missing` what the brief did not say. `promises` is how many the office had on file, all people
    together. `question` is the address that asks it again. None of it names another client.
    """

    public_id = PublicIdField()
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="checks")
    title = models.CharField(max_length=120, blank=True, help_text="the campaign, where it came from one")
    asked = models.JSONField(default=list)
    missing = models.JSONField(default=list, blank=True)
    question = models.TextField(blank=True, help_text="the address that asks it again, after its question mark")
    as_booking = models.BooleanField(default=True)
    promises = models.PositiveIntegerField()
    pdf = models.BinaryField(editable=False)
    pdf_hash = models.CharField(max_length=64, editable=False, help_text="SHA-256 of the document")
    created_at, created_by = made()
    shared_at, shared_by = happened()

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            together("shared"),
            models.CheckConstraint(
                condition=Q(shared_at=None) | Q(shared_at__gte=models.F("created_at")),
                name="exclusivity_check_shared_after",
                violation_error_message="A check is shared after it was made.",
            ),
        )
        triggers = (
            pgtrigger.ReadOnly(name="frozen", exclude=["shared_at", "shared_by", "brand"]),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"Check for {self.brand}"


@tracked()
class CheckedTalent(models.Model):
    """The answer for one talent. `verdict`, `promises` and `dimensions` are for staff; `result` and `note` are for the
    client. `dimensions` are pairs of a dimension and what it came to, without either side's words.
    """

    check_of = models.ForeignKey(Check, models.PROTECT, related_name="answers")
    talent = models.ForeignKey(Talent, models.PROTECT, related_name="checks")
    name = models.CharField(max_length=120)
    native_name = models.CharField(max_length=120, blank=True)
    verdict = models.CharField(max_length=16)
    promises = models.PositiveIntegerField(help_text="how many were held against it")
    dimensions = models.JSONField(default=list, blank=True)
    result = models.CharField(max_length=20)
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["check_of", "talent"],
                name="exclusivity_checkedtalent_once",
                violation_error_message="Each talent is checked once.",
            ),
        )
        triggers = (
            pgtrigger.ReadOnly(name="frozen"),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.result}"

    @property
    def told(self) -> str:
        """What the six dimensions came to, in a line: days unknown, the others meet."""
        came: dict[str, list[str]] = {}
        for name, value in self.dimensions:
            came.setdefault(value.lower(), []).append(name.lower())
        if set(came) <= {"meets"}:
            return "all six dimensions meet" if came else ""
        said = [f"{', '.join(came[value])} {value}" for value in ("apart", "unknown") if value in came]
        return "; ".join([*said, "the others meet"] if "meets" in came else said)
