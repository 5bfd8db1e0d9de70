"""From the eighteenth birthday a guardian reads a talent's portal no longer."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from campaigns import actions
from lib.refusals import Refused
from outbox.models import Message
from talent.actions import invite_talent
from talent.models import Talent
from tests.campaigns.test_jobs import run
from tests.factories import manager, talent_user

TOKYO = ZoneInfo("Asia/Tokyo")
BIRTHDAY = datetime(2026, 6, 1, tzinfo=TOKYO)
END = "campaigns.end_guardians"


@pytest.fixture
def mother(talent):
    Talent.objects.filter(pk=talent.pk).update(born_on=BIRTHDAY.replace(year=2008).date(), manager=manager(name="Nils"))
    return talent_user(talent, Role.GUARDIAN, name="Mother")


def who(talent):
    return sorted(talent.access.values_list("user__name", flat=True))


def test_it_ends_on_the_birthday_by_the_offices_clock_and_all_are_told(talent, mother):
    assert run(END, BIRTHDAY - timedelta(minutes=1)) == ("done", "0 guardians ended")
    assert who(talent) == ["Aoi", "Mother"]
    assert run(END, BIRTHDAY) == ("done", "1 guardians ended")
    assert (who(talent), Talent.objects.visible_to(mother).exists()) == (["Aoi"], False)
    told = Message.objects.order_by("pk").values_list("to_name", "kind")
    assert list(told) == [
        ("Nils", "guardian_ended_manager"), ("Aoi", "guardian_ended"), ("Mother", "guardian_ended"),
    ]  # fmt: skip
    assert "no way into" not in Message.objects.get(to_name="Aoi").body
    assert run(END, BIRTHDAY + timedelta(hours=1)) == ("done", "0 guardians ended")


def test_a_guardian_who_stands_beside_nobody_reads_so_at_home_and_finds_nothing_else(talent, mother):
    run(END, BIRTHDAY)
    browser = Client()
    browser.force_login(mother)
    said = browser.get("/talent/")
    assert (said.status_code, b"No portal is open to you" in said.content, b"Aoi" in said.content) == (200, True, False)
    assert browser.get("/talent/profile/").status_code == 404


def test_who_is_let_in_on_the_adults_word_stays(talent, mother):
    run(END, BIRTHDAY)
    later = BIRTHDAY + timedelta(days=3)
    invite_talent(talent=talent, email=mother.email, name="Mother", role=Role.GUARDIAN, by=manager(), now=later)
    assert run(END, later + timedelta(days=30)) == ("done", "0 guardians ended")
    assert who(talent) == ["Aoi", "Mother"]


def test_where_nobody_else_signs_in_the_office_reads_whom_to_invite(talent, mother):
    talent.access.exclude(user=mother).delete()
    Talent.objects.filter(pk=talent.pk).update(email="aoi@talents.example", manager=None)
    able = manager(name="Rin")
    run(END, BIRTHDAY)
    assert "Nobody can sign in for Aoi: invite them" in Message.objects.get(to_name=able.name).body
    own = Message.objects.get(to_address="aoi@talents.example")
    assert "You have no way into your portal yet." in own.body


def test_of_who_is_under_age_or_born_on_no_known_day_nothing_ends_and_only_the_clock_ends_it(talent, mother, by):
    access = talent.access.get(user=mother)
    with pytest.raises(Refused, match="The clock ends"):
        actions.end_guardian(access=access, by=by, now=BIRTHDAY)
    Talent.objects.filter(pk=talent.pk).update(born_on=None)
    with pytest.raises(Refused, match="They stand beside the talent still."):
        actions.end_guardian(access=access, by=User.objects.system(), now=BIRTHDAY)
    assert run(END, BIRTHDAY) == ("done", "0 guardians ended")
    assert Message.objects.count() == 0
