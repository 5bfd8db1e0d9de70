"""What only whoever runs the office can mend: a key that is refused, credits that are used up, a token that ends."""

from datetime import datetime, timedelta

from campaigns.queries import Entry
from stats.connectors import CONNECTORS
from stats.keys import key_id, keys_of
from stats.models import PlatformKey, Quota, Use
from talent.models import Platform

LATELY = timedelta(days=2)  # a platform's own day may be yesterday's here, and nobody may have asked today
AHEAD = timedelta(days=10)


def alarms(now: datetime) -> list[Entry]:
    """Lines for *Today*. Two queries where all is well."""
    return [*_refused(now), *_ending(now)]


def _refused(now: datetime) -> list[Entry]:
    """Keys and apps that stand, and that their platform did not take when it was asked last."""
    rows = Quota.objects.filter(day__gte=(now - LATELY).date(), alarm=True).order_by("platform", "-day")
    return [
        _line(row.platform, f"{row.said.rstrip('.')}. Nothing is lost; the last figures stay.", row.alarm_since)
        for row in rows
        if row.key_id in _standing(row.platform) and not _is_over(row)
    ]


def _standing(platform: str) -> set[str]:
    return {key_id(keys) for use in Use.values if (keys := keys_of(platform, use))}


def _is_over(row: Quota) -> bool:
    """Whether a later day of the same key tells better."""
    return Quota.objects.filter(platform=row.platform, key_id=row.key_id, day__gt=row.day).exists()


def _ending(now: datetime) -> list[Entry]:
    """Keys that last so many days only: they were at least as old when somebody entered them."""
    lasting = {name: kind.key_lasts for name, kind in CONNECTORS.items() if kind.key_lasts is not None}
    rows = PlatformKey.objects.filter(use=Use.READ, platform__in=lasting, is_endless=False)
    found = []
    for row in rows:
        ends = row.entered_at + lasting[row.platform]
        if ends - AHEAD <= now:
            words = "has run out by now" if ends <= now else f"runs out on {ends:%-d %b %Y} at the latest"
            found.append(
                _line(
                    row.platform,
                    f"The token {words}. If it is a system user’s, enter it anew and say that it does not end.",
                    ends - AHEAD,
                )
            )
    return found


def _line(platform: str, words: str, since: datetime | None) -> Entry:
    return Entry(
        icon="plug-x",
        title=f"Look after the office’s key for {Platform(platform).label}",
        line=words,
        url_name="desk:platforms",
        public_id="",
        action_label="See platforms",
        since=since,
    )
