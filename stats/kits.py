"""Putting a talent's media kit together: only what an outsider may read is fetched for it."""

import base64
import io
from collections.abc import Iterable, Mapping
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
from stats.kit_days import Then, begins, on_the_day
from stats.models import Post
from stats.models.post import GONE_AFTER
from stats.numbers.pieces import Piece
from stats.own import is_own
from stats.rates import own_numbers, rate_of
from stats.terms import is_closed
from talent.models import SocialAccount, Source, Talent
from talent.queries import bounds_in_use, tier_name
from talent.rules import tier_of

ENGLISH = Locale("en")
SIDE = 400  # pixels of a portrait
DRAWN = "drawn/"
BEST = 3  # posts of a kit
NOT_KEPT = "Its past figures are not shown"
NONE_YET = "No figures by that day"
NOT_READ = "Not read yet"


def kit_of(talent: Talent, now: datetime, *, day: date | None = None, pictured: bool = False) -> Kit:
    """The kit as of now, or with the figures of a day before, on the office's clock whoever asks. `pictured` brings the
    portrait, for the document.
    """
    office = Office.objects.current()
    with timezone.override(office.timezone):
        today = _today(talent, now, office, pictured=pictured)
        return today if day is None or day >= today.day else _with_figures_of(day, today, talent, now)


def _today(talent: Talent, now: datetime, office: Office, *, pictured: bool) -> Kit:
    accounts = talent.accounts.filter(archived_at=None).select_related("numbers").order_by("-followers", "id")
    lines = _largest_first(map(_line, accounts))
    words = [part for part in (talent.city, ENGLISH.territories.get(talent.country, talent.country)) if part]
    return Kit(
        office=office.name,
        name=talent.name,
        native=talent.native_name,
        place=", ".join(words),
        tier=tier_name(talent) if talent.followers is not None else "",
        words=talent.bio.strip(),
        genres=tuple(genre.name for genre in talent.genres.all()),
        languages=tuple(ENGLISH.languages.get(tag.split("-")[0], tag) for tag in talent.languages),
        accounts=lines,
        day=timezone.localdate(now),
        tint=talent.tint,
        initials="".join(word[0] for word in talent.name.split()[:2]).upper(),
        portrait=_picture(talent) if pictured else "",
        posts=_best(accounts),
    )  # fmt: skip


def _with_figures_of(day: date, today: Kit, talent: Talent, now: datetime) -> Kit:
    """Today's kit with the figures of that day, of the accounts that were on the roster by then."""
    rows = talent.accounts.filter(archived_at=None)
    accounts = [row for row in rows if begins(row) <= day]
    then = on_the_day(accounts, day, now)
    best = {piece.pk: piece for one in then.values() for piece in one.best}
    lines = {line.key: line for line in today.accounts}
    told = _largest_first(_line_then(lines[row.pk], then[row.pk]) for row in accounts if row.pk in lines)
    known = [line.followers for line in told if line.followers is not None]
    is_whole = bool(known) and not any(is_closed(line.platform) for line in told)
    return replace(
        today,
        accounts=told,
        posts=_seen_most(best, best),
        tier=tier_of(max(known), bounds_in_use()) if is_whole else "",
        day=day,
        made=today.day,
    )


def _line_then(line: KitAccount, then: Then) -> KitAccount:
    closed = is_closed(line.platform)
    line = replace(
        line, followers=None, shown="", source="", as_of=None, note=NOT_KEPT if closed else NONE_YET, engagement="",
        reckoned="", growth="",
    )  # fmt: skip
    if then.figure is None:
        return line
    return replace(
        line,
        followers=then.figure.followers,
        shown=" ".join(compact(then.figure.followers)).strip(),
        source=str(Source(then.figure.source).label),
        as_of=then.figure.day,
        note="",
        engagement="" if then.rate is None else percent(then.rate),
        reckoned=then.reckoned,
        growth="" if then.growth is None else signed_percent(then.growth),
    )


def _largest_first(lines: Iterable[KitAccount]) -> tuple[KitAccount, ...]:
    return tuple(sorted(lines, key=lambda line: -1 if line.followers is None else line.followers, reverse=True))


def _best(accounts: Iterable[SocialAccount]) -> tuple[KitPost, ...]:
    """The posts seen most among those that did best on each account. A query."""
    numbers = [found for account in accounts if (found := getattr(account, "numbers", None))]
    return _seen_most([key for each in numbers for key in each.best_posts])


