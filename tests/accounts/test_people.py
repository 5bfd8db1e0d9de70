"""Changing who people are in the office."""

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import change_profile, change_role, deactivate, reactivate
from accounts.models import User
from accounts.queries import staff, staff_who_can
from accounts.roles import Permission
from lib.refusals import Refused
from tests.crowd import crowd
from tests.factories import (
    NOW,
    PASSWORD,
    UserFactory,
    booker,
    brand_person,
    finance,
    manager,
    owner,
    reader,
    somebody,
    talent_user,
)

pytestmark = pytest.mark.django_db


def test_change_role_keeps_the_portal():
    user = reader()
    change_role(user=user, role="finance", by=manager(), now=NOW)
    user.refresh_from_db()
    assert user.role == "finance"
    with pytest.raises(Refused, match="That role belongs to another portal."):
        change_role(user=user, role="talent", by=manager(), now=NOW)


def test_the_database_keeps_role_and_portal_together():
    user = reader()
    with pytest.raises(IntegrityError, match="accounts_user_role_fits_kind"), transaction.atomic():
        User.objects.filter(pk=user.pk).update(role="talent")


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        (lambda user, by: change_role(user=user, role="reader", by=by, now=NOW), "Only an owner changes an owner."),
        (lambda user, by: deactivate(user=user, by=by, now=NOW), "Only an owner changes an owner."),
        (lambda user, by: change_role(user=reader(), role="owner", by=by, now=NOW), "Only an owner makes"),
    ],
)
def test_a_manager_neither_changes_nor_makes_an_owner(verb, sentence):
    with pytest.raises(Refused, match=sentence):
        verb(owner(), manager())


def test_the_last_owner_stays_owner():
    last = owner()
    owner(is_active=False)
    invited = owner(password=None)
    for verb in (
        lambda: change_role(user=last, role="manager", by=last, now=NOW),
        lambda: deactivate(user=last, by=invited, now=NOW),
    ):
        with pytest.raises(Refused, match="The office needs an owner. Make somebody else owner first."):
            verb()
    second = owner()
    change_role(user=last, role="manager", by=second, now=NOW)
    last.refresh_from_db()
    assert last.role == "manager"


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_owners_cannot_close_out_one_another_at_once():
    for _ in range(10):
        User.objects.filter(role="owner").update(is_active=False)
        one, two = owner(), owner()
        outcomes = crowd(
            lambda: deactivate(user=two, by=one, now=NOW).pk,  # noqa: B023
            lambda: deactivate(user=one, by=two, now=NOW).pk,  # noqa: B023
        )
        assert sorted(isinstance(outcome, Refused) for outcome in outcomes) == [False, True]
        assert User.objects.filter(role="owner", is_active=True).count() == 1


def test_deactivate_ends_the_sessions_of_that_person_only(client):
    user, other, by = booker(), booker(), manager()
    theirs, others = Client(), Client()
    theirs.force_login(user)
    others.force_login(other)
    deactivate(user=user, by=by, now=timezone.now())
    user.refresh_from_db()
    assert user.is_active is False
    page = reverse("account_change_password")
    assert (theirs.get(page).status_code, others.get(page).status_code) == (302, 200)
    assert Session.objects.count() == 1
    assert client.login(email=user.email, password=PASSWORD) is False


def test_nobody_closes_their_own_way_in():
    one, _ = owner(), owner()
    with pytest.raises(Refused, match="You cannot close your own way in."):
        deactivate(user=one, by=one, now=NOW)


def test_reactivate_opens_the_way_in_but_not_for_the_system():
    user = booker(is_active=False)
    reactivate(user=user, by=manager(), now=NOW)
    user.refresh_from_db()
    assert user.is_active is True
    with pytest.raises(Refused):
        reactivate(user=User.objects.system(), by=owner(), now=NOW)


def test_a_booker_closes_the_way_in_of_brands_and_talents_but_not_of_colleagues():
    by = booker()
    for user in (brand_person(), talent_user()):
        assert deactivate(user=user, by=by, now=NOW).is_active is False
    with pytest.raises(Refused) as refused:
        deactivate(user=reader(), by=by, now=NOW)
    assert refused.value.denied.code == "role:invite_staff"


def test_change_profile_is_ones_own():
    user = booker(name="Old")
    change_profile(user=user, name=" New ", timezone="Europe/Berlin", theme="dark", by=user, now=NOW)
    user.refresh_from_db()
    assert (user.name, user.timezone, user.theme) == ("New", "Europe/Berlin", "dark")
    with pytest.raises(Refused, match="People change their own profile."):
        change_profile(user=user, name="X", timezone="UTC", theme="dark", by=owner(), now=NOW)
    with pytest.raises(Refused, match="Mars/Base is not the name of a time zone."):
        change_profile(user=user, name="X", timezone="Mars/Base", theme="dark", by=user, now=NOW)


def test_the_system_is_one_and_signs_in_nowhere(client):
    system = User.objects.system()
    assert User.objects.system() == system
    assert (system.is_active, system.has_joined) == (False, False)
    with pytest.raises(IntegrityError, match="accounts_user_one_system"), transaction.atomic():
        UserFactory(role="system")


def test_addresses_are_one_whatever_their_case():
    user = booker(email="Mia@People.example")
    assert User.objects.get_by_natural_key("mia@people.EXAMPLE") == user
    with pytest.raises(IntegrityError, match="accounts_user_email"), transaction.atomic():
        booker(email="mia@people.example")


def test_staff_who_can_are_active_and_have_the_role():
    chief, clerk, gone = manager(name="A"), finance(name="B"), manager(name="C", is_active=False)
    talent_user()
    hana = somebody()  # who made the talent
    assert list(staff()) == [chief, clerk, gone, hana]
    assert list(staff_who_can(Permission.SIGN_CONTRACTS)) == [chief, hana]
    assert list(staff_who_can(Permission.READ_MONEY)) == [chief, clerk, hana]
    assert list(staff_who_can(Permission.RUN_OFFICE)) == []
