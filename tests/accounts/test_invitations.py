"""Letting people in."""

import re
from datetime import timedelta

import pytest

from accounts.actions import accept, deactivate, find_open, invite, revoke
from accounts.actions.invitations import GOOD_FOR
from accounts.models import Invitation, User
from lib.refusals import Refused
from outbox.models import Message
from tests.crowd import crowd
from tests.factories import NOW, PASSWORD, UserFactory, booker, manager, office, owner, reader, somebody

pytestmark = pytest.mark.django_db
MIA = "mia@people.example"


def asked(by, role="booker", email=MIA, now=NOW, **values) -> tuple[User, str]:
    """The invited user and the token in their letter."""
    user = invite(email=email, name="Mia", role=role, by=by, now=now, **values)
    letter = Message.objects.order_by("pk").last()
    return user, re.search(r"/invitation/([\w-]+)", letter.body).group(1)


def test_invite_opens_a_place_and_writes_a_letter_that_nobody_else_reads():
    office(name="Yama Office", timezone="Asia/Seoul")
    user, token = asked(manager(name="Ken"), note="See you on Monday.")
    letter = Message.objects.get()
    assert (user.email, user.kind, user.role, user.timezone, user.has_joined) == (
        MIA, "staff", "booker", "Asia/Seoul", False,
    )  # fmt: skip
    assert (letter.to_address, letter.subject, letter.secret, letter.kind) == (
        MIA, "Yama Office opened a place for you", True, "invitation",
    )  # fmt: skip
    assert letter.body.split("\n\n") == [
        "Hello Mia,",
        "Ken at Yama Office opened a place for you.",
        "See you on Monday.",
        f"Choose your password here and come in: http://127.0.0.1:8000/invitation/{token}",
        "The link works once, until 29 April 2026.",
    ]
    assert not Invitation.objects.filter(token_hash=token).exists(), "only the token's hash is kept"


