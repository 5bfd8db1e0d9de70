"""The index and the guard: each fact of a commitment as a product of sets."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from exclusivity.models.clause import Clause
from exclusivity.models.commitment import Commitment
from exclusivity.models.exposure import Exposure
from lib.multiranges import BigIntegerMultiRangeField
from talent.models import Talent

PRESENCE, CLAIM = 0, 1


class Box(models.Model):
    """A claim (what a clause bans) or a presence (where a talent shows), for one bound person.

    A claim that meets a presence of the same person on every axis is a clash, and PostgreSQL refuses it for what binds.
    `commitments` of a claim are all but its own and those that were let through; of a presence, its own.
    Written by `exclusivity.actions.boxes` only, from the same facts as the truth reads; holds no fact of its own.
    """

    side = models.SmallIntegerField(choices=[(PRESENCE, "Presence"), (CLAIM, "Claim")])
    talent = models.ForeignKey(Talent, models.PROTECT, related_name="boxes")
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="boxes")
    clause = models.ForeignKey(Clause, models.CASCADE, null=True, related_name="boxes")
    exposure = models.ForeignKey(Exposure, models.CASCADE, null=True, related_name="boxes")
    binding = models.BooleanField()
    period = DateTimeRangeField()
    markets = BigIntegerMultiRangeField()
    brands = BigIntegerMultiRangeField()
    commitments = BigIntegerMultiRangeField()
    territories = BigIntegerMultiRangeField()
    channels = BigIntegerMultiRangeField()
    activities = BigIntegerMultiRangeField()

    class Meta:
        verbose_name_plural = "boxes"
        constraints = (
            ExclusionConstraint(
                name="exclusivity_box_no_clash",
                index_type="gist",
                expressions=[
                    ("talent", RangeOperators.EQUAL),
                    ("side", RangeOperators.NOT_EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                    ("markets", RangeOperators.OVERLAPS),
                    ("brands", RangeOperators.OVERLAPS),
                    ("commitments", RangeOperators.OVERLAPS),
                    ("territories", RangeOperators.OVERLAPS),
                    ("channels", RangeOperators.OVERLAPS),
                    ("activities", RangeOperators.OVERLAPS),
                ],
                condition=Q(binding=True),
                violation_error_message="This clashes with what the talent has promised already.",
            ),
            models.CheckConstraint(
                condition=Q(side=CLAIM, clause__isnull=False, exposure=None)
                | Q(side=PRESENCE, clause=None, exposure__isnull=False),
                name="exclusivity_box_side_fits",
                violation_error_message="A claim comes of a clause, a presence of an exposure.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_side_display()} of {self.commitment}"
