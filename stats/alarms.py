"""What only whoever runs the office can mend: a key that is refused, credits that are used up, a token that ends."""

from datetime import datetime, timedelta

from campaigns.queries import Entry
from stats.connectors import CONNECTORS
from stats.keys import key_id, keys_of
from stats.models import Connection, ConnectionState, PlatformKey, Use
from stats.quota import last_rows

AHEAD = timedelta(days=10)


def alarms(now: datetime) -> list[Entry]:
    """Lines for *Today*. Two queries where all is well."""
    return [*_refused(), *_ending(now)]


def _refused() -> list[Entry]:
    """Keys and apps that stand, and that their platform did not take when it was asked last, however long ago."""
    return [
        _line(
            f"access to {row.get_platform_display()}",
            f"{row.said.rstrip('.')}. Nothing is lost; the last figures stay.",
            row.alarm_since,
        )
        for row in last_rows().filter(alarm=True).order_by("platform", "-day")
        if row.key_id in _standing(row.platform)
    ]


def _standing(platform: str) -> set[str]:
    """The key, and the app where accounts are connected with it: else nobody would ask it again."""
    connected = Connection.objects.filter(account__platform=platform, state=ConnectionState.WORKING).exists()
    uses = (Use.READ, Use.CONNECT) if connected else (Use.READ,)
    return {key_id(keys) for use in uses if (keys := keys_of(platform, use))}


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
                    f"key for {row.get_platform_display()}",
                    f"The token {words}. If it is a system user’s, enter it anew and say that it does not end.",
                    ends - AHEAD,
                )
            )
    return found


def _line(what: str, words: str, since: datetime | None) -> Entry:
    return Entry(
        icon="plug-x",
        title=f"Look after the office’s {what}",
        line=words,
        url_name="desk:platforms",
        public_id="",
        action_label="See platforms",
        since=since,
    )
