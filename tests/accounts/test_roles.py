"""The one file that says who may do what, held against the table that the office was promised."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.roles import GRANTS, Kind, Permission, Role, can, roles_of
from tests.factories import UserFactory

P = Permission
PROMISED: dict[str, set[str]] = {
    "read_desk": {"owner", "manager", "booker", "finance", "reader"},
    "edit_roster": {"owner", "manager", "booker"},
    "import_roster": {"owner", "manager", "booker"},
    "edit_clients": {"owner", "manager", "booker"},
    "edit_categories": {"owner", "manager"},
    "edit_benchmarks": {"owner", "manager"},
    "run_campaigns": {"owner", "manager", "booker"},
    "sign_contracts": {"owner", "manager"},
    "decide_clashes": {"owner", "manager"},
    "override_clashes": {"owner"},
    "refresh_figures": {"owner", "manager", "booker"},
    "invite": {"owner", "manager", "booker"},
    "invite_staff": {"owner", "manager"},
    "run_office": {"owner"},
    "read_messages": {"owner", "manager", "booker", "finance"},
    "read_money": {"owner", "manager", "booker", "finance"},
    "read_spread": {"owner"},
    "approve_drafts": {"brand_approver"},
    "answer_shortlists": {"brand_approver"},
    "key_sales": {"brand_approver"},
    "write_briefs": {"brand_approver"},
    "rate_talents": {"brand_approver"},
    "ship_gifts": {"brand_approver"},
    "read_brand": {"brand_approver", "brand_reader"},
    "apply": {"talent"},
    "accept_terms": {"talent", "guardian"},
    "deliver": {"talent"},
    "say_away": {"talent", "guardian"},
    "say_wishes": {"talent", "guardian"},
    "connect_accounts": {"talent", "guardian"},
    "read_own": {"talent", "guardian"},
    "write_threads": {
        "owner",
        "manager",
        "booker",
        "brand_approver",
        "brand_reader",
        "talent",
        "guardian",
    },
}


@pytest.mark.parametrize("permission", list(Permission), ids=str)
def test_permission_belongs_to_the_promised_roles(permission):
    assert {str(role) for role, grant in GRANTS.items() if permission in grant.may} == PROMISED[permission]


def test_every_role_has_a_grant_with_a_sentence_and_one_portal():
    assert set(GRANTS) == set(Role)
    assert all(grant.sentence.endswith(".") for grant in GRANTS.values())
    assert sorted(role for kind in Kind for role in roles_of(kind)) == sorted(Role)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [r for r in Role if r != Role.SYSTEM], ids=str)
def test_can_answers_as_the_table_says(role):
    user = UserFactory.build(role=role)
    assert {str(p) for p in Permission if can(user, p)} == {p for p, roles in PROMISED.items() if role in roles}


def test_can_says_who_may():
    denied = can(UserFactory.build(role=Role.BOOKER), P.SIGN_CONTRACTS)
    assert str(denied) == "Only owners and managers may sign and end ambassador contracts."
    denied = can(UserFactory.build(role=Role.TALENT), P.RUN_OFFICE)
    assert (str(denied), denied.code) == (
        "Nobody in this portal may change the office's settings, tiers and jobs.",
        "role:run_office",
    )


def test_nobody_and_the_deactivated_can_nothing():
    gone = UserFactory.build(role=Role.OWNER, is_active=False)
    assert [can(user, p).code for user in (AnonymousUser(), gone) for p in Permission] == ["anonymous"] * 2 * len(P)
