"""The market's tree."""

from datetime import datetime

from django.db import connection
from django.utils.text import slugify

from accounts.models import User
from accounts.roles import Permission, can
from clients.actions.editing import changed, save
from clients.actions.telling import tell, today
from clients.checks import may_archive_category, may_move_category
from clients.models import Category
from clients.queries import descendants, parents
from clients.rules import above
from lib.actions import action
from lib.ids import new_public_id
from lib.refusals import Refused, require

FIELDS = frozenset({"name", "note", "key", "parent"})


def _hold_the_tree() -> None:
    """Two moves at once could close a ring that neither of them sees, so they wait for one another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('clients.category'))")


def _locked(category: Category) -> Category:
    return Category.objects.select_for_update(of=("self",)).get(pk=category.pk)


def _line(category: Category) -> set[int]:
    """A category and what stands above it."""
    return {category.pk, *above(category.pk, parents())}


def _free_key(name: str) -> str:
    key = slugify(name)[:50] or f"c-{new_public_id().lower()}"
    return f"{key}-{new_public_id()[:4].lower()}" if Category.objects.filter(key=key).exists() else key


@action
def add_category(
    *, name: str, by: User, now: datetime, parent: Category | None = None, key: str = "", note: str = ""
) -> Category:
    """A new part of the market, below `parent` or at the top. `key` names it in files; made from `name` where empty."""
    require(can(by, Permission.EDIT_CATEGORIES))
    _hold_the_tree()
    if parent is not None and _locked(parent).archived_at:
        raise Refused(f"{parent} is archived.")
    if key and Category.objects.filter(key=key).exists():
        raise Refused(f"The key {key} is taken.")
    category = Category(parent=parent)
    changed(category, {"name": name, "note": note, "key": key or _free_key(name)}, FIELDS)
    save(category)
    if parent is not None:
        tell(f"{category} was added below {parent} on {today(now)}.", categories=_line(category))
    return category


@action
def rename_category(
    *, category: Category, name: str, by: User, now: datetime, note: str | None = None, reason: str = ""
) -> Category:
    """Another name for the same part of the market. Its key stays."""
    require(can(by, Permission.EDIT_CATEGORIES))
    category = _locked(category)
    fields = {"name": name} if note is None else {"name": name, "note": note}
    save(category, changed(category, fields, FIELDS))
    return category


@action
def move_category(
    *, category: Category, parent: Category | None, by: User, now: datetime, reason: str = ""
) -> Category:
    """Put a category, with all below it, elsewhere. Raises `Refused` where it would stand below itself."""
    require(can(by, Permission.EDIT_CATEGORIES))
    _hold_the_tree()
    category = _locked(category)
    parent = _locked(parent) if parent else None
    require(may_move_category(category, parent))
    before, old = _line(category), category.parent
    category.parent = parent
    save(category, ["parent"])
    if old != parent:
        tell(
            f"{category} was moved from {old or 'the top'} to {parent or 'the top'} on {today(now)}.",
            categories=before | _line(category) | descendants([category.pk]),
        )
    return category


@action
def archive_category(*, category: Category, by: User, now: datetime, reason: str = "") -> Category:
    """Offer an empty category no longer. What refers to it keeps its meaning."""
    require(can(by, Permission.EDIT_CATEGORIES))
    _hold_the_tree()
    category = _locked(category)
    require(may_archive_category(category))
    if category.archived_at is None:
        category.archived_at, category.archived_by = now, by
        category.save(update_fields=["archived_at", "archived_by"])
    return category


@action
def restore_category(*, category: Category, by: User, now: datetime, reason: str = "") -> Category:
    """Offer it again. What stands above it is restored first."""
    require(can(by, Permission.EDIT_CATEGORIES))
    _hold_the_tree()
    category = _locked(category)
    if category.parent and category.parent.archived_at:
        raise Refused(f"{category.parent} is archived. Restore it first.")
    category.archived_at = category.archived_by = None
    category.save(update_fields=["archived_at", "archived_by"])
    return category
