"""People and their invitations."""

from datetime import timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.models import Invitation, User
from accounts.roles import GRANTS, Role
from tests.factories.base import NOW, PASSWORD, Made


class UserFactory(DjangoModelFactory):
    """Somebody who has joined and signs in with `PASSWORD`; the kind follows from the role."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    role = Role.BOOKER
    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@people.example")
    kind = factory.LazyAttribute(lambda o: str(GRANTS[Role(o.role)].kind))
    password = factory.django.Password(PASSWORD)
    created_at = NOW


def owner(**values: Any) -> User:
    return UserFactory(role=Role.OWNER, **values)


def manager(**values: Any) -> User:
    return UserFactory(role=Role.MANAGER, **values)


def booker(**values: Any) -> User:
    return UserFactory(role=Role.BOOKER, **values)


def finance(**values: Any) -> User:
    return UserFactory(role=Role.FINANCE, **values)


def reader(**values: Any) -> User:
    return UserFactory(role=Role.READER, **values)


class InvitationFactory(Made):
    class Meta:
        model = Invitation

    user = factory.SubFactory(UserFactory, password=None)
    token_hash = factory.Sequence(lambda n: f"{n:064x}")
    expires_at = NOW + timedelta(days=14)
