"""What the demo's accounts published: posts of the last hundred days, with figures as their platforms give them."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from math import exp
from pathlib import Path
from random import Random
from typing import Any

from campaigns.models import Deliverable, DeliverableState
from stats.actions import compute_numbers, record_posts
from stats.models import PostWatch
from stats.platforms.readings import PostReading
from stats.posts import PostsRead
from stats.results.match import post_key
from talent.models import SocialAccount

SPAN = 100  # days
READ_AGO = timedelta(hours=5)
SETTLES = 4.0  # days after which most of a post's views are there; the stand-in reckons alike

# Kind, share of the followers that see it, likes for a hundred views, days between two posts.
HABITS: dict[str, tuple[str, tuple[float, float], tuple[float, float], tuple[float, float]]] = {
    "instagram": ("reel", (0.12, 0.6), (1.5, 5.0), (1.5, 6)),
    "tiktok": ("video", (0.2, 1.6), (5.0, 13.0), (1, 5)),
    "youtube": ("video", (0.03, 0.25), (1.5, 4.5), (3, 12)),
    "x": ("post", (0.05, 0.5), (0.6, 3.0), (0.8, 4)),
    "facebook": ("post", (0.05, 0.3), (1.0, 4.0), (2, 7)),
    "twitch": ("video", (0.02, 0.2), (0, 0), (3, 9)),
}
TITLES = (
    "What I carry on a long day", "Up before the market opens", "Three dishes, one pan", "The quiet side of town",
    "I tried it for thirty days", "Rain on the balcony", "Packing for four days", "How this jacket is made",
    "Sunday, nothing planned", "A letter to my first camera", "The train along the coast", "Five books for autumn",
    "My mother's soup", "Stretch with me", "We swapped rooms", "Late ferry home", "The shop that mends everything",
    "First frost", "Learning to whistle", "A table for eleven", "What the studio looks like now", "Run by the river",
    "Questions you asked", "Old songs, new strings", "The smallest kitchen", "Half an hour of clay", "Back on the bike",
    "A day without a phone", "The hat finally fits", "Tea, and then more tea",
)  # fmt: skip


def build(*, now: datetime, seed_file: Path) -> None:
    """Give every account its posts, tell the stand-in of them, and compute all numbers."""
    at = now - READ_AGO
    accounts = list(SocialAccount.objects.filter(archived_at=None, platform__in=HABITS).order_by("pk"))
    seed: dict[str, Any] = json.loads(seed_file.read_text())
    reads = []
    for account in accounts:
        rng = Random(f"posts {account.platform} {account.handle}")
        facts = sorted([*_facts(rng, account, now), *_delivered(rng, account, now)], key=_newest, reverse=True)
        if account.external_id in seed["channels"]:
            told = [{key: value for key, value in each.items() if key != "url"} for each in facts]
            seed["channels"][account.external_id]["videos"] = told  # there a video's address follows from its id
        elif account.handle in seed["people"].get(account.platform, {}):
            seed["people"][account.platform][account.handle]["pieces"] = facts
        reads.append(PostsRead(account.pk, at - timedelta(days=SPAN), [_reading(account, each, at) for each in facts]))
    seed_file.write_text(json.dumps(seed, ensure_ascii=False, indent=1, sort_keys=True))
    record_posts(reads, at=at)
    read = PostWatch.objects.filter(account__in=accounts)
    read.update(next_at=at + timedelta(days=1), deep_at=at, attempted_at=at)
    compute_numbers([account.pk for account in SocialAccount.objects.filter(archived_at=None)], now=now)


def _facts(rng: Random, account: SocialAccount, now: datetime) -> Iterator[dict[str, Any]]:
    """A post in the seed's words: what it comes to in the end, null where the platform hides it."""
    _, seen, liked, pause = HABITS[account.platform]
    usual, rate = rng.uniform(*seen), rng.uniform(*liked)
    every, shy = rng.uniform(*pause), rng.random() < 0.12
    followers = account.followers or 1_000
    age, number = rng.uniform(0.2, every), 0
    while age < SPAN:
        size = followers * usual * exp(rng.gauss(0, 0.45)) * (rng.uniform(3, 7) if rng.random() < 0.03 else 1)
        views = max(30, round(size))
        likes = round(views * rate / 100 * exp(rng.gauss(0, 0.25)))
        name = sha256(f"{account.platform} {account.handle} {number}".encode()).hexdigest()
        yield {
            "id": _name(account.platform, name), "title": rng.choice(TITLES), "views": views,
            "published_at": (now - timedelta(days=age)).replace(microsecond=0).isoformat(),
            "likes": None if shy and rng.random() < 0.4 else likes, "comments": round(likes * rng.uniform(0.01, 0.05)),
        }  # fmt: skip
        age += every * rng.uniform(0.5, 1.6)
        number += 1


def _name(platform: str, text: str) -> str:
    """A post's id as its platform writes them."""
    number = str(int(text[:12], 16))
    return {"youtube": text[:11], "facebook": f"1{number}_{number}"}.get(platform, number)


def _newest(facts: dict[str, Any]) -> str:
    return str(facts["published_at"])


def _delivered(rng: Random, account: SocialAccount, now: datetime) -> Iterator[dict[str, Any]]:
    """What the account published for campaigns, at the addresses that the talents gave."""
    live = Deliverable.objects.filter(
        booking__talent=account.talent_id, channel=account.platform, state=DeliverableState.PUBLISHED
    )
    for piece in live.prefetch_related("drafts").order_by("pk"):
        views = max(400, round((account.followers or 1_000) * rng.uniform(0.15, 0.9)))
        likes = round(views * rng.uniform(0.02, 0.09))
        published = min(piece.published_at or now, now - timedelta(hours=6))
        yield {
            "id": post_key(piece.post_url), "title": piece.drafts.all()[0].caption[:300], "views": views,
            "published_at": published.replace(microsecond=0).isoformat(), "likes": likes,
            "comments": round(likes * rng.uniform(0.01, 0.05)), "url": piece.post_url,
        }  # fmt: skip


def _reading(account: SocialAccount, facts: dict[str, Any], at: datetime) -> PostReading:
    published = datetime.fromisoformat(facts["published_at"])
    share = 1 - exp(-max(0.0, (at - published).total_seconds() / 86_400) / SETTLES)
    views, likes, comments = (
        None if facts[k] is None else int(facts[k] * share) for k in ("views", "likes", "comments")
    )
    kind, platform = HABITS[account.platform][0], account.platform
    twitch = platform == "twitch"
    return PostReading(
        external_id=facts["id"],
        kind=kind,
        url=facts.get("url") or _address(account, facts["id"]),
        text=facts["title"],
        published_at=published,
        views=None if platform == "facebook" else views,
        likes=None if twitch else likes,
        comments=None if twitch else comments,
        shares=None if likes is None or platform not in ("tiktok", "x", "facebook") else likes // 12,
        reach=views * 4 // 5 if views is not None and platform == "instagram" and "url" in facts else None,
    )


def _address(account: SocialAccount, name: str) -> str:
    """Nobody is there: the demo's people are invented, and so are their addresses."""
    return f"https://{account.platform}.example/{account.handle}/{name}"
