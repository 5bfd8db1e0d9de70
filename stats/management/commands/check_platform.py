"""`manage.py check_platform youtube --key … --account …`: one live check by the documented contract, in words.

With `--token` of somebody who allowed it, what they let the office read.
"""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lib.figures import exact
from stats.connectors import CONNECTORS, made
from stats.keys import keys_of
from stats.logins import LOGINS, login_of
from stats.platforms.connector import Connector
from stats.platforms.errors import PlatformError
from stats.platforms.readings import PostReading, Reading
from stats.post_measuring import TellsPosts
from stats.trying import look
from talent.models import Platform

LATELY = timedelta(days=90)


class Command(BaseCommand):
    help = "Ask a platform about one account, and say what it gives, what it hides and what went wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("platform", choices=list(CONNECTORS | LOGINS))
        parser.add_argument("--account", help="handle or id; without it one that is always there")
        parser.add_argument(
            "--key",
            action="append",
            default=[],
            metavar="[NAME=]VALUE",
            help="the key, or each of them by name; without it the office's own. Others on this machine can see it",
        )

        parser.add_argument("--token", default="", help="an access token of whose account it is, in place of a key")

    def handle(
        self, *args: Any, platform: str, account: str | None, key: list[str], token: str, **options: Any
    ) -> None:
        if token and platform in LOGINS:
            self._by_consent(platform, token)
            return
        if token or platform not in CONNECTORS:
            raise CommandError(f"{Platform(platform).label} is read {'with a key' if token else 'by --token alone'}.")
        kind = CONNECTORS[platform]
        keys = _given(kind, key) if key else keys_of(platform)
        missing = [need.name for need in kind.needs if not keys.get(need.name)]
        if missing:
            raise CommandError(f"{kind.name} needs {' and '.join(f'--key {name}=…' for name in missing)}.")
        calls: list[int] = []
        connector = made(platform, keys, spend=lambda units, bucket="": calls.append(0 if bucket else units))
        name = account or kind.sample
        try:
            reading = look(connector, name)
            self._say_reading(kind.name, name, reading)
            if isinstance(connector, TellsPosts):
                by, _ = connector.name_of(reading.external_id, reading.handle or name, "")
                self._say_posts(connector.posts(by, timezone.now() - LATELY))
        except PlatformError as error:
            raise CommandError(f"{error.message} (kind: {error.kind}, units used: {sum(calls)})") from error
        self.stdout.write(f"Units used: {sum(calls)}, counted in {kind.unit}.")

    def _by_consent(self, platform: str, token: str) -> None:
        login, now = login_of(platform), timezone.now()
        try:
            reading = login.own_figures(token)
            self._say_reading(login.name, f"the owner of the token, {reading.handle or reading.external_id}", reading)
            self._say_posts(login.posts(token, login.scopes, now - LATELY))
            past = login.history(token, now)
        except PlatformError as error:
            raise CommandError(f"{error.message} (kind: {error.kind})") from error
        self.stdout.write(f"  days of the past: {len(past)}{f', since {past[0].at:%Y-%m-%d}' if past else ''}")

    def _say_reading(self, platform: str, name: str, reading: Reading) -> None:
        self.stdout.write(f"{platform} answers as documented about {name}.")
        self.stdout.write(f"  id: {reading.external_id}; handle: {reading.handle or 'not told'}")
        for what in ("followers", "following", "posts", "views"):
            value = getattr(reading, what)
            rounded = " (rounded)" if what == "followers" and reading.is_rounded else ""
            self.stdout.write(f"  {what}: {'not told' if value is None else exact(value)}{rounded}")

    def _say_posts(self, posts: list[PostReading]) -> None:
        self.stdout.write(f"  posts of {LATELY.days} days: {len(posts)}")
        for what in ("views", "likes", "comments", "shares", "saves", "reach"):
            told = sum(getattr(post, what) is not None for post in posts)
            self.stdout.write(f"    {what} told for {told} of {len(posts)}")


def _given(kind: type[Connector], given: list[str]) -> dict[str, str]:
    """`--key token=…`, or the value alone where a platform needs one thing."""
    names = {need.name for need in kind.needs}
    if len(given) == 1 and len(names) == 1 and given[0].partition("=")[0] not in names:
        return {next(iter(names)): given[0]}
    pairs = dict(text.split("=", 1) for text in given if "=" in text)
    if set(pairs) - names or len(pairs) != len(given):
        raise CommandError(f"{kind.name} takes {', '.join(f'--key {name}=…' for name in sorted(names))}.")
    return pairs
