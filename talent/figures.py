"""An account's figures at one instant, and which of two to believe."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from talent.models import SocialAccount, Source

VALUES = ("followers", "following", "posts", "views", "avg_likes", "engagement_rate")
DATING = ("measured_at", "source", "is_rounded")
"""Of when the count of followers is, and where it is from: one goes with the other."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of an account at `measured_at`. None is unknown, never zero. `engagement_rate` is a percentage."""

    measured_at: datetime
    source: str = Source.MEASURED
    followers: int | None = None
    following: int | None = None
    posts: int | None = None
    views: int | None = None
    avg_likes: int | None = None
    engagement_rate: Decimal | None = None
    is_rounded: bool = False

    def known(self) -> dict[str, Any]:
        """The values that are known."""
        return {name: value for name in VALUES if (value := getattr(self, name)) is not None}


def set_aside(account: SocialAccount) -> dict[str, Any]:
    """The account's figures as JSON, by the names of its fields, for `stats.record_snapshots` to bring back."""
    return {name: _as_json(getattr(account, name)) for name in (*VALUES, *DATING)}


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def bring_back(account: SocialAccount) -> None:
    """What was set aside, and the platform's id that went with it: it is the same account after all."""
    kept = account.named_figures or {}
    fields = {field.name: field for field in SocialAccount._meta.concrete_fields}
    for name in (*VALUES, *DATING):
        setattr(account, name, fields[name].to_python(kept.get(name)))
    account.external_id = account.external_id or account.named_id
    account.named_at, account.named_id, account.named_figures = None, "", None


def newer(account: SocialAccount, figures: Figures) -> dict[str, Any]:
    """The fields of the account that these figures change; empty where they change nothing.

    Older figures change nothing. An unknown never replaces a value. `measured_at` is the age of the follower count, so
    figures without one leave it where it is, unless no count is known at all.
    """
    known = figures.known()
    if not known or (account.measured_at and figures.measured_at < account.measured_at):
        return {}
    changes = {name: value for name, value in known.items() if getattr(account, name) != value}
    if "followers" in known or account.followers is None:
        dated = {"measured_at": figures.measured_at, "source": figures.source, "is_rounded": figures.is_rounded}
        changes |= {name: value for name, value in dated.items() if getattr(account, name) != value}
    return changes
