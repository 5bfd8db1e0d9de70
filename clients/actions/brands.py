"""Brands, and the names that they go by."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.roles import Permission, can
from clients.actions.editing import changed, save
from clients.models import Brand, BrandName, Category, Company
from lib.actions import action
from lib.refusals import Refused, require

FIELDS = frozenset({"name", "company", "country", "website", "notes", "tint"})


def _locked(brand: Brand) -> Brand:
    return Brand.objects.select_for_update(of=("self",)).get(pk=brand.pk)


def _put(brand: Brand, categories: Iterable[Category]) -> None:
    wanted = list(categories)
    new = {c.pk for c in wanted} - set(brand.categories.values_list("pk", flat=True))
    gone = [c.name for c in wanted if c.archived_at and c.pk in new]
    if gone:
        raise Refused(f"{gone[0]} is archived. Choose another category.")
    brand.categories.set(wanted)


@action
def add_brand(
    *, company: Company, name: str, categories: Iterable[Category], by: User, now: datetime, **fields: Any
) -> Brand:
    """Write down a brand of a company. Raises `Refused` where the company has one of this name."""
    require(can(by, Permission.EDIT_CLIENTS))
    company = Company.objects.select_for_update(of=("self",)).get(pk=company.pk)
    if company.archived_at:
        raise Refused(f"{company} is archived. Restore it first.")
    brand = Brand(company=company, created_at=now, created_by=by)
    changed(brand, {"name": name, **fields}, FIELDS)
    save(brand)
    _put(brand, categories)
    return brand


@action
def edit_brand(
    *,
    brand: Brand,
    fields: dict[str, Any],
    by: User,
    now: datetime,
    categories: Iterable[Category] | None = None,
    reason: str = "",
) -> Brand:
    """Change what is written about a brand; its categories where they are given."""
    require(can(by, Permission.EDIT_CLIENTS))
    brand = _locked(brand)
    save(brand, changed(brand, fields, FIELDS))
    if categories is not None:
        _put(brand, categories)
    return brand


@action
def archive_brand(*, brand: Brand, by: User, now: datetime, reason: str = "") -> Brand:
    """Take a brand out of the lists. What it has promised and what was promised to it stands."""
    require(can(by, Permission.EDIT_CLIENTS))
    brand = _locked(brand)
    if brand.archived_at is None:
        brand.archived_at, brand.archived_by = now, by
        brand.save(update_fields=["archived_at", "archived_by"])
    return brand


@action
def restore_brand(*, brand: Brand, by: User, now: datetime, reason: str = "") -> Brand:
    """Put an archived brand back; its company comes with it."""
    require(can(by, Permission.EDIT_CLIENTS))
    company = Company.objects.select_for_update(of=("self",)).get(pk=brand.company_id)
    brand = _locked(brand)
    for row in (company, brand):
        if row.archived_at is not None:
            row.archived_at = row.archived_by = None
            row.save(update_fields=["archived_at", "archived_by"])
    return brand


@action
def add_name(*, brand: Brand, kind: str, value: str, by: User, now: datetime, platform: str = "") -> BrandName:
    """Another name by which the brand is found. Handles lose their @, hashtags their #; a handle says its platform."""
    require(can(by, Permission.EDIT_CLIENTS))
    value = value.strip()
    if kind == BrandName.Kind.HANDLE:
        value = value.removeprefix("@")
        if not platform:
            raise Refused("Say on which platform this handle is.")
    elif kind == BrandName.Kind.HASHTAG:
        value = value.removeprefix("#")
    name = BrandName(brand=brand)
    changed(name, {"kind": kind, "value": value, "platform": platform}, frozenset({"kind", "value", "platform"}))
    if not value:
        raise Refused("Write the name.")
    save(name)
    return name


@action
def remove_name(*, name: BrandName, by: User, now: datetime, reason: str = "") -> None:
    """Strike a name out; the history keeps it."""
    require(can(by, Permission.EDIT_CLIENTS))
    name.delete()
