"""The office's own keys and apps: entering, removing, trying them."""

import json
from datetime import datetime

from accounts.models import User
from lib.actions import action
from lib.refusals import Refused, require
from lib.sealed import seal
from outbox.actions import enqueue
from outbox.models import Job
from outbox.models.job import Queue
from stats.checks import may_end, may_keep_keys, may_try_keys, needs_of
from stats.keys import keys_of, pending_try
from stats.models import PlatformKey, Use
from talent.models import Platform

LONGEST = 1_000  # characters; Meta's tokens have about two hundred
SHOWN = 4


@action
def enter_key(
    *, platform: str, use: str = Use.READ, keys: dict[str, str], by: User, now: datetime, endless: bool = False
) -> PlatformKey:
    """Write down what a platform needs, sealed, in place of what was there. Raises `Refused`.

    `endless`: where its tokens end after some days, this one does not.
    """
    require(may_keep_keys(platform, use, by))
    needs = needs_of(platform, use)
    given = {need.name: keys.get(need.name, "").strip() for need in needs}
    for need in needs:
        value = given[need.name]
        if not value:
            raise Refused(f"{need.label} is missing.")
        if len(value) > LONGEST or not value.isascii() or not value.isprintable() or " " in value:
            raise Refused(f"{need.label} is not as {Platform(platform).label} writes it: no spaces, plain letters.")
    secret = next((given[need.name] for need in needs if need.secret), "")
    row, _ = PlatformKey.objects.update_or_create(
        platform=platform,
        use=use,
        defaults={
            "sealed": seal(json.dumps(given)),
            "is_endless": endless and may_end(platform, use),
            "ending": secret[-SHOWN:] if len(secret) >= 3 * SHOWN else "",
            "entered_at": now,
            "entered_by": by,
        },
    )
    _try(platform, use, by, now)
    return row


@action
def remove_key(*, platform: str, use: str = Use.READ, by: User, now: datetime) -> None:
    """Forget an entered key. What the environment says stands again. Raises `Refused`."""
    require(may_keep_keys(platform, use, by))
    row = PlatformKey.objects.select_for_update().filter(platform=platform, use=use).first()
    if row is None:
        what = "app at" if use == Use.CONNECT else "key for"
        raise Refused(f"No {what} {Platform(platform).label} was entered here.")
    row.delete()
    if keys_of(platform, use):
        _try(platform, use, by, now)


@action
def try_key(*, platform: str, by: User, now: datetime) -> Job:
    """Ask the platform about one account with the key that stands. Pressed twice it is one job. Raises `Refused`."""
    require(may_try_keys(platform, by))
    return pending_try(platform) or _trial(platform, by, now)


def _try(platform: str, use: str, by: User, now: datetime) -> None:
    """Another key stands: what waits for the one before is due as soon as it answers. Though a try be pending: it may
    be under way with the one before.
    """
    if use == Use.READ:
        _trial(platform, by, now)


def _trial(platform: str, by: User, now: datetime) -> Job:
    return enqueue(
        "stats.try_key",
        title=f"Try the key for {Platform(platform).label}",
        args={"platform": platform},
        queue=Queue.PLATFORMS,
        run_after=now,
        wanted_by=by.public_id,
    )
