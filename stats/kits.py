"""Putting a talent's media kit together: only what an outsider may read is fetched for it."""

import base64
import io
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from babel import Locale
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.text import Truncator
from PIL import Image, ImageOps, UnidentifiedImageError

from accounts.models import Office
from lib.faces import portrait as drawn_portrait
from lib.figures import compact, percent, signed_percent
from stats.kit import Kit, KitAccount, KitPost
from stats.models import AccountNumbers, Post
from stats.models.post import GONE_AFTER
from stats.terms import is_closed
from talent.models import SocialAccount, Talent
from talent.queries import tier_name

ENGLISH = Locale("en")
SIDE = 400  # pixels of a portrait
DRAWN = "drawn/"
BEST = 3  # posts of a kit


def kit_of(talent: Talent, now: datetime, *, pictured: bool = False) -> Kit:
    """The kit as of now. `pictured` brings the portrait along, for the document."""
    accounts = talent.accounts.filter(archived_at=None).select_related("numbers").order_by("-followers", "id")
    words = [part for part in (talent.city, ENGLISH.territories.get(talent.country, talent.country)) if part]
    return Kit(
        office=Office.objects.current().name,
        name=talent.name,
        native=talent.native_name,
        place=", ".join(words),
        tier=tier_name(talent) if talent.followers is not None else "",
        words=talent.bio.strip(),
        genres=tuple(genre.name for genre in talent.genres.all()),
        languages=tuple(ENGLISH.languages.get(tag.split("-")[0], tag) for tag in talent.languages),
        accounts=tuple(sorted(map(_line, accounts), key=lambda line: -1 if line.followers is None else line.followers,
                              reverse=True)),
        day=timezone.localdate(now),
        tint=talent.tint,
        initials="".join(word[0] for word in talent.name.split()[:2]).upper(),
        portrait=_picture(talent) if pictured else "",
        posts=_best(accounts),
    )  # fmt: skip


def _best(accounts: Iterable[SocialAccount]) -> tuple[KitPost, ...]:
    """The posts seen most among those that did best on each account. A query."""
    numbers = [found for account in accounts if (found := getattr(account, "numbers", None))]
    keys = [key for each in numbers for key in each.best_posts]
    found = Post.objects.filter(pk__in=keys, missed__lt=GONE_AFTER).exclude(url="").select_related("account")
    best = sorted(found, key=lambda post: (-(post.views or 0), -(post.likes or 0), post.pk))
    return tuple(map(_post, [post for post in best if not is_closed(post.account.platform)][:BEST]))


def _post(post: Post) -> KitPost:
    counted = [(post.views, "views"), (post.likes, "likes")]
    said = next((f"{' '.join(compact(count)).strip()} {name}" for count, name in counted if count is not None), "")
    return KitPost(
        post.pk, post.account.platform, post.account.get_platform_display(), timezone.localdate(post.published_at),
        post.views, post.likes, said, _title(post), post.url,
    )  # fmt: skip


def _title(post: Post) -> str:
    """What a list calls it: the beginning of its text."""
    return Truncator(post.text).chars(80)


def _line(account: SocialAccount) -> KitAccount:
    numbers: AccountNumbers | None = getattr(account, "numbers", None)
    rate = account.engagement_rate if numbers is None else numbers.engagement_rate
    return KitAccount(
        platform=account.platform,
        label=account.get_platform_display(),
        handle=account.handle,
        url=account.url,
        followers=account.followers,
        shown="" if account.followers is None else " ".join(compact(account.followers)).strip(),
        engagement="" if rate is None else percent(rate),
        reckoned="" if rate is None else (numbers and numbers.reckoned(account.platform)) or "as it was told",
        growth="" if numbers is None or numbers.growth_30 is None else signed_percent(numbers.growth_30),
        source=account.get_source_display() if account.source else "",
        as_of=timezone.localdate(account.measured_at) if account.measured_at else None,
        key=account.pk,
    )


