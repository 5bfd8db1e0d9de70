"""Make the boxes again from the facts, or only compare."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.timezone import now

from accounts.models import User
from exclusivity.actions import differences, rebuild_boxes


class Command(BaseCommand):
    help = (
        "Make every box of the clash guard again from the facts; --check only compares, and exits 1 where they differ."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        found = differences() if check else rebuild_boxes(by=User.objects.system(), now=now())
        for one in found:
            self.stdout.write(f"Commitment {one.commitment_id}: {one.missing} missing, {one.surplus} too many")
        self.stdout.write(
            "The boxes are as the facts say."
            if not found
            else f"{len(found)} differ"
            if check
            else f"{len(found)} put right"
        )
        if check and found:
            sys.exit(1)
