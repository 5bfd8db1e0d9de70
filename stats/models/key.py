"""The office's own keys to the platforms."""

from django.db import models
from django.db.models import Q

from lib.history import tracked
from lib.sealed import SealedField
from lib.stamps import made
from talent.models import Platform


@tracked(exclude=("sealed",))
class PlatformKey(models.Model):
    """What somebody entered to read a platform. Sealed: no page, log or history shows it again.

    `ending` is the last four characters of its secret, by which people know it; empty where that would tell too much.
    """

    platform = models.CharField(max_length=10, choices=Platform.choices, unique=True)
    sealed = SealedField(help_text="all that the platform needs, as sealed JSON")
    ending = models.CharField(max_length=4, blank=True)
    entered_at, entered_by = made()

    class Meta:
        ordering = ("platform",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(sealed=""), name="stats_key_is_there", violation_error_message="Enter the key."
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_platform_display()} …{self.ending}"
