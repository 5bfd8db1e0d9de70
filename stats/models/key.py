"""The office's own keys to the platforms."""

from django.db import models
from django.db.models import Q

from lib.history import tracked
from lib.sealed import SealedField
from lib.stamps import happened, made, together
from talent.models import Platform


@tracked(exclude=("sealed",))
class PlatformKey(models.Model):
    """What somebody entered to read a platform. Sealed: no page, log or history shows it again.

    `ending` is the last four characters of its secret, by which people know it.
    """

    platform = models.CharField(max_length=10, choices=Platform.choices, unique=True)
    sealed = SealedField(help_text="all that the platform needs, as sealed JSON")
    ending = models.CharField(max_length=4)
    entered_at, entered_by = made()
    tried_at, tried_by = happened()
    answer = models.CharField(max_length=300, blank=True, help_text="what came back when it was tried last")

    class Meta:
        ordering = ("platform",)
        constraints = (
            together("tried"),
            models.CheckConstraint(
                condition=~Q(sealed=""), name="stats_key_is_there", violation_error_message="Enter the key."
            ),
            models.CheckConstraint(
                condition=Q(answer="") | Q(tried_at__isnull=False),
                name="stats_key_answer_has_its_time",
                violation_error_message="An answer has its time.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_platform_display()} …{self.ending}"
