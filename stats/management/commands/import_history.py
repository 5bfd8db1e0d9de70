"""`manage.py import_history FILE`: figures of the past from a CSV or XLSX file, kept as reported."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from lib.refusals import Refused
from stats.actions import import_history
from talent.models import Platform


class Command(BaseCommand):
    help = (
        "Import figures of the past: a day and followers (views, posts) in each line, with platform and handle. "
        "Twice brings nothing new, and nothing that was measured is replaced."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--platform", default="", choices=Platform.values, help="where the lines do not say")
        parser.add_argument("--encoding", default="", help="e.g. utf-8, cp932, cp1252 (default: found out)")
        parser.add_argument("--sheet", default="", help="sheet of a workbook (default: the first with cells)")
        parser.add_argument("--by", default="", metavar="EMAIL", help="the colleague in whose name")

    def handle(self, *args: Any, file: Path, platform: str, encoding: str, sheet: str, by: str, **options: Any) -> None:
        user = User.objects.filter(email__iexact=by, kind="staff").first() if by else User.objects.system()
        if user is None:
            raise CommandError(f"Nobody at the office has the address {by}.")
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        try:
            done = import_history(
                filename=file.name, content=content, platform=platform, encoding=encoding, sheet=sheet, by=user,
                now=timezone.now(),
            )  # fmt: skip
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        for number, words in done.refused:
            self.stdout.write(f"line {number}: {words}")
        self.stdout.write(f"{done.new} new days, {done.known} there already, {done.left_out} lines left out.")