def _seen_most(keys: Iterable[int], then: Mapping[int, Piece] | None = None) -> tuple[KitPost, ...]:
    """The posts seen most of those that still stand, with the counts of `then` where it is given. A query."""
    found = Post.objects.filter(pk__in=list(keys), missed__lt=GONE_AFTER).exclude(url="").select_related("account")
    told = [
        (post, post if then is None else then[post.pk])
        for post in found
        if not is_closed(post.account.platform) and (then is not None or is_own(post.account, post.measured_at))
    ]
    told.sort(key=lambda pair: (-(pair[1].views or 0), -(pair[1].likes or 0), pair[0].pk))
    return tuple(_post(post, counts) for post, counts in told[:BEST])


def _post(post: Post, counts: Post | Piece) -> KitPost:
    counted = [(counts.views, "views"), (counts.likes, "likes")]
    said = next((f"{' '.join(compact(count)).strip()} {name}" for count, name in counted if count is not None), "")
    return KitPost(
        post.pk, post.account.platform, post.account.get_platform_display(), timezone.localdate(post.published_at),
        counts.views, counts.likes, said, _title(post), post.url,
    )  # fmt: skip


def _title(post: Post) -> str:
    """What a list calls it: the beginning of its text."""
    return Truncator(post.text).chars(80)


def _line(account: SocialAccount) -> KitAccount:
    numbers = own_numbers(account)
    rate = rate_of(account, numbers)
    return KitAccount(
        platform=account.platform,
        label=account.get_platform_display(),
        handle=account.handle,
        url=account.url,
        followers=account.followers,
        shown="" if account.followers is None else " ".join(compact(account.followers)).strip(),
        engagement="" if rate.percent is None else percent(rate.percent),
        reckoned=rate.words(account.platform),
        growth="" if numbers is None or numbers.growth_30 is None else signed_percent(numbers.growth_30),
        source=account.get_source_display() if account.source else "",
        as_of=timezone.localdate(account.measured_at) if account.measured_at else None,
        key=account.pk,
        named=timezone.localdate(account.named_at) if account.named_at else None,
        note="" if account.measured_at or is_own(account, account.attempted_at) else NOT_READ,
    )


def kept(kit: Kit) -> dict[str, Any]:
    """What is kept of a kit that is sent, as JSON: its figures, and of its posts no word of the platform's. Nor is any
    count whose platform wants nothing kept for as long as a link is good.
    """
    said = asdict(replace(kit, portrait=""))
    said |= {"day": kit.day.isoformat(), "made": _iso(kit.made)}
    said["accounts"] = [{**account, "as_of": _iso(account["as_of"])} for account in said["accounts"]]
    for account in said["accounts"]:
        del account["named"]
    for place, account in enumerate(said["accounts"]):
        if is_closed(account["platform"]) and not kit.made:
            said["accounts"][place] = {name: account[name] for name in ("platform", "handle", "key")}
    said["posts"] = [{**post, "day": _iso(post["day"]), "title": "", "url": ""} for post in said["posts"]]
    return said


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def sent_kit(talent: Talent, kept: dict[str, Any] | None, now: datetime, *, pictured: bool = False) -> Kit:
    """The kit as it was sent; as of now where nothing was kept of it.

    The portrait is today's, and so are the name and the address of an account that was renamed since; one that a person
    wrote down as another since keeps those of then. An account whose platform wants its counts forgotten stands with
    today's, in a kit of a past day with none, and a post that is gone stands there no more.
    """
    today = kit_of(talent, now, pictured=pictured)
    if kept is None:
        return today
    named = {(account.platform, account.handle): account for account in today.accounts}
    by_key = {account.key: account for account in today.accounts}
    accounts, sent_on = [], _day(kept.get("made") or kept["day"])
    for said in kept["accounts"]:
        found = by_key.get(said.get("key")) or named.get((said["platform"], said["handle"]))
        is_another = found is not None and found.named is not None and found.named >= sent_on
        now_ = {"handle": found.handle, "url": found.url} if found and not is_another else {}
        if is_closed(said["platform"]) and kept.get("made"):
            accounts.append(_line_then(KitAccount(**{**said, **now_}), Then()))
        elif "label" not in said or is_closed(said["platform"]):
            accounts += [found] if found and not is_another else []
        else:
            accounts.append(KitAccount(**{**said, **now_, "as_of": _day(said["as_of"])}))
    living = Post.objects.filter(pk__in=[post["key"] for post in kept["posts"]], missed__lt=GONE_AFTER)
    words = {post.pk: (_title(post), post.url) for post in living}
    posts = [
        KitPost(**{**said, "day": _day(said["day"]), "title": words[said["key"]][0], "url": words[said["key"]][1]})
        for said in kept["posts"]
        if said["key"] in words and not is_closed(said["platform"])
    ]
    lists = {name: tuple(kept[name]) for name in ("genres", "languages")}
    days = {name: _day(kept.get(name)) for name in ("day", "made")}
    more = {**days, "portrait": today.portrait, "is_sent": True, **lists}
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
