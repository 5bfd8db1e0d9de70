"""The page that asks for the figures of many talents."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from talent.models import SocialAccount
from tests.factories import SocialAccountFactory, TalentFactory, booker, reader

pytestmark = pytest.mark.django_db
URL = "/desk/talents/again"


@pytest.fixture
def accounts(settings) -> dict[str, SocialAccount]:
    """Whose turn is tomorrow, who was just read, is in a job, is due, cannot be read; and one of somebody else."""
    settings.PLATFORM_KEYS = {"youtube": {"key": "k"}}
    now, mia = timezone.now(), TalentFactory(name="Mia")
    day, hour = timedelta(days=1), timedelta(hours=1)
    made = {
        "later": (now + day, now - 2 * hour, "youtube", mia), "fresh": (now + day, now - hour / 2, "youtube", mia),
        "running": (now + hour / 2, now - day, "youtube", mia), "due": (now - day, now - day, "youtube", mia),
        "unread": (None, None, "tiktok", mia), "other": (now + day, now - day, "youtube", TalentFactory(name="Ken")),
    }  # fmt: skip
    return {
        name: SocialAccountFactory(
            talent=talent, platform=platform, handle=name, next_refresh_at=at, attempted_at=asked
        )
        for name, (at, asked, platform, talent) in made.items()
    }


def turns() -> dict[str, object]:
    return dict(SocialAccount.objects.values_list("handle", "next_refresh_at"))


def test_the_page_says_how_many_and_asks_for_those_whose_turn_is_later(client: Client, accounts):
    client.force_login(booker())
    mia = accounts["later"].talent.public_id
    page = client.get(f"{URL}?talent={mia}").content.decode()
    assert "New figures for 1 talent" in page and "<b>1</b> account" in page
    assert "2, read within the hour or on their way" in page and "1, for want of a key or a connection" in page
    assert "1, whose turn has come" in page and "come after those that wait already" in page
    before = turns()
    assert "1 account asked for, as far as" in client.post(URL, {"talent": mia}, follow=True).content.decode()
    after = turns()
    assert after["later"] <= timezone.now() and {name for name in after if after[name] != before[name]} == {"later"}
    assert "Ask for" not in client.get(f"{URL}?talent={mia}").content.decode()


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ({"fresh", "unread"}, "What can be read comes by itself."),
        ({"unread"}, "None of their accounts can be read."),
        (set(), "They have no account in use."),
    ],
)
def test_where_nothing_can_be_asked_for_the_page_says_so_and_why(client: Client, accounts, kept, said):
    staff = booker()
    client.force_login(staff)
    mia = accounts["later"].talent.public_id
    SocialAccount.objects.exclude(handle__in=kept).update(archived_at=timezone.now(), archived_by=staff)
    page = client.get(f"{URL}?talent={mia}").content.decode()
    assert f"There is nothing to ask for.</b> {said}" in page
    assert ("/desk/office/platforms/" in page.split("<main")[1]) == ("unread" in kept)
    assert "Back to the list" in page and 'type="submit"' not in page.split("<main")[1]


def test_filters_ask_for_all_that_they_leave(client: Client, accounts):
    client.force_login(booker())
    client.post(URL, {"q": "Ken"})
    assert turns()["other"] <= timezone.now() < turns()["later"]


def test_who_only_reads_has_neither_the_page_nor_its_button(client: Client, accounts):
    client.force_login(reader())
    assert client.post(URL, {"q": "Ken"}).status_code == 403
    assert URL not in client.get("/desk/talents/").content.decode()
    client.force_login(booker())
    assert URL in client.get("/desk/talents/").content.decode()
