"""Letting talents into their portal."""

from datetime import datetime

from accounts.actions import invite
from accounts.models import User
from accounts.roles import GRANTS, Kind, Permission, Role, can
from lib.actions import action
from lib.refusals import Refused, require
from talent.actions.talents import lock
from talent.checks import may_change
from talent.models import Talent, TalentAccess


@action
def invite_talent(*, talent: Talent, email: str, name: str, by: User, now: datetime, role: str = Role.TALENT) -> User:
    """Open the talent portal for a talent or for the guardian beside them, and send the letter."""
    require(can(by, Permission.INVITE))
    talent = lock(talent)
    require(may_change(talent, by))
    if GRANTS[Role(role)].kind != Kind.TALENT:
        raise Refused("A talent's portal is for talents and their guardians.")
    user = invite(email=email, name=name, role=role, by=by, now=now)
    TalentAccess.objects.get_or_create(talent=talent, user=user, defaults={"created_at": now, "created_by": by})
    return user
