"""What somebody on the stand-in's other platforms has published: scripted pieces, or ones that are born with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import exp
from typing import Any

from tests.standin.people import Person, digits

SETTLES = 4.0  # days after which most of a scripted piece's views are there


@dataclass(frozen=True, slots=True)
class Piece:
    """One post with its figures by now; null where it hides them."""

    number: int
    id: str
    title: str
    at: datetime
    views: int | None
    likes: int | None
    comments: int | None
    scripted: bool = False
    paid: bool | None = None

    def named(self, prefix: str) -> str:
        """Its id as the platform writes it; a script's is whole."""
        return self.id if self.scripted else prefix + self.id


def pieces(person: Person, now: datetime) -> list[Piece]:
    """All of them up to now, the newest first."""
    if person.pieces is None:
        return [_born(person, number, at) for number, at in person.posted(now)]
    known = [_scripted(number, facts, now) for number, facts in enumerate(person.pieces, start=1)]
    return sorted((each for each in known if each.at <= now), key=lambda each: each.at, reverse=True)


def _born(person: Person, number: int, at: datetime) -> Piece:
    likes = person.followers // 40 + number
    return Piece(
        number, digits(f"{person.id} {number}", 12), f"Post {number} ✨", at, likes * 12, likes, number % 90
    )  # fmt: skip


def _scripted(number: int, facts: Mapping[str, Any], now: datetime) -> Piece:
    at = datetime.fromisoformat(facts["published_at"])
    share = 1 - exp(-max(0.0, (now - at).total_seconds() / 86_400) / SETTLES)
    views, likes, comments = (
        None if facts.get(key) is None else int(facts[key] * share) for key in ("views", "likes", "comments")
    )
    return Piece(
        number, facts["id"], facts.get("title", ""), at, views, likes, comments, scripted=True, paid=facts.get("paid")
    )
