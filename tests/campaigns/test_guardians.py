"""From the eighteenth birthday a guardian reads a talent's portal no longer."""

from datetime import date, datetime, timedelta
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


def ended(talents, asked=0):
    return "done", f"guardians ended of {talents} talents, {asked} asked about"


def told():
    return list(Message.objects.order_by("pk").values_list("to_name", "kind"))


def of_office():
    return Message.objects.get(kind="guardian_ended_manager").body


def test_it_ends_on_the_birthday_by_the_offices_clock_and_all_are_told(talent, mother):
    assert run(END, BIRTHDAY - timedelta(minutes=1)) == ended(0)
    assert who(talent) == ["Aoi", "Mother"]
    assert run(END, BIRTHDAY) == ended(1)
    assert (who(talent), Talent.objects.visible_to(mother).exists()) == (["Aoi"], False)
    assert told() == [("Nils", "guardian_ended_manager"), ("Aoi", "guardian_ended"), ("Mother", "guardian_ended")]
    assert "no way into" not in Message.objects.get(to_name="Aoi").body
    assert "A letter tells Aoi and Mother." in of_office()
    assert "What is to be accepted is Aoi’s own to accept now." in of_office()
    assert run(END, BIRTHDAY + timedelta(hours=1)) == ended(0)


def test_two_guardians_end_in_one_letter_which_neither_of_them_reads_in_the_talents_place(talent, mother):
    talent.access.exclude(user=mother).delete()
    Talent.objects.filter(pk=talent.pk).update(email="aoi@talents.example")
    talent_user(talent, Role.GUARDIAN, name="Father")
    assert run(END, BIRTHDAY) == ended(1)
    assert (who(talent), told()) == (
        [],
        [
            ("Nils", "guardian_ended_manager"), ("Aoi", "guardian_ended"),
            ("Mother", "guardian_ended"), ("Father", "guardian_ended"),
        ],
    )  # fmt: skip
    own = Message.objects.get(to_name="Aoi")
    assert own.to_address == "aoi@talents.example"
    assert "Your portal is no longer open to Mother and Father" in own.body
    assert "A letter tells Aoi, Mother and Father." in of_office()
    assert "Aoi has no way in of their own: invite them" in of_office()


def test_a_guardian_who_was_let_in_again_does_not_count_as_the_talents_own_way_in(talent, mother):
    talent.access.exclude(user=mother).delete()
    stays = talent_user(talent, Role.GUARDIAN, name="Father")
    talent.access.filter(user=stays).update(created_at=BIRTHDAY)
    Talent.objects.filter(pk=talent.pk).update(email="aoi@talents.example")
    assert run(END, BIRTHDAY) == ended(1)
    assert (who(talent), [name for name, _ in told()]) == (["Father"], ["Nils", "Aoi", "Mother"])
    assert "invite them on the talent’s page" in of_office()


def test_the_office_reads_only_of_those_whom_a_letter_reached(talent, mother):
    talent.access.exclude(user=mother).delete()
    User.objects.filter(pk=mother.pk).update(is_active=False)
    assert run(END, BIRTHDAY) == ended(1)
    assert told() == [("Nils", "guardian_ended_manager")]
    assert "No letter reaches them." in of_office()


def test_where_the_birthday_is_long_ago_the_office_is_asked_a_day_before(talent, mother):
    Talent.objects.filter(pk=talent.pk).update(born_on=date(2003, 6, 1))
    talent.access.filter(user=mother).update(created_at=datetime(2020, 1, 1, tzinfo=TOKYO))
    assert run(END, BIRTHDAY) == ended(0, 1)
    assert (who(talent), told()) == (["Aoi", "Mother"], [("Nils", "guardian_ends_manager")])
    asked = Message.objects.get()
    assert (asked.subject, "Aoi is of age, and their portal is still open to Mother." in asked.body) == (
        "Is Aoi’s date of birth right?", True,
    )  # fmt: skip
    assert run(END, BIRTHDAY + timedelta(hours=23)) == ended(0)
    assert run(END, BIRTHDAY + timedelta(days=1)) == ended(1)
    assert who(talent) == ["Aoi"]
    assert "18" not in "".join(Message.objects.values_list("subject", flat=True))
    assert "You are of age." in Message.objects.get(to_name="Aoi").body


def test_a_mistyped_year_that_was_corrected_in_the_day_takes_no_guardian_away(talent, mother):
    Talent.objects.filter(pk=talent.pk).update(born_on=date(2000, 3, 1))
    talent.access.filter(user=mother).update(created_at=datetime(2016, 1, 1, tzinfo=TOKYO))
    run(END, BIRTHDAY)
    Talent.objects.filter(pk=talent.pk).update(born_on=date(2010, 3, 1))
    assert run(END, BIRTHDAY + timedelta(days=2)) == ended(0)
    Talent.objects.filter(pk=talent.pk).update(born_on=date(2000, 3, 1))
    assert run(END, BIRTHDAY + timedelta(days=20)) == ended(0, 1)  # asked again, not ended on the word of long ago
    assert who(talent) == ["Aoi", "Mother"]


def test_of_an_archived_talent_it_ends_without_a_letter(talent, mother, now):
    Talent.objects.filter(pk=talent.pk).update(archived_at=now, archived_by=manager())
    assert run(END, BIRTHDAY) == ended(1)
    assert (who(talent), told()) == (["Aoi"], [])


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
    assert run(END, later + timedelta(days=30)) == ended(0)
    assert who(talent) == ["Aoi", "Mother"]


def test_where_nobody_else_signs_in_the_office_reads_whom_to_invite(talent, mother):
    talent.access.exclude(user=mother).delete()
    Talent.objects.filter(pk=talent.pk).update(email="aoi@talents.example", manager=None)
    able = manager(name="Rin")
    run(END, BIRTHDAY)
    assert "Aoi has no way in of their own: invite them" in Message.objects.get(to_name=able.name).body
    own = Message.objects.get(to_address="aoi@talents.example")
    assert "You have no way into your portal yet." in own.body


def test_of_who_is_under_age_or_born_on_no_known_day_nothing_ends_and_only_the_clock_ends_it(talent, mother, by):
    with pytest.raises(Refused, match="The clock ends"):
        actions.end_guardians(talent=talent, by=by, now=BIRTHDAY)
    Talent.objects.filter(pk=talent.pk).update(born_on=None)
    with pytest.raises(Refused, match="They stand beside the talent still."):
        actions.end_guardians(talent=talent, by=User.objects.system(), now=BIRTHDAY)
    assert run(END, BIRTHDAY) == ended(0)
    assert Message.objects.count() == 0
