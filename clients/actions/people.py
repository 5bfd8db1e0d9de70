"""Who acts for a brand in the client portal."""

from datetime import datetime

from accounts.actions import invite
from accounts.models import User
from accounts.roles import GRANTS, Kind, Permission, Role, can
from clients.models import Brand, BrandMember
from lib.actions import action
from lib.refusals import Refused, require


@action
def invite_brand_person(
    *, brand: Brand, email: str, name: str, role: str, by: User, now: datetime, note: str = ""
) -> BrandMember:
    """Open a place for somebody at the brand. Who works here for another brand already gets this one besides."""
    require(can(by, Permission.INVITE))
    if GRANTS[Role(role)].kind != Kind.CLIENT:
        raise Refused("That role belongs to another portal.")
    brand = Brand.objects.select_for_update(of=("self",)).get(pk=brand.pk)
    if brand.archived_at:
        raise Refused(f"{brand} is archived. Restore it first.")
    user = invite(email=email, name=name, role=role, by=by, now=now, note=note)
    member, _ = BrandMember.objects.get_or_create(
        brand=brand, user=user, defaults={"created_at": now, "created_by": by}
    )
    return member


@action
def remove_brand_person(*, member: BrandMember, by: User, now: datetime, reason: str = "") -> None:
    """Somebody acts for the brand no longer. What they approved stays theirs, and so do their other brands."""
    require(can(by, Permission.INVITE))
    member.delete()
