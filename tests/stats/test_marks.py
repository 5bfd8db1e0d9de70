"""The platforms' own mark of advertising, and all of what was written."""

from datetime import date, timedelta

import pytest
import time_machine

from stats.actions.post_outcomes import record_read
from stats.models import Post, PostWatch
from stats.post_due import due_of
from stats.post_measuring import read_posts
from stats.results.match import Approved, Seen, departures
from tests.factories import SocialAccountFactory
from tests.stats.conftest import channel

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MIA = channel(1)


def read(standin, account, at) -> dict[str, bool | None]:
    """As the job does; the mark of each post."""
    standin.now = at
    standin.asked.clear()
    PostWatch.objects.get_or_create(account=account)
    due = due_of([account.pk], platform=account.platform, now=at)
    record_read(read_posts(account.platform, due, now=at), due, at=at)
    return dict(Post.objects.filter(account=account).values_list("external_id", "is_paid"))


def asked_for_marks(standin) -> list[str]:
    return [query.partition("id=")[2].split("&")[0] for query in standin.asked if "paidProductPlacement" in query]


def video(name: str, at, **more):
    return {"id": name, "title": name, "published_at": at.isoformat(), "views": 900} | more


def test_each_video_is_asked_once_whether_it_is_marked_and_again_once_a_week(platforms, now):
    account = SocialAccountFactory(external_id=MIA)
    first, second = video("first000001", now - 3 * DAY, paid=True), video("second00002", now - 2 * DAY)
    platforms.channels.script(MIA, {"videos": [first, second]})
    assert read(platforms, account, now) == {"first000001": True, "second00002": False}
    third = video("third000003", now)
    platforms.channels.script(MIA, {"videos": [first, {**second, "paid": True}, third]})
    assert read(platforms, account, now + DAY)["second00002"] is False
    assert asked_for_marks(platforms) == ["third000003"]
    read(platforms, account, now + 2 * DAY)
    assert asked_for_marks(platforms) == []
    assert read(platforms, account, now + 9 * DAY) == dict.fromkeys(
        ("first000001", "second00002", "third000003"), True
    ) | {"third000003": False}


def test_a_mark_that_cannot_be_read_costs_no_post_and_no_mark_that_is_known(platforms, now):
    account = SocialAccountFactory(external_id=MIA)
    platforms.channels.script(MIA, {"videos": [video("first000001", now - 3 * DAY, paid=True)]})
    read(platforms, account, now)
    platforms.channels.script(
        MIA, {"videos": [video("first000001", now - 3 * DAY), video("second00002", now - DAY, paid=True)]}
    )
    platforms.fail("html", times=9, contains="paidProductPlacement")
    assert read(platforms, account, now + 9 * DAY) == {"first000001": True, "second00002": None}


def test_x_tells_its_mark_and_where_its_short_links_lead(platforms, now):
    people = platforms.places["x"].people
    said = {"published_at": (now - DAY).isoformat(), "views": 900}
    people.script(
        "mia",
        {
            "pieces": [
                {"id": "71", "title": "New: https://t.co/x https://t.co/own", "paid": True, **said},
                {"id": "72", "title": "Sea", **said},
            ]
        },
    )
    account = SocialAccountFactory(platform="x", handle="mia", external_id=people.by_handle("mia").id)
    assert read(platforms, account, now) == {"71": True, "72": None}
    assert Post.objects.get(external_id="71").text == "New: https://shop.example/x"


def test_twitch_tells_its_mark_of_what_is_on_and_the_recording_keeps_it(platforms, now):
    people = platforms.places["twitch"].people
    said = {"views": 900, "published_at": (now - 7 * DAY).isoformat()}
    before = {"id": "70", "title": "Last week", "paid": False, **said}
    live = {"id": "71", "title": "On now", "paid": True, **said, "published_at": (now - DAY / 24).isoformat()}
    people.script("mia", {"pieces": [before]})
    account = SocialAccountFactory(platform="twitch", handle="mia", external_id=people.by_handle("mia").id)

    def asked_of_what_is_on() -> list[str]:
        return [ask.path for ask in platforms.places["twitch"].asked if ask.path[7:] in ("streams", "channels")]

    with time_machine.travel(now):
        assert (read(platforms, account, now), asked_of_what_is_on()) == ({"70": None}, [])
        people.script("mia", {"pieces": [before, live]})
        platforms.fail("500", times=99, platform="twitch", contains="streams")
        assert read(platforms, account, now) == {"70": None, "71": None}, "and no post is lost"
        platforms.faults.clear()
        assert read(platforms, account, now) == {"70": None, "71": True}
        people.script("mia", {"pieces": [before, {**live, "paid": False}]})
        taken_off = read(platforms, account, now + timedelta(minutes=30))
        assert taken_off == {"70": None, "71": True}, "while it is still on, and a part of it was marked"
        later = read(platforms, account, now + DAY / 4)
        assert later == {"70": None, "71": True}, "what is on no more is told no more"


def test_a_long_caption_is_kept_to_its_end(platforms, now):
    caption = f"{'A day at the sea. ' * 100}#ad"
    people = platforms.places["instagram"].people
    people.script(
        "mia", {"pieces": [{"id": "9", "title": caption, "published_at": (now - DAY).isoformat(), "views": 900}]}
    )
    account = SocialAccountFactory(platform="instagram", handle="mia")
    read(platforms, account, now)
    assert Post.objects.get().text == caption


@pytest.mark.parametrize(
    ("is_paid", "said"), [(True, []), (False, ["The label #ad is missing."]), (None, ["The label #ad is missing."])]
)
def test_the_platforms_own_mark_stands_for_a_label_that_is_missing(is_paid, said):
    approved = Approved(caption="", label="#ad", channel="x")
    assert departures(approved, Seen("A day at the sea", date(2026, 4, 15), is_paid=is_paid)) == said
