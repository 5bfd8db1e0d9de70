"""From the roster to a talent, on to the next one, and back to the list as it was."""

import re
from hashlib import sha256

import pytest
from django.test import Client

from portals.desk.roster import place, roster
from talent.models import Talent
from tests.factories import TalentFactory, booker, brand_person, manager

pytestmark = pytest.mark.django_db
URL = "/desk/talents/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(booker(name="Aki"))
    return client


@pytest.fixture
def people() -> list[Talent]:
    """In the order of the list by name."""
    return [TalentFactory(name=name, stage="exclusive") for name in ("Aya", "Ben", "Cho")]


def told(desk: Client, talent: Talent, tab: str = "") -> tuple[str, str, str, str]:
    """Where the way back leads, which of how many, and who stands before and after."""
    page = desk.get(f"{URL}{talent.public_id}/{tab}").content.decode()
    back = re.search(r'<a href="([^"]+)">Talents</a>', page)
    number = re.search(r'num nowrap">([^<]+)<', page)
    step = dict(re.findall(r'data-step="(\w+)" href="([^"]+)"', page))
    assert back
    return back[1], number[1] if number else "", step.get("back", ""), step.get("on", "")


def test_a_talent_leads_to_the_one_before_and_the_next_on_the_same_tab_and_back(
    desk: Client, people: list[Talent]
) -> None:
    TalentFactory(name="Abe", stage="registered")  # the filter leaves out
    aya, ben, cho = people
    query = "?stage=exclusive&sort=name"
    desk.get(f"{URL}{query}&panel=1")
    back = f"{URL}?stage=exclusive&amp;sort=name"
    assert told(desk, aya) == (back, "1 of 3", "", f"{URL}{ben.public_id}/")
    before, after = (f"{URL}{one.public_id}/posts/" for one in (aya, cho))
    assert told(desk, ben, "posts/") == (back, "2 of 3", before, after)
    assert told(desk, cho) == (back, "3 of 3", f"{URL}{ben.public_id}/", "")


def test_the_number_goes_on_over_the_pages_of_the_list(
    desk: Client, people: list[Talent], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster, "PER_PAGE", 2)
    desk.get(f"{URL}?sort=name&page=2")
    first, second = (f"{URL}?sort=name&amp;page={number}" for number in (1, 2))
    assert told(desk, people[2]) == (second, "3 of 3", first, "")
    assert told(desk, people[0]) == (second, "", "", "")
    desk.get(f"{URL}?sort=name")
    aya, ben, _ = people
    assert told(desk, ben) == (f"{URL}?sort=name", "2 of 3", f"{URL}{aya.public_id}/", second)
    page = desk.get(f"{URL}{ben.public_id}/").content.decode()
    assert 'title="The next page of the list (j)"' in page and 'title="The one before (k)"' in page


def test_a_page_with_a_form_is_left_for_the_next_talent_s_own(desk: Client, people: list[Talent]) -> None:
    desk.force_login(manager(name="Emi"))
    desk.get(f"{URL}?sort=name")
    assert told(desk, people[0], "next-stage")[3] == f"{URL}{people[1].public_id}/"


def test_who_comes_from_elsewhere_is_led_to_the_whole_roster(desk: Client, people: list[Talent]) -> None:
    assert told(desk, people[1]) == (URL, "", "", "")
    desk.get(f"{URL}?sort=name")
    desk.cookies[place.COOKIE] = desk.cookies[place.COOKIE].value[:-2] + "xx"
    assert told(desk, people[1]) == (URL, "", "", "")


def test_a_list_is_its_readers_own(desk: Client, people: list[Talent]) -> None:
    desk.get(f"{URL}?sort=name&q=Ben")
    desk.force_login(booker(name="Emi"))
    assert told(desk, people[1]) == (URL, "", "", "")
    desk.force_login(brand_person())
    assert desk.get(f"{URL}{people[1].public_id}/").status_code == 404


def test_a_list_that_no_browser_would_keep_is_forgotten(desk: Client, people: list[Talent]) -> None:
    desk.get(f"{URL}?sort=name")
    long = "".join(sha256(bytes([number])).hexdigest() for number in range(200))
    desk.get(URL, {"sort": "name", "nothing": long})
    assert told(desk, people[1]) == (URL, "", "", "")
