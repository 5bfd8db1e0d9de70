"""Links for who has no account here: made once, kept as a hash, good until a day, withdrawn at a press."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from lib.ids import PublicIdField
from lib.refusals import Refused
from lib.stamps import happened, made, together

GOOD_FOR = (7, 30, 90)
"""Days that a link may be good for."""


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def fresh_token() -> tuple[str, str]:
    """A token that nobody can guess, and its hash."""
    token = secrets.token_urlsafe(32)
    return token, token_hash(token)


def good_until(days: int, now: datetime) -> datetime:
    """When a link that is made now is over. Raises `Refused` for a number of days that is not offered."""
    if days not in GOOD_FOR:
        raise Refused(f"A link is good for {', '.join(map(str, GOOD_FOR[:-1]))} or {GOOD_FOR[-1]} days.")
    return now + timedelta(days=days)


class GuestLink(models.Model):
    """What every guest link keeps; the model that inherits says to what it leads.

    Only the hash of its token is kept. `looks` counts how often its page was opened.
    """

    public_id = PublicIdField()
    label = models.CharField("for whom", max_length=80)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField()
    looks = models.PositiveIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)
    created_at, created_by = made()
    revoked_at, revoked_by = happened()

    class Meta:
        abstract = True
        ordering = ("-created_at", "-id")
        constraints = (
            together("revoked"),
            models.CheckConstraint(
                condition=Q(looks=0, looked_at=None) | Q(looks__gt=0, looked_at__isnull=False),
                name="%(app_label)s_%(class)s_looks_have_a_time",
                violation_error_message="Looks and when the last one was belong together.",
            ),
        )


def withdraw(link: Any, by: User, at: datetime) -> None:
    """Let a link lead nowhere from now on. The caller holds its lock; a second time changes nothing."""
    if link.revoked_at is None:
        link.revoked_at, link.revoked_by = at, by
        link.save(update_fields=["revoked_at", "revoked_by"])


def count_one(links: Any, at: datetime) -> None:
    """One more look at the page behind these rows (one link)."""
    links.update(looks=F("looks") + 1, looked_at=at)
