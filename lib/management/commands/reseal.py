"""Seal every secret with the newest key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lib.sealed import reseal


class Command(BaseCommand):
    help = (
        "Seal every secret anew with the first key of SEALING_KEYS. Afterwards the others can go. "
        "Running it again does no harm."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        resealed = reseal()
        for row in resealed.unopenable:
            self.stderr.write(f"No key opens {row}")
        self.stdout.write(f"{resealed.done} sealed with the newest key")
        if resealed.unopenable:
            raise CommandError("Some secrets stay as they are: put back the key that sealed them, and run this again.")
