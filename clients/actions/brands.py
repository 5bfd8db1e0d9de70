"""Brands, and the names that they go by."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.roles import Permission, can
from clients.actions.editing import changed, save
from clients.actions.telling import tell, today
from clients.models import Brand, BrandName, Category, Company
from clients.queries import descendants, parents
from clients.rules import above
from lib.actions import action
from lib.refusals import Refused, require

FIELDS = frozenset({"name", "company", "country", "website", "notes", "tint"})


def _locked(brand: Brand) -> Brand:
    return Brand.objects.select_for_update(of=("self",)).get(pk=brand.pk)


def _put(brand: Brand, categories: Iterable[Category]) -> set[int]:
    """Set its categories; the ids of those that came and went."""
    wanted = list(categories)
    had = set(brand.categories.values_list("pk", flat=True))
    new = {c.pk for c in wanted} - had
    gone = [c.name for c in wanted if c.archived_at and c.pk in new]
    if gone:
        raise Refused(f"{gone[0]} is archived. Choose another category.")
    brand.categories.set(wanted)
    return had ^ {c.pk for c in wanted}


def _trades(categories: set[int]) -> set[int]:
    """Where a clause on a trade may meet these categories."""
    tree = parents()
    return descendants(categories).union(*(above(category, tree) for category in categories))


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
    trades = _trades(_put(brand, categories))
    tell(f"{company} has a new brand, {brand}, since {today(now)}.", companies=[company.pk], trades=trades)
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
    house = brand.company
    save(brand, changed(brand, fields, FIELDS))
    moved = _put(brand, categories) if categories is not None else set()
    if moved:
        names = ", ".join(sorted(brand.categories.values_list("name", flat=True))) or "nothing that is said"
        tell(f"{brand} sells {names} since {today(now)}.", brands=[brand.pk], trades=_trades(moved))
    if brand.company_id != house.pk:
        trades = _trades(set(brand.categories.values_list("pk", flat=True)))
        cause = f"{brand} went from {house} to {brand.company} on {today(now)}."
        tell(cause, brands=[brand.pk], companies=[house.pk, brand.company_id], trades=trades)
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
    if brand.merged_into_id:
        raise Refused(f"{brand} was merged into {brand.merged_into}.")
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
