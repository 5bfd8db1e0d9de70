"""Tiers by followers."""

from django.db import models
from django.db.models import Q

from lib.history import tracked


@tracked()
class TierScheme(models.Model):
    """An ordered set of lower bounds (DOMAIN 6.2): a tier reaches from its bound up to the next one's, the top is open.

    The office uses one scheme at a time; unknown followers are *unrated*.
    """

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    in_use = models.BooleanField(default=False)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=["in_use"],
                condition=Q(in_use=True),
                name="talent_tierscheme_one_in_use",
                violation_error_message="The office uses one scheme at a time.",
            ),
        )

    def __str__(self) -> str:
        return self.name


@tracked()
class TierBound(models.Model):
    """A tier's name and the number of followers at which it begins; exactly that number belongs to it."""

    scheme = models.ForeignKey(TierScheme, models.CASCADE, related_name="bounds")
    name = models.CharField(max_length=40)
    from_followers = models.BigIntegerField()

    class Meta:
        ordering = ("scheme", "from_followers")
        constraints = (
            models.UniqueConstraint(
                fields=["scheme", "from_followers"],
                name="talent_tierbound_once",
                violation_error_message="Two tiers cannot begin at the same number.",
            ),
            models.UniqueConstraint(
                fields=["scheme", "name"],
                name="talent_tierbound_name",
                violation_error_message="Two tiers cannot have the same name.",
            ),
            models.CheckConstraint(
                condition=Q(from_followers__gte=0),
                name="talent_tierbound_not_negative",
                violation_error_message="A tier begins at 0 or above.",
            ),
        )

    def __str__(self) -> str:
        return self.name
