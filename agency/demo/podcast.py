"""A podcast, whose feed the stand-in serves: episodes with title and day, and nobody says how many listen."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from accounts.models import User
from stats.actions import record_posts
from stats.platforms.readings import PostReading
from stats.posts import PostsRead
from talent.actions import add_account, edit_account
from talent.models import SocialAccount, Talent

NAME, TITLE = "second-helping", "Second Helping"
EPISODES = (
    "The market before six", "What my grandmother salted", "A knife for life", "Broth, in no hurry",
    "Two cooks, one stove", "Letters about rice",
)  # fmt: skip
EVERY = timedelta(days=14)


def address() -> str:
    """Where the stand-in serves its feed now."""
    there = urlsplit(settings.PLATFORM_BASE_URLS["youtube"])
    return f"{there.scheme}://{there.netloc}/feeds/{NAME}"


def find_again(*, by: User, now: datetime) -> None:
    """Write down where the feed is, should the office have opened at another port than before."""
    ours = SocialAccount.objects.filter(platform="podcast", handle=NAME, url__startswith="http://127.0.0.1:")
    for account in ours.filter(archived_at=None).exclude(url=address()):
        edit_account(account=account, fields={"url": address()}, by=by, now=now)


def build(*, talent: Talent, by: User, now: datetime, seed_file: Path) -> None:
    """An episode each fortnight, known to the stand-in and to the office."""
    account = add_account(
        talent=talent, platform="podcast", handle=NAME, title=TITLE,
        url=address(), by=by, now=now - timedelta(days=90),
    )  # fmt: skip
    items = [
        {
            "guid": f"{NAME}-{len(EPISODES) - number}", "title": title, "link": f"https://podcast.example/{NAME}/{number}",
            "at": (now - timedelta(days=3) - number * EVERY).replace(microsecond=0).isoformat(),
            "sound": f"https://podcast.example/{NAME}/{number}.mp3",
        }
        for number, title in enumerate(EPISODES)
    ]  # fmt: skip
    seed = json.loads(seed_file.read_text())
    seed["feeds"] = {NAME: {"title": TITLE, "items": items}}
    seed_file.write_text(json.dumps(seed, ensure_ascii=False, indent=1, sort_keys=True))
    readings = [
        PostReading(
            external_id=item["guid"], kind="episode", url=item["link"], text=item["title"],
            published_at=datetime.fromisoformat(item["at"]),
        )
        for item in items
    ]  # fmt: skip
    record_posts([PostsRead(account.pk, now - timedelta(days=90), readings)], at=now - timedelta(hours=5))
