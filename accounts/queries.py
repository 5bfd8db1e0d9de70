"""Reads over people."""

from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import GRANTS, Kind, Permission


def staff() -> QuerySet[User]:
    """Colleagues, by name."""
    return User.objects.filter(kind=Kind.STAFF)


def staff_who_can(permission: Permission) -> QuerySet[User]:
    """Active colleagues whose role carries the permission."""
    roles = [role for role, grant in GRANTS.items() if grant.kind == Kind.STAFF and permission in grant.may]
    return staff().filter(is_active=True, role__in=roles)
