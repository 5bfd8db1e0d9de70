"""What the brand's shop sold, as it told us."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from djmoney.models.fields import MoneyField

from accounts.models import User
from accounts.roles import Kind
from campaigns.models import Booking
from clients.models import Brand
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together
from sales.models.code import DiscountCode
from sales.models.link import TrackedLink


class OfBrand(models.QuerySet[Any]):
    """Rows that are seen by whom their brand is."""

    def visible_to(self, user: User) -> Any:
        """Staff see all, a brand's person their brand's. Talents read sums, where the office allows it."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.kind == Kind.STAFF:
            return self
        if user.kind == Kind.CLIENT:
            return self.filter(brand__in=Brand.objects.visible_to(user))
        return self.none()


@tracked()
class SalesToken(models.Model):
    """The key with which a brand's shop tells us of orders. Only its hash is kept; `hint` are its last four characters.

    Made by `make_token`, which shows it once, withdrawn by `revoke_token`.
    """

    public_id = PublicIdField()
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="sales_tokens")
    label = models.CharField("for what", max_length=80)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=4, editable=False)
    created_at, created_by = made()
    revoked_at, revoked_by = happened()

    objects = OfBrand.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (together("revoked"),)

    def __str__(self) -> str:
        return self.label


class SaleImportState(models.TextChoices):
    PREVIEW = "preview", "Being looked at"
    DONE = "done", "Imported"
    DROPPED = "dropped", "Put aside"
    UNDONE = "undone", "Taken back"


class SaleImportQuerySet(models.QuerySet["SaleImport"]):
    def visible_to(self, user: User) -> "SaleImportQuerySet":
        """Staff see all, a brand's people what they sent for it themselves."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.kind == Kind.STAFF:
            return self
        if user.kind == Kind.CLIENT:
            return self.filter(brand__in=Brand.objects.visible_to(user), created_by__kind=Kind.CLIENT)
        return self.none()


@tracked(exclude=("content", "outcome"))
class SaleImport(models.Model):
    """A file of orders: how its columns are read, and what came of it.

    Nothing is kept of its rows before `apply_sales`; `undo_sales` takes them back.
    """

    State: ClassVar = SaleImportState
    MOVES: ClassVar[dict[str, set[str]]] = {
        SaleImportState.PREVIEW: {SaleImportState.DONE, SaleImportState.DROPPED},
        SaleImportState.DONE: {SaleImportState.UNDONE},
        SaleImportState.DROPPED: set(),
        SaleImportState.UNDONE: set(),
    }

    public_id = PublicIdField()
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="sale_imports")
    filename = models.CharField(max_length=200)
    content = models.BinaryField()
    currency = models.CharField(max_length=3, help_text="of rows that name none")
    mapping = models.JSONField(default=dict, help_text="column heading to field name, empty string to leave out")
    state = models.CharField(max_length=8, choices=SaleImportState.choices, default=SaleImportState.PREVIEW)
    outcome = models.JSONField(default=dict, help_text="counts, and the refused rows with number and reason")
    created_at, created_by = made()
    applied_at, applied_by = happened()
    undone_at, undone_by = happened()

    objects = SaleImportQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            together("applied"),
            together("undone"),
            models.CheckConstraint(
                condition=Q(state__in=["preview", "dropped"], applied_at=None)
                | (Q(state__in=["done", "undone"]) & Q(applied_at__isnull=False)),
                name="sales_saleimport_written_is_applied",
                violation_error_message="What is kept of a file, somebody applied.",
            ),
        )

    def __str__(self) -> str:
        return self.filename


@tracked()
class Sale(models.Model):
    """An order in the brand's shop, or (below nothing) the refund of one.

    `told_code` and `told_link` are what the shop said. `booking` is whose it is by the rule of
    `sales.attribution`, with the `code` or `link` that says so; null where nothing does. Written by `record_sales` and
    `apply_sales`; `dropped` with the file that it came in.
    """

    public_id = PublicIdField()
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="sales")
    reference = models.CharField("order", max_length=120)
    ordered_on = models.DateField("day of the order")
    amount = MoneyField(max_digits=14, decimal_places=2, default_currency="JPY")
    told_code = models.CharField(max_length=40, blank=True)
    told_link = models.CharField(max_length=40, blank=True)
    booking = models.ForeignKey(Booking, models.PROTECT, null=True, blank=True, related_name="sales")
    code = models.ForeignKey(DiscountCode, models.PROTECT, null=True, blank=True, related_name="sales")
    link = models.ForeignKey(TrackedLink, models.PROTECT, null=True, blank=True, related_name="sales")
    came_in = models.ForeignKey(SaleImport, models.PROTECT, null=True, blank=True, related_name="sales")
    token = models.ForeignKey(SalesToken, models.PROTECT, null=True, blank=True, related_name="sales")
    created_at, created_by = made()
    dropped_at, dropped_by = happened()

    objects = OfBrand.as_manager()

    class Meta:
        ordering = ("-ordered_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["brand", "reference"],
                condition=Q(amount__gt=0, dropped_at=None),
                name="sales_sale_order_once",
                violation_error_message="This order is known already.",
            ),
            models.UniqueConstraint(
                fields=["brand", "reference"],
                condition=Q(amount__lt=0, dropped_at=None),
                name="sales_sale_refund_once",
                violation_error_message="A refund with this number is known already.",
            ),
            models.CheckConstraint(
                condition=~Q(amount=0) & ~Q(reference=""),
                name="sales_sale_says_something",
                violation_error_message="A sale has an order number and an amount other than 0.",
            ),
            models.CheckConstraint(
                condition=Q(came_in=None, token__isnull=False) | Q(came_in__isnull=False, token=None),
                name="sales_sale_came_one_way",
                violation_error_message="A sale comes from a file or through a key.",
            ),
            models.CheckConstraint(
                condition=Q(booking=None, code=None, link=None)
                | Q(booking__isnull=False, code__isnull=False, link=None)
                | Q(booking__isnull=False, code=None, link__isnull=False),
                name="sales_sale_of_somebody_by_something",
                violation_error_message="A sale is somebody's by a code or by a link.",
            ),
            together("dropped"),
        )
        indexes = (models.Index("booking", name="sales_sale_booking", condition=Q(dropped_at=None)),)

    def __str__(self) -> str:
        return self.reference
