"""What a notice leads to, and whether its reader may still see that.

A letter names its thing as `noun:PUBLIC_ID`. The app that owns the noun registers its rows here (`leads_to`), so that
a notice falls away once `visible_to` no longer gives the thing to its reader.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from accounts.models import User
from outbox.models import Message

MOST = 200
"""Unread notices that are counted and looked up; nobody reads further back in one go."""

_ROWS: dict[str, Any] = {}


def leads_to(noun: str, model: Any) -> None:
    """Let notices lead to rows of this model, under this noun."""
    _ROWS[noun] = model


def thing_of(message: Message) -> tuple[str, str]:
    """Noun and public id; empty where it leads nowhere."""
    noun, _, key = (message.thing or message.about).partition(":")
    return (noun, key) if noun in _ROWS else ("", "")


def still_theirs(user: User, messages: Iterable[Message]) -> list[Message]:
    """Those whose thing the reader may still see. One query a noun."""
    rows = list(messages)
    wanted: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        noun, key = thing_of(row)
        if noun:
            wanted[noun].add(key)
    seen = {("", "")}
    for noun, keys in wanted.items():
        found = _ROWS[noun].objects.visible_to(user).filter(public_id__in=keys).order_by().values_list("public_id")
        seen |= {(noun, key) for (key,) in found}
    return [row for row in rows if thing_of(row) in seen]


def unread(user: User) -> list[Message]:
    """What the reader has not read and may still see, the newest first; `MOST` of it."""
    rows = Message.objects.told_to(user.public_id).filter(read=None).defer("body").order_by("-pk")
    return still_theirs(user, rows[:MOST])
