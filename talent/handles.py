"""Handles and addresses of accounts, as people write them."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from talent.models import Platform

_HOSTS = {
    "instagram.com": Platform.INSTAGRAM,
    "instagr.am": Platform.INSTAGRAM,
    "tiktok.com": Platform.TIKTOK,
    "youtube.com": Platform.YOUTUBE,
    "youtu.be": Platform.YOUTUBE,
    "x.com": Platform.X,
    "twitter.com": Platform.X,
    "facebook.com": Platform.FACEBOOK,
    "fb.com": Platform.FACEBOOK,
    "twitch.tv": Platform.TWITCH,
    "snapchat.com": Platform.SNAPCHAT,
    "podcasts.apple.com": Platform.PODCAST,
    "open.spotify.com": Platform.PODCAST,
}
_ADDRESS = {
    Platform.INSTAGRAM: "https://www.instagram.com/{}/",
    Platform.TIKTOK: "https://www.tiktok.com/@{}",
    Platform.YOUTUBE: "https://www.youtube.com/@{}",
    Platform.X: "https://x.com/{}",
    Platform.FACEBOOK: "https://www.facebook.com/{}",
    Platform.TWITCH: "https://www.twitch.tv/{}",
    Platform.SNAPCHAT: "https://www.snapchat.com/add/{}",
}
# Parts of an address that come before the handle, and pages that are nobody's account.
_BEFORE = {"c", "user", "channel", "add", "pages", "people", "intl", "_u"}
_NOBODY = {
    "p",
    "reel",
    "reels",
    "explore",
    "watch",
    "shorts",
    "hashtag",
    "search",
    "video",
    "i",
    "tv",
    "stories",
    "playlist",
    "status",
}
_CHANNEL = re.compile(r"UC[\w-]{22}")
_NAMES = {
    "ig": Platform.INSTAGRAM,
    "insta": Platform.INSTAGRAM,
    "インスタ": Platform.INSTAGRAM,
    "インスタグラム": Platform.INSTAGRAM,
    "tt": Platform.TIKTOK,
    "tik tok": Platform.TIKTOK,
    "ティックトック": Platform.TIKTOK,
    "yt": Platform.YOUTUBE,
    "you tube": Platform.YOUTUBE,
    "ユーチューブ": Platform.YOUTUBE,
    "twitter": Platform.X,
    "x (twitter)": Platform.X,
    "twitter/x": Platform.X,
    "x/twitter": Platform.X,
    "ツイッター": Platform.X,
    "fb": Platform.FACEBOOK,
    "meta": Platform.FACEBOOK,
    "snap": Platform.SNAPCHAT,
    "ブログ": Platform.BLOG,
    "website": Platform.BLOG,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an account is; `platform` and `external_id` are empty where the text does not say them."""

    platform: str
    handle: str
    url: str = ""
    external_id: str = ""


def platform_named(text: str) -> str:
    """The platform that a word means, or an empty string."""
    word = " ".join(text.casefold().split())
    if word in Platform.values:
        return word
    return str(_NAMES.get(word, ""))


def address_of(platform: str, handle: str) -> str:
    """The public address of a handle, or an empty string where the platform has no rule for it."""
    pattern = "" if " " in handle else _ADDRESS.get(Platform(platform), "")
    if platform == Platform.YOUTUBE and _CHANNEL.fullmatch(handle):
        return f"https://www.youtube.com/channel/{handle}"
    return pattern.format(handle) if pattern else ""


def looks_like_address(text: str) -> bool:
    """Whether the text is an address rather than a handle (`john.doe` is a handle, `instagram.com/john` is not)."""
    return "://" in text or text.casefold().startswith("www.") or _host(text) in _HOSTS


def _host(text: str) -> str:
    host = (urlsplit(text if "://" in text else f"//{text}").hostname or "").removeprefix("www.").removeprefix("m.")
    return "" if "/" not in text.split("://")[-1] and "://" not in text else host


def read_place(text: str) -> Place | None:
    """Platform and handle from a handle (`@mika`) or an address; None where there is no account in it.

    A name with spaces passes as a handle, for lists have them; it has no address.
    An address on a host that we do not know is a blog, its host being the handle. Raises nothing.
    """
    text = text.strip().strip("<>")
    if not text:
        return None
    try:
        if not looks_like_address(text):
            handle = " ".join(text.lstrip("@＠").split())
            return Place("", handle) if handle and not re.search(r"[/@]", handle) and len(handle) <= 120 else None
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = _host(text)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    steps = [unquote(step).lstrip("@") for step in parts.path.split("/") if step]
    url = parts._replace(query="", fragment="").geturl()
    platform = _HOSTS.get(host)
    if platform is None:
        return Place(Platform.BLOG, host[:120], url)
    if platform == Platform.PODCAST:
        return Place(platform, steps[-1][:120], url) if steps else None
    while steps and steps[0].casefold() in _BEFORE and len(steps) > 1:
        steps.pop(0)
    if not steps or steps[0].casefold() in _NOBODY or re.search(r"\s", steps[0]):
        return None
    external = steps[0] if platform == Platform.YOUTUBE and _CHANNEL.fullmatch(steps[0]) else ""
    return Place(platform, steps[0][:120], url, external)
