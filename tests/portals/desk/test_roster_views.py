"""Saved views, columns, and talents side by side."""

from typing import Any

import pytest
from django.test import Client

from lib.refusals import Refused
from talent.actions import drop_view, edit_view, open_with, save_view
from talent.models import RosterChoice, RosterView
from tests.factories import NOW, SocialAccountFactory, TalentFactory, booker, owner, reader
from tests.portals.desk.test_roster import listed

pytestmark = pytest.mark.django_db
URL = "/desk/talents/"


@pytest.fixture
def aki() -> Any:
    return booker(name="Aki")


@pytest.fixture
def desk(client: Client, aki: Any) -> Client:
    client.force_login(aki)
    return client


def kept(by: Any, **fields: Any) -> RosterView:
    usual = {"name": "Ours", "query": "stage=exclusive", "columns": ["tier"], "is_shared": False}
    return save_view(**{**usual, **fields}, by=by, now=NOW)


def test_a_view_keeps_filters_order_and_columns_and_nothing_else(desk: Client, aki: Any) -> None:
    TalentFactory(stage="exclusive")
    data = {"name": "Exclusive", "is_shared": "on", "query": "stage=exclusive&sort=name&page=4&rows=tall&x=1"}
    answer = desk.post(f"{URL}views/save", {**data, "column": ["genres", "nonsense"]})
    view = RosterView.objects.get()
    assert (view.name, view.query, view.columns, view.is_shared) == (
        "Exclusive", "stage=exclusive&sort=name", ["genres"], True,
    )  # fmt: skip
    assert answer.headers["Location"] == f"{URL}?stage=exclusive&sort=name&view={view.public_id}"
    page = desk.get(answer.headers["Location"]).content.decode()
    assert ">Genres</a>" in page and ">Stage</th>" not in page and "Save changes to view" not in page


def test_a_view_with_other_filters_can_take_them(desk: Client, aki: Any) -> None:
    view = kept(aki)
    assert "Save changes to view" in desk.get(f"{URL}?stage=alumni&view={view.public_id}").content.decode()
    desk.post(f"{URL}views/{view.public_id}/update", {"query": "stage=alumni"})
    view.refresh_from_db()
    assert view.query == "stage=alumni"


def test_a_view_is_renamed_shared_and_thrown_away_by_its_maker_alone(aki: Any) -> None:
    view = kept(aki, is_shared=True)
    with pytest.raises(Refused, match="Ours is a view of Aki"):
        edit_view(view=view, name="Mine", by=owner(), now=NOW)
    with pytest.raises(Refused, match="Ours is a view of Aki"):
        drop_view(view=view, by=owner(), now=NOW)
    assert edit_view(view=view, name=" Best ", is_shared=False, by=aki, now=NOW).name == "Best"
    drop_view(view=view, by=aki, now=NOW)
    assert RosterView.objects.count() == 0
    with pytest.raises(Refused, match="This view is gone"):
        drop_view(view=view, by=aki, now=NOW)


def test_two_views_of_one_person_have_two_names(aki: Any) -> None:
    kept(aki)
    with pytest.raises(Refused, match="You have a view of this name already"):
        kept(aki, name="ours")
    assert kept(owner()).name == "Ours"


def test_thirty_views_are_enough(aki: Any) -> None:
    for number in range(30):
        kept(aki, name=f"View {number}")
    with pytest.raises(Refused, match="You have 30 views"):
        kept(aki, name="One more")


def test_colleagues_see_what_is_shared_and_nobody_elses(desk: Client) -> None:
    rei = reader(name="Rei")
    shared, own = kept(rei, name="For all", is_shared=True), kept(rei, name="For Rei")
    page = desk.get(URL).content.decode()
    assert "For all" in page and "For Rei" not in page
    assert desk.get(f"{URL}views/{own.public_id}/edit").status_code == 404
    page = desk.get(f"{URL}?{shared.query}&view={shared.public_id}").content.decode()
    assert "A view of Rei. Save your own to change it." in page


def test_the_roster_opens_with_the_chosen_view_until_it_is_gone(desk: Client, aki: Any) -> None:
    TalentFactory(name="Mia", stage="exclusive")
    TalentFactory(name="Ken", stage="registered")
    view = kept(aki)
    desk.post(f"{URL}start", {"view": view.public_id})
    assert desk.get(URL).headers["Location"] == f"{URL}?stage=exclusive&view={view.public_id}"
    assert listed(desk, "?view=all&sort=name") == ["Ken", "Mia"]
    desk.post(f"{URL}views/{view.public_id}/drop")
    assert listed(desk, "?sort=name") == ["Ken", "Mia"] and desk.get(URL).status_code == 200
    desk.post(f"{URL}start", {"view": ""})
    assert RosterChoice.objects.get(user=aki).opens_with is None


def test_nobody_opens_with_a_view_they_do_not_see(aki: Any) -> None:
    with pytest.raises(Refused, match="This view is gone"):
        open_with(view=kept(owner()), by=aki, now=NOW)


def test_columns_are_each_persons_own_and_none_means_the_usual(desk: Client, aki: Any) -> None:
    TalentFactory(name="Mia")
    desk.post(f"{URL}columns", {"column": ["country", "tier"], "query": "sort=name"})
    page = desk.get(URL).content.decode()
    assert ">Country</a>" in page and ">Manager</th>" not in page
    desk.post(f"{URL}columns", {"query": ""})
    assert ">Manager</th>" in desk.get(URL).content.decode()


def test_columns_chosen_in_ones_view_are_the_views(desk: Client, aki: Any) -> None:
    view = kept(aki)
    desk.post(f"{URL}columns", {"column": ["country"], "query": "stage=exclusive", "view": view.public_id})
    view.refresh_from_db()
    assert view.columns == ["country"] and not RosterChoice.objects.exists()


def test_talents_stand_side_by_side_in_the_order_of_the_address_and_no_more_than_five(desk: Client) -> None:
    made = [TalentFactory(name=f"Talent {number}") for number in range(6)]
    SocialAccountFactory(talent=made[0], platform="twitch", handle="zero.live", followers=4_400)
    query = "&".join(f"talent={talent.public_id}" for talent in reversed(made))
    page = desk.get(f"{URL}compare?{query}").content.decode()
    places = [page.index(f">Talent {number}</a>") for number in (5, 4, 3, 2, 1)]
    assert places == sorted(places) and ">Talent 0</a>" not in page
    assert "At most 5 stand side by side. The other 1 is left out." in page
    page = desk.get(f"{URL}compare?talent={made[0].public_id}&talent={made[1].public_id}").content.decode()
    assert "@zero.live" in page and "No account" in page
    assert f'href="?talent={made[1].public_id}"' in page


def test_nobody_to_compare_says_what_to_do(desk: Client) -> None:
    assert "Choose two to five talents" in desk.get(f"{URL}compare").content.decode()


def test_comparing_asks_as_often_for_one_as_for_three(desk: Client, django_assert_num_queries: Any) -> None:
    made = [TalentFactory() for _ in range(3)]
    for talent in made:
        SocialAccountFactory(talent=talent, measured=True)
    for some in (made[:1], made):
        address = f"{URL}compare?" + "&".join(f"talent={talent.public_id}" for talent in some)
        desk.get(address)
        with django_assert_num_queries(9):
            desk.get(address)
