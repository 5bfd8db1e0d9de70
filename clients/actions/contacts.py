"""The people at a brand whom the office calls."""

from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.roles import Permission, can
from clients.actions.editing import changed, save
from clients.models import Brand, Contact
from lib.actions import action
from lib.refusals import require

FIELDS = frozenset({"name", "title", "email", "phone"})


@action
def add_contact(*, brand: Brand, name: str, by: User, now: datetime, **fields: Any) -> Contact:
    """Write down somebody at the brand."""
    require(can(by, Permission.EDIT_CLIENTS))
    contact = Contact(brand=brand)
    changed(contact, {"name": name, **fields}, FIELDS)
    save(contact)
    return contact


@action
def edit_contact(*, contact: Contact, fields: dict[str, Any], by: User, now: datetime, reason: str = "") -> Contact:
    """Change what is written about them."""
    require(can(by, Permission.EDIT_CLIENTS))
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    save(contact, changed(contact, fields, FIELDS))
    return contact


@action
def remove_contact(*, contact: Contact, by: User, now: datetime, reason: str = "") -> None:
    """Strike somebody out; the history keeps them."""
    require(can(by, Permission.EDIT_CLIENTS))
    contact.delete()
