"""What a talent asks for their work, and for whom they would rather, or rather not, do it."""

from unicodedata import normalize

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.roles import Kind
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import made
from talent.models.account import Platform
from talent.models.talent import Talent


class DeliverableKind(models.TextChoices):
    REEL = "reel", "Reel"
    STORY = "story", "Story"
    POST = "post", "Post"
    VIDEO = "video", "Video"
    SHORT = "short", "Short"
    STREAM = "stream", "Stream"
    EPISODE = "episode", "Episode"
    ARTICLE = "article", "Article"
    APPEARANCE = "appearance", "Appearance"


ADS = "ads"
"""What a month costs in which the brand runs it as an ad; the same wherever it runs."""
RATED = [*DeliverableKind.choices, (ADS, "A month as an ad")]


def rate_key(kind: str, platform: str = "") -> str:
    """`reel/instagram`, or `reel` wherever it is shown."""
    return f"{kind}/{platform}" if platform else kind


def rate_words(key: str) -> str:
    """`Reel on Instagram`, `Reel`."""
    kind, _, platform = key.partition("/")
    return f"{dict(RATED)[kind]} on {Platform(platform).label}" if platform else dict(RATED)[kind]


def plain_name(name: str) -> str:
    """A brand's name or handle as it is held against others: without @ or #, full width or odd spaces."""
    return " ".join(normalize("NFKC", name).split()).lstrip("@# ")


class WishesQuerySet(models.QuerySet["Wishes"]):
    def visible_to(self, user: User) -> "WishesQuerySet":
        """Staff see all, a talent's user their own, a brand's person none."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.kind == Kind.STAFF:
            return self
        if user.kind == Kind.TALENT:
            return self.filter(talent__access__user=user)
        return self.none()


def _names(label: str) -> ArrayField:
    return ArrayField(models.CharField(max_length=80), verbose_name=label, default=list, blank=True)


@tracked()
class Wishes(models.Model):
    """A talent's rate card, refusals and affinities. Kept whole by `keep_wishes`, by the talent or by staff.

    `rates` are amounts by `rate_key` as text ({"reel/instagram": "120000"}), each for one piece, as a brand pays it,
    before the office's share; all in `currency`. Categories are keys of the market, and each means what stands below it
    too. Brands are names as somebody typed them: a talent is not shown whom the office works for.
    """

    public_id = PublicIdField()
    talent = models.OneToOneField(Talent, models.PROTECT, related_name="wishes")
    currency = models.CharField(max_length=3, blank=True)
    rates = models.JSONField("rate card", default=dict, blank=True)
    refused_categories = _names("does not work for")
    refused_brands = _names("does not work with the brands")
    loved_categories = _names("would love to work for")
    loved_brands = _names("would love to work with the brands")
    words = models.CharField("more about it", max_length=600, blank=True)
    said_at, said_by = made()

    objects = WishesQuerySet.as_manager()

    class Meta:
        verbose_name = "rates and wishes"
        verbose_name_plural = "rates and wishes"
        constraints = (
            models.CheckConstraint(
                condition=Q(rates={}) | ~Q(currency=""),
                name="talent_wishes_rates_have_currency",
                violation_error_message="Say in which currency the prices are.",
            ),
        )

    def __str__(self) -> str:
        return f"Rates and wishes of {self.talent}"
