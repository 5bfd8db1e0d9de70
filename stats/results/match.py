"""Which post a piece became, and whether it is what was approved; pure."""

import re
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from os.path import commonprefix
from urllib.parse import parse_qs, urlsplit

from campaigns.rules import says_label
from campaigns.usage import off_window
from stats.platforms.readings import LONGEST_TEXT

# What names a post in its path, for each host.
PATHS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("instagram.com", re.compile(r"/(?:p|reel|reels|tv|stories/[\w.]+)/([\w-]+)")),
    ("tiktok.com", re.compile(r"/(?:video|photo)/(\d+)")),
    ("youtube.com", re.compile(r"/(?:shorts|live|embed)/([\w-]+)")),
    ("youtu.be", re.compile(r"^/([\w-]+)")),
    ("x.com", re.compile(r"/status/(\d+)")),
    ("twitter.com", re.compile(r"/status/(\d+)")),
    ("facebook.com", re.compile(r"/(?:posts|videos|reel|photos)/(?:[^/]*/)?([\w.]+)")),
    ("twitch.tv", re.compile(r"/(?:videos|clip)/([\w-]+)")),
)
TITLED = frozenset({"youtube", "twitch"})  # their text is a title, which no caption is held against
CUT = {"tiktok": 150}  # characters that a platform tells at most, where it tells less than we keep
ONCE_KEPT = 300  # as many were kept before more were: such a text may go on
READ = 600  # characters in which two texts that differ are held against each other
SAME = 0.9
GONE = "It is no longer there."
NO_LABEL = "The label"
OTHER_WORDS = "The caption is not the one that was approved."
ALIKE = 0.6
SPACE = re.compile(r"\s+")


def post_key(url: str) -> str:
    """What names the post in its address, whatever stands round it; empty where nothing does."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if host == "youtube.com" and parts.path == "/watch":
        return (parse_qs(parts.query).get("v") or [""])[0]
    for name, pattern in PATHS:
        if host == name or host.endswith(f".{name}"):
            found = pattern.search(parts.path)
            return found.group(1) if found else ""
    return parts.path.rstrip("/").rpartition("/")[2]


def is_whole(text: str, channel: str = "") -> bool:
    """Whether all of a post's text is known."""
    return len(text) < CUT.get(channel, LONGEST_TEXT) and len(text) != ONCE_KEPT


def sameness(text: str, caption: str, *, whole: bool = True) -> float:
    """How far a post's text (or, where it is cut, its beginning) is the caption, from 0 to 1.

    Spaces and case do not count. Texts that are far from alike get no exact number.
    """
    one, other = (SPACE.sub(" ", words).strip().casefold() for words in (text, caption))
    if not one or not other:
        return 0.0
    return _ratio(one, other if whole else other[: len(one)])


def _ratio(one: str, other: str) -> float:
    """`SequenceMatcher`'s, which takes seconds for long texts, of what is left between the same beginning and end."""
    if one == other:
        return 1.0
    first = len(commonprefix([one, other]))
    last = len(commonprefix([one[first:][::-1], other[first:][::-1]]))
    rest, others = one[first : len(one) - last], other[first : len(other) - last]
    matcher = SequenceMatcher(None, rest[:READ], others[:READ], autojunk=False)
    left = len(rest) + len(others)
    total, same = len(one) + len(other), 2 * (first + last)
    at_most = (same + matcher.quick_ratio() * left) / total
    return at_most if at_most < ALIKE else (same + matcher.ratio() * left) / total


@dataclass(frozen=True, slots=True)
class Approved:
    """What the live post is held against."""

    caption: str
    label: str
    channel: str
    live_on: date | None = None
    live_until: date | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """The live post as the platform tells it. `whole`: the text is not cut. `is_paid`: its own mark of advertising."""

    text: str
    day: date
    is_gone: bool = False
    whole: bool = True
    is_paid: bool | None = None


def of_words(said: str) -> bool:
    """Whether a sentence of `departures` is about the words of the post."""
    return said == OTHER_WORDS or said.startswith(f"{NO_LABEL} ")


def departures(approved: Approved, seen: Seen, *, alike: bool | None = None) -> list[str]:
    """In what the live post is not what was approved, a sentence each. What cannot be seen is not said.

    `alike` is whether the texts are the same, where that is known: to hold them against each other takes time.
    """
    said = []
    if seen.is_gone:
        said.append(GONE)
    if approved.channel not in TITLED and seen.text:
        if approved.label and not (says_label(approved.label, seen.text) or seen.is_paid) and seen.whole:
            said.append(f"{NO_LABEL} {approved.label} is missing.")
        if approved.caption and alike is None:
            alike = sameness(seen.text, approved.caption, whole=seen.whole) >= SAME
        if approved.caption and not alike:
            said.append(OTHER_WORDS)
    if wrong := off_window(seen.day, approved.live_on, approved.live_until):
        said.append(wrong)
    return said
