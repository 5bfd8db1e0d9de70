"""Changing who people are in the office."""

from datetime import datetime
from zoneinfo import available_timezones

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Q

from accounts.models import User
from accounts.roles import GRANTS, Kind, Permission, Role, can
from lib.actions import action
from lib.refusals import Refused, require


def _locked(user: User) -> User:
    """The row as it is now, held together with those of all owners: two owners cannot close out one another at once."""
    rows = User.objects.select_for_update(of=("self",)).filter(Q(pk=user.pk) | Q(role=Role.OWNER)).order_by("pk")
    return next(row for row in rows if row.pk == user.pk)


def _others_own(user: User) -> bool:
    """Whether somebody else can sign in as owner."""
    others = User.objects.filter(role=Role.OWNER, is_active=True).exclude(pk=user.pk)
    return any(other.has_joined for other in others)


def _may_change(by: User, user: User) -> None:
    require(can(by, Permission.INVITE_STAFF if user.kind == Kind.STAFF else Permission.INVITE))
    if user.role == Role.OWNER and by.role != Role.OWNER:
        raise Refused("Only an owner changes an owner.")


@action
def change_role(*, user: User, role: str, by: User, now: datetime, reason: str = "") -> User:
    """Give somebody another role in the same portal. The last owner stays owner."""
    user = _locked(user)
    _may_change(by, user)
    if GRANTS[Role(role)].kind != user.kind:
        raise Refused("That role belongs to another portal.")
    if role == Role.OWNER and by.role != Role.OWNER:
        raise Refused("Only an owner makes somebody an owner.")
    if user.role == Role.OWNER and role != Role.OWNER and not _others_own(user):
        raise Refused("The office needs an owner. Make somebody else owner first.")
    user.role = role
    user.save(update_fields=["role"])
    return user


@action
def deactivate(*, user: User, by: User, now: datetime, reason: str = "") -> User:
    """Close somebody's way in, at once: sessions end with it. Their work stays."""
    user = _locked(user)
    _may_change(by, user)
    if user.pk == by.pk:
        raise Refused("You cannot close your own way in.")
    if user.role == Role.OWNER and not _others_own(user):
        raise Refused("The office needs an owner. Make somebody else owner first.")
    user.is_active = False
    user.save(update_fields=["is_active"])
    open_ones = Session.objects.filter(expire_date__gt=now)
    stale = [session.pk for session in open_ones if session.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(pk__in=stale).delete()
    return user


@action
def reactivate(*, user: User, by: User, now: datetime, reason: str = "") -> User:
    """Open the way in again."""
    user = _locked(user)
    _may_change(by, user)
    if user.kind == Kind.SYSTEM:
        raise Refused("Nobody signs in as the system.")
    user.is_active = True
    user.save(update_fields=["is_active"])
    return user


@action
def change_profile(*, user: User, name: str, timezone: str, theme: str, by: User, now: datetime) -> User:
    """One's own name, clock and light."""
    if user.pk != by.pk:
        raise Refused("People change their own profile.")
    if timezone not in available_timezones():
        raise Refused(f"{timezone} is not the name of a time zone.")
    user.name, user.timezone, user.theme = name.strip() or user.name, timezone, theme
    user.save(update_fields=["name", "timezone", "theme"])
    return user
