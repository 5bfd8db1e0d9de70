"""The page that changes many talents at once."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outbox.models import Message
from portals.desk.roster import change
from stats.actions import decide_stage, set_stage_criteria
from stats.models import StageReview
from talent.models import Talent
from tests.factories import NOW, GenreFactory, TalentFactory, booker, owner, talent_user

pytestmark = pytest.mark.django_db
URL = "/desk/talents/change"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(booker(name="Aki"))
    return client


def test_the_page_says_what_will_change_before_anything_does(desk: Client) -> None:
    cats = GenreFactory(key="cats", name="Cats")
    TalentFactory(name="Mia", stage="exclusive", genres=[cats])
    TalentFactory(name="Ken", stage="exclusive")
    TalentFactory(name="Ren", stage="alumni")
    page = desk.get(f"{URL}?stage=exclusive").content.decode()
    assert "All 2 in the list with its filters." in page
    page = desk.get(f"{URL}?stage=exclusive&do-deed=add_genre&do-genre=cats").content.decode()
    assert "Add the genre Cats" in page and "<b>1</b> talent" in page and "Ken" in page and "Mia" not in page
    assert Talent.objects.filter(genres=cats).count() == 1
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.split("pad measure")[1]))
    assert sent["stage"] == "exclusive" and sent["expected"] == "1"
    answer = desk.post(URL, sent)
    assert answer.headers["Location"] == "/desk/talents/?stage=exclusive"
    assert set(Talent.objects.filter(genres=cats).values_list("name", flat=True)) == {"Mia", "Ken"}
    page = desk.get("/desk/talents/?stage=exclusive").content.decode()
    assert "Add the genre Cats: 1 talent changed." in page


def test_the_filters_by_genre_and_manager_are_not_the_new_ones(desk: Client) -> None:
    cats, dogs = GenreFactory(key="cats", name="Cats"), GenreFactory(key="dogs", name="Dogs")
    mia, ken = TalentFactory(name="Mia", genres=[cats]), TalentFactory(name="Ken")
    desk.post(URL, {"genre": "cats", "do-deed": "add_genre", "do-genre": "dogs", "expected": "1"})
    assert set(mia.genres.all()) == {cats, dogs} and not ken.genres.exists()


def test_only_the_picked_are_changed_and_who_is_left_out_is_named(desk: Client) -> None:
    mia, ken, ren = (TalentFactory(name=name) for name in ("Mia", "Ken", "Ren"))
    desk.post(URL, {"talent": [mia.public_id], "do-deed": "archive", "expected": "1"})
    picked = {"talent": [mia.public_id, ken.public_id], "do-deed": "set_manager", "do-manager": "none"}
    page = desk.get(URL, picked).content.decode()
    assert "Are so already" in page
    page = desk.get(URL, {**picked, "do-manager": booker(name="Rei").public_id}).content.decode()
    assert "Set the manager to Rei" in page and "Mia is archived. Restore them first." in page
    assert set(Talent.objects.filter(archived_at=None)) == {ken, ren}


def test_a_list_that_changed_meanwhile_is_shown_again(desk: Client) -> None:
    TalentFactory(name="Mia")
    answer = desk.post(URL, {"do-deed": "archive", "expected": "7"})
    assert answer.status_code == 422 and "somebody was quicker" in answer.content.decode()
    assert Talent.objects.get().archived_at is None


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?do-deed=add_genre", "Choose the genre."),
        ("?do-deed=set_country", "Choose the country."),
        ("?do-deed=remove_language", "Choose the language."),
        ("?do-deed=set_manager", "Choose a colleague, or nobody."),
        ("?q=zzzz", "Nobody is in this list"),
    ],
)
def test_what_is_missing_is_said(desk: Client, query: str, words: str) -> None:
    TalentFactory(name="Mia", search="mia")
    assert words in desk.get(URL + query).content.decode()


def test_a_country_and_a_language_are_for_all_that_are_in_the_list(desk: Client) -> None:
    mia = TalentFactory(name="Mia", country="", languages=["ja"])
    asked = {"country": "JP", "do-deed": "set_country", "do-country": "FR"}
    assert "Nobody is in this list" in desk.get(URL, asked).content.decode()  # the filter is not the new country
    page = desk.get(URL, {"do-deed": "set_country", "do-country": "JP"}).content.decode()
    assert "Set the country to Japan" in page and "Mia" in page
    desk.post(URL, {"do-deed": "set_country", "do-country": "JP", "expected": "1"})
    desk.post(URL, {"do-deed": "add_language", "do-language": "ko", "expected": "1"})
    mia.refresh_from_db()
    assert (mia.country, mia.languages) == ("JP", ["ja", "ko"])


def test_another_stage_shows_what_it_asks_for_before_and_needs_a_reason(desk: Client) -> None:
    set_stage_criteria(asked={("affiliated", "followers"): 1_000}, by=owner(), now=NOW)
    mia = TalentFactory(name="Mia", stage="registered", followers=400)
    ken = TalentFactory(name="Ken", stage="exclusive", followers=9_000)
    ren = TalentFactory(name="Ren", stage="alumni", followers=5_000)
    asked = {"talent": [t.public_id for t in (mia, ken, ren)], "do-deed": "set_stage", "do-stage": "affiliated"}
    page = desk.get(URL, asked).content.decode()
    assert "Say why. The history of each talent keeps it." in page and "Will change" not in page
    page = desk.get(URL, asked | {"do-reason": "Spring review"}).content.decode()
    assert "Change the stage to affiliated" in page and "<b>3</b> talents" in page
    rising = page.split("What the stage asks for")[1].split("</table>")[0]
    assert "0 of the 2 who come up to it have all of it." in rising and "Ken" not in rising, (
        "who goes down takes no step"
    )
    heads = [words.replace("<br>", " ") for words in re.findall(r"<th[^>]*>(.*?)</th>", rising)]
    cells = re.findall(r"<td[^>]*>(?:<svg.*?</svg> )?(.*?)</td>", rising)
    assert heads[1:] == [
        "Completed bookings at least 1",
        "Pieces live on time at least 80 %",
        "Followers at least 1.00 k",
    ]
    assert cells == ["Mia", "0", "nothing yet", "400", "Ren", "0", "nothing yet", "5.00 k"]
    sent = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.split("pad measure")[1])
    data: dict[str, list[str]] = {}
    for name, value in sent:
        data.setdefault(name, []).append(value)
    desk.post(URL, data)
    assert set(Talent.objects.values_list("stage", flat=True)) == {"affiliated"}
    assert {review.talent for review in StageReview.objects.all()} == {mia, ren}
    assert "Change the stage to affiliated: 3 talents changed." in desk.get("/desk/talents/").content.decode()


def test_a_stage_that_has_no_way_there_is_left_out_and_too_many_are_said(desk: Client, monkeypatch: Any) -> None:
    TalentFactory(name="Mia", stage="registered")
    TalentFactory(name="Ren", stage="applicant")
    asked = {"do-deed": "set_stage", "do-stage": "applicant", "do-reason": "A slip"}
    page = desk.get(URL, asked).content.decode()
    assert "Mia is registered and cannot become applicant." in page and 'name="seen" value=""' in page
    monkeypatch.setattr(change, "MOST_STAGES", 1)
    page = desk.get(URL, asked).content.decode()
    assert "The stage of at most 1 talents is changed at a time" in page and "Will change" not in page


RISE = {"stage": "registered", "do-deed": "set_stage", "do-stage": "affiliated", "do-reason": "Spring review"}


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.split("pad measure")[1]))


def test_only_those_who_were_looked_at_come_to_another_stage(desk: Client) -> None:
    mia, ken = (TalentFactory(name=name, stage="registered") for name in ("Mia", "Ken"))
    sent = hidden(desk.get(URL, RISE).content.decode())
    Talent.objects.filter(pk=mia.pk).update(stage="exclusive")
    ren = TalentFactory(name="Ren", stage="registered", email="ren@example.org")
    answer = desk.post(URL, sent)
    said = answer.content.decode()
    assert answer.status_code == 422 and "Somebody was quicker: Ren stood elsewhere when you looked." in said
    assert 'value="Spring review"' in said
    ken.refresh_from_db()
    ren.refresh_from_db()
    assert (ken.stage, ren.stage, StageReview.objects.count()) == ("registered", "registered", 0)
    assert not Message.objects.filter(kind="stage_changed").exists()
    desk.post(URL, hidden(desk.get(URL, RISE).content.decode()))
    assert set(Talent.objects.values_list("name", "stage")) == {
        ("Mia", "exclusive"), ("Ken", "affiliated"), ("Ren", "affiliated"),
    }  # fmt: skip


def test_a_stage_without_the_list_that_was_looked_at_is_refused(desk: Client) -> None:
    mia = TalentFactory(name="Mia", stage="registered")
    assert desk.post(URL, RISE | {"expected": "1"}).status_code == 422
    mia.refresh_from_db()
    assert mia.stage == "registered"


def test_before_a_stage_all_are_named_with_whom_no_letter_reaches_and_who_was_told_not_now(desk: Client) -> None:
    people = [TalentFactory(name=f"Talent {n:02}", stage="registered") for n in range(23)]
    said = {"talent": people[3], "to": "affiliated", "moves": False, "by": owner()}
    decide_stage(**said, until=(NOW + timedelta(days=2)).date(), reason="Zxearlier", now=NOW)
    now = timezone.now()
    decide_stage(**said, until=(now + timedelta(days=30)).date(), reason="Too soon", now=now)
    page = desk.get(URL, RISE).content.decode()
    named = page.split("23 from registered</b>: ")[1].split("</li>")[0]
    assert named.split(", ") == [person.name for person in people], "all of them"
    assert "Talent 03 until" in page and "Too soon" in page and "Zxearlier" not in page
    assert "Nobody gets a letter with the new stage" in page
    talent_user(people[0])
    Talent.objects.filter(pk=people[1].pk).update(email="t@example.org")
    page = desk.get(URL, RISE).content.decode()
    assert "2 of the 23 get a letter" in page
    unread = page.split("Nobody reads for ")[1].split(". ")[0]
    assert unread.split(", ") == [person.name for person in people[2:]]
    Talent.objects.exclude(pk=people[0].pk).update(email="t@example.org")
    assert "Each of them gets a letter" in desk.get(URL, RISE).content.decode()


@pytest.mark.parametrize("query", ["tier=Gone", "followers_min=many", "stage=exclusive&genre=gone"])
@pytest.mark.parametrize("page", ["talents-change", "talents-again", "outreach-write"])
def test_a_filter_that_cannot_be_read_reaches_nobody_rather_than_all(desk: Client, page: str, query: str) -> None:
    TalentFactory(name="Mia", stage="exclusive")
    said = unescape(desk.get(f"{reverse(f'desk:{page}')}?{query}&do-deed=archive").content.decode())
    assert "Take that filter out first." in said
    assert "Mia" not in said and "Ask for" not in said
