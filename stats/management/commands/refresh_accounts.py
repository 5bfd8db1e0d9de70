"""`manage.py refresh_accounts [--platform youtube] [--all]`: new figures now, in the foreground."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from stats.actions.outcomes import record_measured
from stats.connectors import CONNECTORS, is_readable, readable_platforms
from stats.due import adopt, claim, hold, readable
from stats.measuring import measure
from stats.platforms.errors import PlatformError
from talent.models import SocialAccount

AT_ONCE = 1_000  # accounts a transaction


class Command(BaseCommand):
    help = "Ask the platforms for the figures of the accounts that are due, or of all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--platform", choices=list(CONNECTORS), help="this platform only")
        parser.add_argument("--all", action="store_true", help="also accounts that are not due")

    def handle(self, *args: Any, platform: str | None, all: bool, **options: Any) -> None:
        if platform and not (answer := is_readable(platform)):
            raise CommandError(str(answer))
        names = [platform] if platform else readable_platforms()
        failed: dict[SocialAccount, PlatformError] = {}
        done = 0
        for name in names:
            total = self._count(name, everything=all)
            with tqdm(
                total=total, desc=name, unit="account", file=sys.stderr, disable=options["verbosity"] == 0
            ) as bar:
                for accounts in self._take(name, everything=all):
                    failed |= self._refresh(name, accounts)
                    bar.update(len(accounts))
                    done += len(accounts)
        self.stdout.write(f"{done - len(failed)} of {done} accounts have new figures.")
        if failed:
            lines = [
                f"  @{account.handle} on {account.get_platform_display()}: {failed[account]}" for account in failed
            ]
            raise CommandError("\n".join([f"{len(failed)} accounts failed:", *lines]))

    def _count(self, platform: str, *, everything: bool) -> int:
        adopt(timezone.now())
        accounts = readable(platform)
        return (accounts if everything else accounts.filter(next_refresh_at__lte=timezone.now())).count()

    def _take(self, platform: str, *, everything: bool) -> Iterator[Sequence[SocialAccount]]:
        """Accounts in lots, each claimed, so that no worker measures them too."""
        if everything:
            for ids in batched(list(readable(platform).order_by("pk").values_list("pk", flat=True)), AT_ONCE):
                hold(ids, now=timezone.now())
                yield list(SocialAccount.objects.filter(pk__in=ids))
            return
        while taken := claim(AT_ONCE, now=timezone.now(), platform=platform):
            yield list(SocialAccount.objects.filter(pk__in=[pk for _, pk in taken]))

    def _refresh(self, platform: str, accounts: Sequence[SocialAccount]) -> dict[SocialAccount, PlatformError]:
        measured = measure(platform, accounts, now=timezone.now())
        record_measured(measured, accounts)
        wrong = {**measured.errors, **measured.left}
        return {account: wrong[account.pk] for account in accounts if account.pk in wrong}
