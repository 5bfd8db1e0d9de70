"""Arithmetic and plain truths of a project; pure."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlsplit

from djmoney.money import Money

from lib.money_words import coin

HOSTS: dict[str, tuple[str, ...]] = {
    "instagram": ("instagram.com",),
    "tiktok": ("tiktok.com",),
    "youtube": ("youtube.com", "youtu.be"),
    "x": ("x.com", "twitter.com"),
    "facebook": ("facebook.com", "fb.watch"),
    "twitch": ("twitch.tv",),
    "snapchat": ("snapchat.com",),
}


def office_share(price: Money, fee_percent: Decimal) -> Money:
    """The office's part of what the brand pays, rounded half up to the currency's smallest coin.

    `fee_percent` is a percentage: 20 is 20 %.
    """
    share = (price.amount * fee_percent / 100).quantize(coin(str(price.currency)), ROUND_HALF_UP)
    return Money(share, price.currency)


def talent_net(price: Money, fee_percent: Decimal) -> Money:
    """What the talent receives: the price less `office_share`, so that both add up to the price."""
    return price - office_share(price, fee_percent)


def content_hash(*, caption: str, label: str, link: str, files: Iterable[str] = ()) -> str:
    """SHA-256 of what an approval is of: caption, label, link and the SHA-256 of each file, in their order."""
    digest = hashlib.sha256()
    for part in (caption.encode(), label.encode(), link.encode(), *(each.encode() for each in files)):
        digest.update(len(part).to_bytes(8))  # "ab" + "c" is not "a" + "bc"
        digest.update(part)
    return digest.hexdigest()


def says_label(wanted: str, *texts: str) -> bool:
    """Whether a disclosure label such as `#PR` stands in one of the texts as a word of its own, whatever its case."""
    if not wanted.strip():
        return True
    padded = " ".join(texts).casefold()
    needle = wanted.strip().casefold()
    at = padded.find(needle)
    while at >= 0:
        after = padded[at + len(needle) : at + len(needle) + 1]
        before = padded[at - 1 : at] if at else ""
        if not (after.isalnum() and after.isascii()) and not (before.isalnum() and before.isascii()):
            return True
        at = padded.find(needle, at + 1)
    return False


def address_problem(url: str, channel: str) -> str:
    """What is wrong with a live post's address, as a sentence; empty where nothing is."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:
        return "That is not an address. Copy it from the browser, from https:// on."
    if parts.scheme not in ("http", "https") or "." not in host or parts.username or " " in url.strip():
        return "That is not an address. Copy it from the browser, from https:// on."
    known = HOSTS.get(channel)
    if known and not any(host == name or host.endswith(f".{name}") for name in known):
        return f"The address is on {host}. This piece goes live on {' or '.join(known)}."
    if known and parts.path.strip("/") == "":
        return f"That is the front page of {host}. Copy the address of the post itself."
    return ""


def listed(words: Iterable[str]) -> str:
    """`dates, a channel and a fee`."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def marked(places: int) -> str:
    """What a review says that only points: `3 places are marked.`; empty for none."""
    return "" if not places else "1 place is marked." if places == 1 else f"{places} places are marked."


def rounds_words(used: int, agreed: int) -> str:
    """How many times the brand asked for changes, against what was agreed."""
    if used > agreed:
        return f"{used} rounds of changes, {agreed} agreed"
    return f"{used} of {agreed} rounds of changes used"


def ordinal(rank: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    suffix = "th" if rank % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{suffix}"


def day_words(day: date) -> str:
    """3 May 2027."""
    return f"{day.day} {day:%b %Y}"


TIME_TO_ANSWER = timedelta(days=3)
DAY = timedelta(days=1)


def turn_due(today: date, live_by: date | None) -> date:
    """By when a draft that was passed on or sent back is answered: in three days, or the day before the piece has to be
    live where that is sooner, but not before tomorrow.
    """
    usual = today + TIME_TO_ANSWER
    return max(today + DAY, min(usual, live_by - DAY)) if live_by is not None else usual


@dataclass(frozen=True, slots=True)
class WantedLine:
    """A line of the brief: `count` pieces of a kind on a channel; days for draft and going live where they are set.

    `live_until` is the last day of the window that `live_on` opens; `fee` is what the brand pays for each piece.
    """

    kind: str
    channel: str
    count: int = 1
    draft_due_on: date | None = None
    live_on: date | None = None
    live_until: date | None = None
    fee: Money | None = None


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question of the brief to those who apply; `options` are what can be chosen where its kind is a choice."""

    words: str
    kind: str
    options: tuple[str, ...] = ()
    required: bool = False


def weighted(points: Iterable[tuple[int, int]]) -> Decimal:
    """The mean of (weight, points), by weight, to two places; weights are relative and need not sum to 100."""
    pairs = list(points)
    total = sum(weight for weight, _ in pairs)
    return (Decimal(sum(weight * value for weight, value in pairs)) / total).quantize(Decimal("0.01"), ROUND_HALF_UP)
