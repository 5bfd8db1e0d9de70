"""The people and acts on the roster."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Lower

from accounts.models import User
from accounts.roles import Kind
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together


class Stage(models.TextChoices):
    """A talent's relation to the office (DOMAIN 6.3). Not the tier, which follows from followers."""

    APPLICANT = "applicant", "Applicant"
    REGISTERED = "registered", "Registered"
    AFFILIATED = "affiliated", "Affiliated"
    EXCLUSIVE = "exclusive", "Exclusive"
    HEADLINER = "headliner", "Headliner"
    ALUMNI = "alumni", "Alumni"


ON_ROSTER = (Stage.REGISTERED, Stage.AFFILIATED, Stage.EXCLUSIVE, Stage.HEADLINER)


# Up and down as the work goes; nobody becomes an applicant again, and who left may come back.
STAGE_MOVES: dict[str, set[str]] = {
    Stage.APPLICANT: {*ON_ROSTER, Stage.ALUMNI},
    Stage.REGISTERED: {Stage.AFFILIATED, Stage.EXCLUSIVE, Stage.HEADLINER, Stage.ALUMNI},
    Stage.AFFILIATED: {Stage.REGISTERED, Stage.EXCLUSIVE, Stage.HEADLINER, Stage.ALUMNI},
    Stage.EXCLUSIVE: {Stage.REGISTERED, Stage.AFFILIATED, Stage.HEADLINER, Stage.ALUMNI},
    Stage.HEADLINER: {Stage.REGISTERED, Stage.AFFILIATED, Stage.EXCLUSIVE, Stage.ALUMNI},
    Stage.ALUMNI: set(ON_ROSTER),
}


class TalentKind(models.TextChoices):
    PERSON = "person", "Person"
    ACT = "act", "Act"


class Genre(models.Model):
    """What a talent's content is about."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60, unique=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class TalentQuerySet(models.QuerySet["Talent"]):
    def visible_to(self, user: User) -> "TalentQuerySet":
        """Staff see all; a talent's user sees the talents that are theirs; a client none (only what is shared)."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.kind == Kind.STAFF:
            return self
        if user.kind == Kind.TALENT:
            return self.filter(access__user=user)
        return self.none()

    def active(self) -> "TalentQuerySet":
        return self.filter(archived_at=None).exclude(stage=Stage.ALUMNI)


LEADING = (
    "engagement_rate", "band", "growth_30", "signals", "measured_at", "main_platform", "platforms", "growth_7",
    "growth_90", "signal_kinds",
)  # fmt: skip
ON = Q(archived_at=None)


def _by(name: str) -> models.Index:
    """For lists of who is on the roster by this figure; read backwards, the smallest first."""
    return models.Index(F(name).desc(nulls_last=True), F("id"), condition=ON, name=f"talent_by_{name}")


def _first_genre(name: str, operation: pgtrigger.Operation, ties: pgtrigger.Referencing) -> pgtrigger.Trigger:
    """Keeps `Talent.main_genre` of those whose ties were made or cut, once a statement. Locked first, so that the
    ties are read as they are after whoever held them.
    """
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=ties,
        func="""
            PERFORM 1 FROM talent_talent WHERE id IN (SELECT talent_id FROM ties) ORDER BY id FOR NO KEY UPDATE;
            UPDATE talent_talent SET main_genre = said.genre
            FROM (
                SELECT each.id, coalesce(min(genre.name COLLATE "C"), '') AS genre
                FROM talent_talent each
                LEFT JOIN talent_talent_genres tie ON tie.talent_id = each.id
                LEFT JOIN talent_genre genre ON genre.id = tie.genre_id
                WHERE each.id IN (SELECT talent_id FROM ties) GROUP BY each.id
            ) said
            WHERE said.id = talent_talent.id AND talent_talent.main_genre IS DISTINCT FROM said.genre;
            RETURN NULL;
        """,
    )


