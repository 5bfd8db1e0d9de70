"""Codes and sales go along where two brands turn out to be one."""

from datetime import datetime

from accounts.models import User
from clients.merging import goes_along
from clients.models import Brand
from sales.models import DiscountCode, Sale, SaleImport, SalesToken


@goes_along
def sales_go_along(kept: Brand, gone: Brand, by: User, now: datetime) -> None:
    """An order or a code that both have stays with the brand that is gone, and counts there once.

    What was taken back counts nowhere and goes along, whatever has its number.
    """
    there = Sale.objects.filter(brand=kept, dropped_at=None).values("reference")
    Sale.objects.filter(brand=gone).exclude(dropped_at=None, reference__in=there).update(brand=kept)
    codes = DiscountCode.objects.filter(brand=kept).values("code")
    DiscountCode.objects.filter(brand=gone).exclude(code__in=codes).update(brand=kept)
    for model in (SaleImport, SalesToken):
        model.objects.filter(brand=gone).update(brand=kept)