def kept(kit: Kit) -> dict[str, Any]:
    """What is kept of a kit that is sent, as JSON: its figures, and of its posts no word of the platform's. Nor is any
    count whose platform wants nothing kept for as long as a link is good.
    """
    said = asdict(replace(kit, portrait=""))
    said["day"] = kit.day.isoformat()
    said["accounts"] = [{**account, "as_of": _iso(account["as_of"])} for account in said["accounts"]]
    for place, account in enumerate(said["accounts"]):
        if is_closed(account["platform"]):
            said["accounts"][place] = {name: account[name] for name in ("platform", "handle", "key")}
    said["posts"] = [{**post, "day": _iso(post["day"]), "title": "", "url": ""} for post in said["posts"]]
    return said


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def sent_kit(talent: Talent, kept: dict[str, Any] | None, now: datetime, *, pictured: bool = False) -> Kit:
    """The kit as it was sent; as of now where nothing was kept of it.

    The portrait is today's, and so are the name and the address of an account that was renamed since. An account whose
    platform wants its counts forgotten stands with today's, and a post that is gone stands there no more.
    """
    today = kit_of(talent, now, pictured=pictured)
    if kept is None:
        return today
    named = {(account.platform, account.handle): account for account in today.accounts}
    by_key = {account.key: account for account in today.accounts}
    accounts = []
    for said in kept["accounts"]:
        found = by_key.get(said.get("key")) or named.get((said["platform"], said["handle"]))
        if "label" not in said or is_closed(said["platform"]):
            accounts += [found] if found else []
        else:
            now_ = {"handle": found.handle, "url": found.url} if found else {}
            accounts.append(KitAccount(**{**said, **now_, "as_of": _day(said["as_of"])}))
    living = Post.objects.filter(pk__in=[post["key"] for post in kept["posts"]], missed__lt=GONE_AFTER)
    words = {post.pk: (_title(post), post.url) for post in living}
    posts = [
        KitPost(**{**said, "day": _day(said["day"]), "title": words[said["key"]][0], "url": words[said["key"]][1]})
        for said in kept["posts"]
        if said["key"] in words and not is_closed(said["platform"])
    ]
    lists = {name: tuple(kept[name]) for name in ("genres", "languages")}
    more = {"day": _day(kept["day"]), "portrait": today.portrait, "is_sent": True, **lists}
    return Kit(**{**kept, **more, "accounts": tuple(accounts), "posts": tuple(posts)})


def _day(iso: str | None) -> Any:
    return date.fromisoformat(iso) if iso else None


def _picture(talent: Talent) -> str:
    """The portrait as SVG: drawn, or with the photograph in it. Empty where there is none that can be read."""
    name = str(talent.portrait)
    if name.startswith(DRAWN):
        return drawn_portrait(name.removeprefix(DRAWN))
    photo = small_portrait(talent)
    if photo is None:
        return ""
    data = base64.b64encode(photo).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{SIDE}" viewBox="0 0 {SIDE} {SIDE}">'
        f'<image width="{SIDE}" height="{SIDE}" href="data:image/jpeg;base64,{data}"/></svg>'
    )


def small_portrait(talent: Talent) -> bytes | None:
    """The photograph, square and small, without what the camera wrote into it; None where there is none."""
    if not talent.portrait or str(talent.portrait).startswith(DRAWN):
        return None
    return small_photo(str(talent.portrait.name))


def small_photo(name: str, *, side: int = SIDE) -> bytes | None:
    """A stored picture the same way; None where it cannot be read."""
    try:
        with default_storage.open(name, "rb") as file, Image.open(file) as image:
            square = ImageOps.fit(ImageOps.exif_transpose(image).convert("RGB"), (side, side))
    except (OSError, UnidentifiedImageError):
        return None
    out = io.BytesIO()
    square.save(out, "JPEG", quality=85)
    return out.getvalue()
