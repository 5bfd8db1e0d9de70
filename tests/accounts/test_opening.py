"""The first owner comes in without anybody to invite them."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.actions import accept, find_open
from accounts.models import Office, User
from accounts.roles import Role

pytestmark = pytest.mark.django_db


def opened(capsys, **asked):
    call_command("open_office", **{"office": "Aozora", "name": "Akiko", "email": "Akiko@Office.example", **asked})
    return capsys.readouterr().out.strip().rsplit("/", 1)[-1]


def test_open_office_lets_the_first_owner_choose_a_password(capsys, client, now):
    token = opened(capsys)
    assert Office.objects.current().name == "Aozora"
    page = client.post(f"/invitation/{token}", {"name": "Akiko Kamada", "password": "a quiet sentence"})
    owner = User.objects.get(role=Role.OWNER)
    assert (page.status_code, page.url, owner.name, owner.email) == (
        302,
        "/desk/",
        "Akiko Kamada",
        "akiko@office.example",
    )


def test_open_office_asked_again_gives_a_new_link_and_the_old_one_stops(capsys, now):
    first, second = opened(capsys), opened(capsys, office="")
    at = timezone.now()
    assert find_open(first, at) is None
    assert find_open(second, at).user.email == "akiko@office.example"
    assert (User.objects.filter(role=Role.OWNER).count(), Office.objects.current().name) == (1, "Aozora")


def test_open_office_refused_once_there_is_an_owner(capsys):
    at = timezone.now()
    found = find_open(opened(capsys), at)
    accept(invitation=found, name="Akiko", password="a quiet sentence", by=found.user, now=at)
    for email in ("akiko@office.example", "other@office.example"):
        with pytest.raises(CommandError, match=r"^The office has an owner already\."):
            call_command("open_office", name="B", email=email)


def test_open_office_says_what_is_wrong_with_an_address():
    with pytest.raises(CommandError, match="Write an e-mail address"):
        call_command("open_office", name="B", email="nobody")
