"""What a connector gives back."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """An account's public figures as the platform gave them. Null: hidden, or the platform does not tell."""

    external_id: str
    handle: str = ""
    title: str = ""
    followers: int | None = None
    following: int | None = None
    posts: int | None = None
    views: int | None = None
    is_rounded: bool = False