@tracked(exclude=("followers", "search", "main_language", "spoken", "main_genre", *LEADING))
class Talent(models.Model):
    """An influencer: a person, or an act with members. `name` is how the world knows them.

    `followers` is the largest measured count over the talent's accounts, null where none is known; the tier follows
    from it (`TierScheme`). Kept by `talent.actions.record_figures`. `search` is what the roster's text search looks in.

    `LEADING` is what lists sort and filter by, kept by `stats.leading`: of the leading account (most followers) its
    engagement rate and growth of 7, 30 and 90 days (percent), its band (a `stats.models.Band`, empty where none fits)
    and the instant of its figures, and its platform; of all accounts together how many signals are open, their kinds,
    and the platforms, both in the order of letters, a space on both sides of each. Null is unknown, never zero.
    `main_language` and `main_genre` are the first of each, for lists that stand by them; empty where none is said.
    `spoken` are all languages as one text, a space on both sides of each, which an index can count by.
    """

    Stage: ClassVar = Stage
    Kind: ClassVar = TalentKind
    MOVES: ClassVar[dict[str, set[str]]] = STAGE_MOVES

    public_id = PublicIdField()
    kind = models.CharField(max_length=6, choices=TalentKind.choices, default=TalentKind.PERSON)
    name = models.CharField(max_length=120)
    native_name = models.CharField(max_length=120, blank=True, help_text="in their own script")
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.REGISTERED)
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="talents",
        limit_choices_to={"kind": "staff"},
    )
    city = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2")
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True, help_text="BCP 47 tags")
    genres = models.ManyToManyField(Genre, blank=True, related_name="talents")
    born_on = models.DateField(null=True, blank=True)
    timezone = models.CharField(max_length=50, blank=True)
    email = models.EmailField("e-mail", blank=True)
    phone = models.CharField(max_length=40, blank=True)
    bio = models.TextField(blank=True, help_text="for brands and the media kit")
    notes = models.TextField(blank=True, help_text="for staff only")
    tint = models.CharField(max_length=7, default="#D5CFE3", help_text="ground of the face, #RRGGBB")
    portrait = models.ImageField(upload_to="portraits/", blank=True)
    followers = models.BigIntegerField(null=True, blank=True, editable=False)
    engagement_rate = models.DecimalField(max_digits=9, decimal_places=3, null=True, blank=True, editable=False)
    band = models.CharField(max_length=8, blank=True, editable=False)
    growth_7, growth_30, growth_90 = (
        models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True, editable=False) for _ in range(3)
    )
    signals = models.PositiveIntegerField(null=True, blank=True, editable=False)
    signal_kinds = models.CharField(max_length=120, blank=True, db_default="", default="", editable=False)
    measured_at = models.DateTimeField(null=True, blank=True, editable=False)
    main_platform = models.CharField(max_length=10, blank=True, db_default="", default="", editable=False)
    platforms = models.CharField(max_length=120, blank=True, db_default="", default="", editable=False)
    main_language = models.GeneratedField(
        expression=Coalesce(Func(F("languages__0"), Value("-"), Value(1), function="split_part"), Value("")),
        output_field=models.CharField(max_length=8),
        db_persist=True,
    )
    spoken = models.GeneratedField(
        expression=Func(F("languages"), function="talent_in_a_row"),
        output_field=models.TextField(),
        db_persist=True,
    )
    main_genre = models.CharField(max_length=60, blank=True, db_default="", default="", editable=False)
    search = models.TextField(
        editable=False,
        default="",
        help_text="name, native name, city and handles, folded",
    )
    created_at, created_by = made(by_whom=False)
    archived_at, archived_by = happened(by_whom=False)

    objects = TalentQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = (
            together("archived"),
            models.CheckConstraint(
                condition=Q(followers=None) | Q(followers__gte=0),
                name="talent_talent_followers_not_negative",
                violation_error_message="Nobody has fewer than no followers.",
            ),
        )
        indexes = (
            # Each pattern of a search reads all that waits to be put in order: of the usual 4 MB, a fifth of a second.
            GinIndex(
                fields=["search"], name="talent_talent_search", opclasses=["gin_trgm_ops"], gin_pending_list_limit=256
            ),
            models.Index(F("followers").desc(nulls_last=True), F("id"), name="talent_talent_followers"),
            models.Index(fields=["-created_at", "-id"], name="talent_talent_created"),
            models.Index(fields=["name", "id"], name="talent_talent_name"),
            models.Index(Lower("name"), condition=ON, name="talent_talent_named"),
            models.Index(Lower("email"), condition=ON, name="talent_talent_email"),
            _by("engagement_rate"),
            _by("growth_7"),
            _by("growth_30"),
            _by("growth_90"),
            _by("signals"),
            # The few of whom something is worth a look, the largest first, by what it is.
            models.Index(
                F("followers").desc(nulls_last=True),
                F("id"),
                F("signal_kinds"),
                condition=ON & Q(signals__gt=0),
                name="talent_talent_signalled",
            ),
            _by("measured_at"),
            # Who lives in a country, and how many there are of any kinds, told by the index alone.
            models.Index(fields=["country", "id"], condition=ON, name="talent_talent_country"),
            models.Index(
                fields=[
                    "main_language",
                    "main_platform",
                    "main_genre",
                    "band",
                    "stage",
                    "country",
                    "kind",
                    "manager",
                    "platforms",
                    "spoken",
                ],
                condition=ON,
                name="talent_talent_kinds",
            ),
        )

    def __str__(self) -> str:
        return self.name


@tracked()
class TalentGenre(Talent.genres.through):  # type: ignore[name-defined]
    """The tie between a talent and a genre, so that the history tells who made it and who cut it."""

    class Meta:
        proxy = True
        triggers = (
            _first_genre("main_genre_tied", pgtrigger.Insert, pgtrigger.Referencing(new="ties")),
            _first_genre("main_genre_cut", pgtrigger.Delete, pgtrigger.Referencing(old="ties")),
        )


@tracked()
class TalentAccess(models.Model):
    """A user of the talent portal who acts as (or stands beside) a talent."""

    talent = models.ForeignKey(Talent, models.PROTECT, related_name="access")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="talent_access")
    created_at, created_by = made()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["talent", "user"],
                name="talent_talentaccess_once",
                violation_error_message="This person has access already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} as {self.talent}"
