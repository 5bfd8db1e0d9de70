"""The first person in."""

from datetime import datetime

from accounts.actions.invitations import fresh_link
from accounts.models import Office, User
from accounts.roles import Kind, Role
from lib.actions import action
from lib.refusals import Refused


@action
def open_office(*, office: str, name: str, email: str, by: User, now: datetime) -> str:
    """Name the office and open a place for its first owner. Returns the link at which they choose a password.

    Asked again for the same address before it was used, it gives a new link and the old one stops working. Raises
    `Refused` where the office has an owner already: owners invite owners.
    """
    owners = User.objects.select_for_update(of=("self",)).filter(kind=Kind.STAFF, role=Role.OWNER)
    owner = owners.filter(email__iexact=email.strip()).first()
    if owners.exclude(email__iexact=email.strip()).exists() or (owner and owner.has_joined):
        raise Refused("The office has an owner already. They invite everybody else from the desk.")
    if owner is None:
        owner = User(email=email.strip().lower(), name=name.strip(), kind=Kind.STAFF, role=Role.OWNER)
        owner.set_unusable_password()
        owner.full_clean(exclude=["password"])
        owner.save()
    settings = Office.objects.current()
    if office.strip() and settings.name != office.strip():
        settings.name = office.strip()
        settings.save(update_fields=["name"])
    return fresh_link(owner, by=by, now=now)
