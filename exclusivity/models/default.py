"""What the office makes of a clause that does not say whether an activity counts."""

from django.db import models

from exclusivity.axes import Activity
from exclusivity.rules.place import BY_DEFAULT
from exclusivity.rules.values import Value
from lib.history import tracked
from lib.stamps import made


class Counting(models.TextChoices):
    COUNTS = "COUNTS", "Counts"
    SPARED = "SPARED", "Does not count"
    ASKED = "ASKED", "Is asked about"


VALUES = {Counting.COUNTS: Value.YES, Counting.SPARED: Value.NO, Counting.ASKED: Value.UNKNOWN}
SHIPPED: dict[str, Counting] = {
    str(kind): next(c for c, value in VALUES.items() if value is BY_DEFAULT.get(kind, Value.UNKNOWN))
    for kind in Activity
}


@tracked()
class ActivityDefault(models.Model):
    """Where the office differs from the default that the rules come with (`SHIPPED`); no row, no difference."""

    activity = models.CharField(max_length=14, choices=Activity.choices)
    counting = models.CharField(max_length=6, choices=Counting.choices)
    created_at, created_by = made()

    class Meta:
        ordering = ("activity",)
        constraints = (
            models.UniqueConstraint(
                fields=["activity"],
                name="exclusivity_default_once",
                violation_error_message="There is one default for each kind of work.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_activity_display()}: {self.get_counting_display()}"
