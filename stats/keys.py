"""The office's own keys and apps: what somebody entered on the page, or else what the environment says."""

import hashlib
import json
from collections.abc import Iterable, Mapping

from django.conf import settings

from lib.sealed import Unopenable, unseal
from outbox.models import Job
from stats.models import PlatformKey, Use
from stats.platforms.connector import Need


def keys_of(platform: str, use: str = Use.READ) -> dict[str, str]:
    """A platform's keys by the names of its needs; empty where there are none, or none that can be opened."""
    row = PlatformKey.objects.filter(platform=platform, use=use).first()
    return from_settings(platform, use) if row is None else opened(row)


def opened(row: PlatformKey) -> dict[str, str]:
    """What was entered; empty where no sealing key opens it."""
    try:
        return dict(json.loads(unseal(row.sealed)))
    except Unopenable:
        return {}


def from_settings(platform: str, use: str = Use.READ) -> dict[str, str]:
    """What the environment says."""
    told = settings.PLATFORM_KEYS if use == Use.READ else settings.LOGIN_CLIENTS
    return {name: value for name, value in told.get(platform, {}).items() if value}


def is_complete(keys: Mapping[str, str], needs: Iterable[Need]) -> bool:
    """Whether everything is there that is needed."""
    return all(need.name in keys for need in needs)


def platforms_with_keys(needs: Mapping[str, Iterable[Need]]) -> set[str]:
    """The platforms for which everything is there that they need. One query."""
    entered = set(PlatformKey.objects.filter(use=Use.READ).values_list("platform", flat=True))
    told = {platform for platform, asked in needs.items() if is_complete(from_settings(platform), asked)}
    return told | (entered & set(needs))


def pending_try(platform: str) -> Job | None:
    """The last try that somebody asked for, where it still waits or runs."""
    tries = Job.objects.filter(kind="stats.try_key", args__platform=platform)
    pending = tries.filter(state=Job.State.PENDING).order_by("-pk").first()  # of those there are few, and an index
    return None if pending is None or tries.filter(pk__gt=pending.pk).exists() else pending


def key_id(keys: Mapping[str, str]) -> str:
    """What stands for keys in tables and logs."""
    return hashlib.sha256("\n".join(keys[name] for name in sorted(keys)).encode()).hexdigest()[:12]