def test_accept_sets_name_and_password_once():
    user, token = asked(manager())
    found = find_open(token, NOW)
    accept(invitation=found, name="Mia Mori", password=PASSWORD, by=user, now=NOW)
    user.refresh_from_db()
    found.refresh_from_db()
    assert (user.name, user.check_password(PASSWORD)) == ("Mia Mori", True)
    assert (found.accepted_at, found.accepted_by) == (NOW, user)
    assert find_open(token, NOW) is None
    with pytest.raises(Refused, match="was used or withdrawn"):
        accept(invitation=found, name="Eve", password="another-cedar-41", by=user, now=NOW)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_accept_at_the_same_moment_has_one_winner():
    user, token = asked(somebody())
    found = find_open(token, NOW)
    outcomes = crowd(
        *[
            lambda word=word: accept(invitation=found, name="Mia", password=f"{word}-umbrella-41", by=user, now=NOW).pk
            for word in ("cedar", "maple", "birch")
        ]
    )
    assert sum(outcome == user.pk for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 2


def test_the_link_ends_after_fourteen_days():
    _, token = asked(manager())
    assert find_open(token, NOW + GOOD_FOR - timedelta(seconds=1)) is not None
    assert find_open(token, NOW + GOOD_FOR) is None
    assert find_open("made-up", NOW) is None


def test_accept_after_the_end_or_by_somebody_else_is_refused():
    user, token = asked(manager())
    found = find_open(token, NOW)
    with pytest.raises(Refused):
        accept(invitation=found, name="Mia", password=PASSWORD, by=user, now=NOW + GOOD_FOR)
    with pytest.raises(Refused):
        accept(invitation=found, name="Mia", password=PASSWORD, by=reader(), now=NOW)
    user.refresh_from_db()
    assert user.has_joined is False


@pytest.mark.parametrize("password", ["short-1", "password123456", "1234567890"])
def test_accept_with_a_weak_password_is_refused_and_the_link_still_works(password):
    user, token = asked(manager())
    if password == "1234567890":
        password = "mia@people"
    with pytest.raises(Refused):
        accept(invitation=find_open(token, NOW), name="Mia", password=password, by=user, now=NOW)
    assert find_open(token, NOW) is not None


def test_a_new_letter_makes_the_old_link_useless_and_gives_the_role_of_today():
    by = manager()
    user, old = asked(by, role="reader")
    again, new = asked(by, role="booker", email="MIA@people.example ")
    again.refresh_from_db()
    assert (again.pk, again.role) == (user.pk, "booker")
    assert (find_open(old, NOW), find_open(new, NOW).user) == (None, user)
    withdrawn = Invitation.objects.get(revoked_at__isnull=False)
    assert (withdrawn.revoked_at, withdrawn.revoked_by) == (NOW, by)


def test_who_has_joined_gets_no_letter():
    user = UserFactory(email=MIA, role="reader")
    assert invite(email=MIA, name="Mia", role="booker", by=manager(), now=NOW) == user
    user.refresh_from_db()
    assert (user.role, Message.objects.count(), Invitation.objects.count()) == ("reader", 0, 0)


def test_an_address_of_another_portal_is_refused():
    UserFactory(email=MIA, role="talent")
    with pytest.raises(Refused) as refused:
        invite(email=MIA, name="Mia", role="booker", by=manager(), now=NOW)
    assert (str(refused.value), refused.value.denied.code) == (f"{MIA} works in the talent portal already.", "kind")


def test_whose_way_in_was_closed_is_not_invited():
    UserFactory(email=MIA, name="Mia", role="booker", is_active=False)
    with pytest.raises(Refused, match="The way in of Mia was closed."):
        invite(email=MIA, name="Mia", role="booker", by=manager(), now=NOW)


def test_a_link_of_somebody_whose_way_in_was_closed_meanwhile_opens_nothing():
    by = manager()
    user, token = asked(by)
    found = find_open(token, NOW)
    deactivate(user=user, by=by, now=NOW)
    assert find_open(token, NOW) is None
    with pytest.raises(Refused):
        accept(invitation=found, name="Mia", password=PASSWORD, by=user, now=NOW)


@pytest.mark.parametrize(
    ("who", "role", "may"),
    [
        (booker, "booker", False),
        (booker, "brand_reader", True),
        (booker, "talent", True),
        (manager, "booker", True),
        (manager, "owner", False),
        (owner, "owner", True),
        (owner, "system", False),
        (reader, "talent", False),
    ],
)
def test_who_may_invite_whom(who, role, may):
    if may:
        assert invite(email=MIA, name="Mia", role=role, by=who(), now=NOW).role == role
        return
    with pytest.raises(Refused):
        invite(email=MIA, name="Mia", role=role, by=who(), now=NOW)
    assert (User.objects.filter(email=MIA).count(), Message.objects.count()) == (0, 0)


def test_a_manager_does_not_make_less_of_an_invited_owner():
    asked(owner(), role="owner")
    with pytest.raises(Refused, match="Only an owner changes an owner."):
        invite(email=MIA, name="Mia", role="reader", by=manager(), now=NOW)
    assert User.objects.get(email=MIA).role == "owner"


def test_revoke_closes_the_link():
    by = manager()
    _, token = asked(by)
    invitation = find_open(token, NOW)
    revoke(invitation=invitation, by=by, now=NOW)
    revoke(invitation=invitation, by=by, now=NOW + timedelta(days=1))
    invitation.refresh_from_db()
    assert (find_open(token, NOW), invitation.revoked_at, invitation.revoked_by) == (None, NOW, by)


def test_revoke_of_what_was_accepted_or_by_a_booker_is_refused():
    user, token = asked(manager())
    invitation = find_open(token, NOW)
    with pytest.raises(Refused) as refused:
        revoke(invitation=invitation, by=booker(), now=NOW)
    assert refused.value.denied.code == "role:invite_staff"
    accept(invitation=invitation, name="Mia", password=PASSWORD, by=user, now=NOW)
    with pytest.raises(Refused, match="Mia has joined already."):
        revoke(invitation=invitation, by=manager(), now=NOW)
