"""The office's own keys to the platforms, and its apps there."""

from django.db import models
from django.db.models import Q

from lib.history import tracked
from lib.sealed import SealedField
from lib.stamps import made
from talent.models import Platform


class Use(models.TextChoices):
    """What it is for."""

    READ = "read", "Reading"
    CONNECT = "connect", "Connecting accounts"


@tracked(exclude=("sealed",))
class PlatformKey(models.Model):
    """What somebody entered to read a platform, or the app by which talents connect accounts there.

    Sealed: no page, log or history shows it again.

    `ending` is the last four characters of its secret, by which people know it; empty where that would tell too much.
    """

    platform = models.CharField(max_length=10, choices=Platform.choices)
    use = models.CharField(max_length=7, choices=Use.choices, default=Use.READ)
    sealed = SealedField(help_text="all that the platform needs, as sealed JSON")
    is_endless = models.BooleanField(default=False, help_text="a token of a kind that ends, but this one does not")
    ending = models.CharField(max_length=4, blank=True)
    entered_at, entered_by = made()

    class Meta:
        ordering = ("platform", "use")
        constraints = (
            models.UniqueConstraint(
                fields=("platform", "use"),
                name="stats_one_key_a_use",
                violation_error_message="There is a key for this already.",
            ),
            models.CheckConstraint(
                condition=Q(use__in=Use.values), name="stats_key_use", violation_error_message="Keys are for one use."
            ),
            models.CheckConstraint(
                condition=~Q(sealed=""), name="stats_key_is_there", violation_error_message="Enter the key."
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_platform_display()} …{self.ending}"
