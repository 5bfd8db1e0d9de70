"""Whom we work for."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from accounts.roles import Kind
from clients.models.category import Category
from clients.models.company import Company
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together


class BrandQuerySet(models.QuerySet["Brand"]):
    def visible_to(self, user: User) -> "BrandQuerySet":
        """Staff see all; a brand's person sees the brands that they belong to; a talent none."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.kind == Kind.STAFF:
            return self
        if user.kind == Kind.CLIENT:
            return self.filter(members__user=user)
        return self.none()


@tracked()
class Brand(models.Model):
    """A client's brand: has its categories, its people with access, its contacts, and the names it goes by."""

    public_id = PublicIdField()
    company = models.ForeignKey(Company, models.PROTECT, related_name="brands")
    name = models.CharField(max_length=120)
    categories = models.ManyToManyField(Category, blank=True, related_name="brands")
    tint = models.CharField(max_length=7, default="#2F3A48", help_text="ground of its mark, #RRGGBB")
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2")
    website = models.URLField(blank=True)
    notes = models.TextField(blank=True)
    created_at, created_by = made()
    archived_at, archived_by = happened()
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")

    objects = BrandQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=["company", "name"],
                name="clients_brand_name",
                violation_error_message="This company has a brand of this name.",
            ),
            together("archived"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(archived_at__isnull=False) & ~Q(merged_into=F("id")),
                name="clients_brand_merged_is_archived",
                violation_error_message="A brand that was merged into another is archived.",
            ),
        )

    def __str__(self) -> str:
        return self.name


@tracked()
class BrandCategory(Brand.categories.through):  # type: ignore[name-defined]
    """The tie between a brand and a part of the market, so that the history tells who made it and who cut it."""

    class Meta:
        proxy = True


class NameKind(models.TextChoices):
    ALIAS = "alias", "Also called"
    HANDLE = "handle", "Handle"
    HASHTAG = "hashtag", "Hashtag"


@tracked()
class BrandName(models.Model):
    """Another name by which a brand is found: an alias, a handle on a platform, a hashtag."""

    Kind: ClassVar = NameKind

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="names")
    kind = models.CharField(max_length=8, choices=NameKind.choices)
    platform = models.CharField(max_length=12, blank=True)
    value = models.CharField(max_length=120)

    class Meta:
        ordering = ("kind", "value")
        constraints = (
            models.UniqueConstraint(
                fields=["brand", "kind", "platform", "value"],
                name="clients_brandname_once",
                violation_error_message="This name is written down already.",
            ),
        )

    def __str__(self) -> str:
        return self.value


@tracked()
class Contact(models.Model):
    """A person at the brand whom the office calls; needs no sign-in."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=80, blank=True)
    email = models.EmailField("e-mail", blank=True)
    phone = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


@tracked()
class BrandMember(models.Model):
    """A user of the client portal who acts for a brand."""

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="brand_memberships")
    created_at, created_by = made()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["brand", "user"],
                name="clients_brandmember_once",
                violation_error_message="This person acts for the brand already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} for {self.brand}"
