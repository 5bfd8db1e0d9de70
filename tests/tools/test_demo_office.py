"""What the demo office asks of its stand-ins is answered."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from accounts.models import User
from agency.demo import podcast, posts, sharing, staff
from outbox.models import Job
from stats.models import Connection
from stats.platforms.youtube import YouTube
from talent.models import SocialAccount
from tests.factories import BookingFactory, DeliverableFactory, DraftFactory, SocialAccountFactory, owner, talent_user
from tests.standin import StandIn
from tests.stats.conftest import channel

pytestmark = pytest.mark.django_db


def test_videos_that_went_live_for_campaigns_are_read_at_the_stand_in(tmp_path: Path) -> None:
    now, seed = datetime.now(UTC), tmp_path / "standin.json"
    account = SocialAccountFactory(platform="youtube", external_id=channel(1), followers=9_000)
    piece = DeliverableFactory(
        booking=BookingFactory(talent=account.talent, state="confirmed"), channel="youtube", state="published",
        published_at=now - timedelta(days=3), post_url="https://www.youtube.com/watch?v=abcdefghijk",
    )  # fmt: skip
    DraftFactory(deliverable=piece, caption="Seven evenings")
    seed.write_text(json.dumps({"channels": {channel(1): {"followers": 9_000}}, "people": {}}))
    posts.build(now=now, seed_file=seed)
    with StandIn(seed=seed) as standin:
        connector = YouTube(standin.youtube_url, "key")
        told = {post.external_id: post.text for post in connector.posts(channel(1), now - timedelta(days=90))}
        connector.close()
    assert told["abcdefghijk"] == "Seven evenings" and len(told) > 5


def test_the_talent_who_signs_in_has_an_instagram_that_tells_who_follows(tmp_path: Path, settings: Settings) -> None:
    settings.LOGIN_CLIENTS = {"instagram": {"client_id": "app", "client_secret": "secret"}}
    account = SocialAccountFactory(platform="instagram", handle="aoi")
    seed = tmp_path / "standin.json"
    seed.write_text(json.dumps({"people": {"instagram": {"aoi": {"followers": 9_000}}}}))
    talent_user(account.talent, email=staff.TALENT_LOGIN[1])
    sharing.build(talent=account.talent, manager=owner(), now=datetime.now(UTC), seed_file=seed)
    assert Connection.objects.get(state="working").told_audience
    assert Job.objects.get(kind="stats.read_audience").args == {"account_id": account.pk}


@pytest.mark.parametrize(
    ("demo", "before", "after"),
    [
        (True, "http://127.0.0.1:28000/feeds/second-helping", "http://127.0.0.1:28821/feeds/second-helping"),
        (True, "https://pod.example/feed", "https://pod.example/feed"),
        (False, "http://127.0.0.1:28000/feeds/second-helping", "http://127.0.0.1:28000/feeds/second-helping"),
    ],
)
def test_the_podcast_is_found_again_where_the_demo_office_opens_at_another_port(
    settings: Settings, demo: bool, before: str, after: str
) -> None:
    settings.DEMO = demo
    settings.PLATFORM_BASE_URLS = {"youtube": "http://127.0.0.1:28821/youtube/v3"}
    User.objects.filter(pk=owner().pk).update(email=staff.STAFF[0][1])
    account = SocialAccountFactory(platform="podcast", handle=podcast.NAME, url=before)
    call_command("demo", if_empty=True)
    assert SocialAccount.objects.get(pk=account.pk).url == after
