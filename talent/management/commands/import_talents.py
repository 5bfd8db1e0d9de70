"""Bring a roster in from a CSV or XLSX file."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import Office, User
from lib.refusals import Refused
from talent.actions import apply_import, remap_import, start_import
from talent.actions.imports import summary
from talent.importing.columns import FIELDS, is_field
from talent.importing.preview import table_of
from talent.models import Platform, RosterImport


class Command(BaseCommand):
    help = (
        "Import talents from a CSV or XLSX file. Running it again changes nothing; unknown figures overwrite nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--platform", default="", choices=Platform.values, help="where neither a column nor an address says"
        )
        parser.add_argument(
            "--map", action="append", default=[], metavar="COLUMN=FIELD",
            help=f"read a column as one of: {', '.join(FIELDS)}; COLUMN= leaves it out; can be given more than once",
        )  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument(
            "--as-of", default="", metavar="DATE", help="the day that the figures are from (default: the file's)"
        )
        parser.add_argument("--encoding", default="", help="e.g. utf-8, cp932, cp1252 (default: found out)")
        parser.add_argument("--delimiter", default="", help="one character, or tab (default: found out)")
        parser.add_argument("--sheet", default="", help="sheet of a workbook (default: the first with cells)")
        parser.add_argument(
            "--by", default="", metavar="EMAIL", help="the colleague in whose name (default: the office's jobs)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                self._import(options)
                if options["dry_run"]:
                    transaction.set_rollback(True)
        except Refused as refused:
            raise CommandError(str(refused)) from refused

    def _import(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        path: Path = options["file"]
        try:
            content, changed = path.read_bytes(), datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        by = self._by(options["by"])
        delimiter = {"tab": "\t", "\\t": "\t"}.get(options["delimiter"].casefold(), options["delimiter"])
        roster_import = start_import(
            filename=path.name, content=content, by=by, now=now, platform=options["platform"],
            figures_as_of=self._as_of(options["as_of"], now) or min(changed, now),
            encoding=options["encoding"], delimiter=delimiter, sheet=options["sheet"],
        )  # fmt: skip
        if options["map"]:
            mapping = self._mapping(roster_import, options["map"])
            roster_import = remap_import(roster_import=roster_import, mapping=mapping, by=by, now=now)
        roster_import = apply_import(roster_import=roster_import, by=by, now=now, at_once=True)
        self._tell(roster_import, quiet=options["verbosity"] < 1, rehearsal=options["dry_run"])

    def _by(self, email: str) -> User:
        if not email:
            return User.objects.system()
        user = User.objects.filter(email__iexact=email, kind="staff").first()
        if user is None:
            raise CommandError(f"Nobody at the office has the address {email}.")
        return user

    def _as_of(self, text: str, now: datetime) -> datetime | None:
        """The end of that day at the office, or this instant where the day is today."""
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise CommandError(f"{text} is not a date. Write it like 2026-03-31.") from error
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(Office.objects.current().timezone))
        if len(text) <= 10:
            moment = min(moment.replace(hour=23, minute=59, second=59), max(now, moment))
        return moment

    def _mapping(self, roster_import: RosterImport, told: list[str]) -> dict[str, str]:
        mapping = dict(roster_import.mapping)
        by_heading = {heading.casefold(): heading for heading in mapping}
        for pair in told:
            column, _, field = pair.rpartition("=")
            heading = by_heading.get(" ".join(column.split()).casefold())
            if heading is None:
                raise CommandError(f"The file has no column {column}. It has: {', '.join(mapping)}.")
            if field and not is_field(field):
                raise CommandError(f"{field} is not a field. The fields are: {', '.join(FIELDS)}.")
            if field and field != "notes":  # what was guessed gives way to what was said
                mapping = {other: "" if chosen == field else chosen for other, chosen in mapping.items()}
            mapping[heading] = field
        return mapping

    def _tell(self, roster_import: RosterImport, *, quiet: bool, rehearsal: bool) -> None:
        outcome = roster_import.outcome
        if not quiet:
            how = [
                roster_import.encoding,
                {"\t": "tab"}.get(roster_import.delimiter, roster_import.delimiter),
                roster_import.sheet,
            ]
            self.stdout.write(
                f"{roster_import.filename}: {' '.join(part for part in how if part)}, {roster_import.platform}"
            )
            for heading in table_of(roster_import).headings:
                self.stdout.write(f"  {heading} -> {roster_import.mapping[heading] or 'left out'}")
            for number, remark in outcome["remarks"]:
                self.stdout.write(f"row {number}: {remark}")
            if rehearsal:
                self.stdout.write("A rehearsal: nothing is written.")
        for number, name, refusal in outcome["refused_rows"]:
            self.stderr.write(f"row {number}: refused ({name}): {refusal}")
        self.stdout.write(summary(outcome))
