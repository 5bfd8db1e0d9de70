"""Ask the truth about worked cases."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from exclusivity.cases import Judgement, judged
from exclusivity.cases.shape import slips
from lib.refusals import Refused


class Command(BaseCommand):
    help = (
        "Build each case of a file in the database, say what the truth says of it, one JSON line a case, and undo it. "
        "--expect compares, and exits 1 where any differs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="cases as JSON")
        parser.add_argument("--expect", action="store_true", help="compare with what each case expects")

    def _answered(self, case: Any, otherwise: str) -> Judgement:
        """The answer, or in one line what is wrong with the case."""
        name = str(case.get("id") or otherwise) if isinstance(case, dict) else otherwise
        found = slips(case)
        for slip in found:
            self.stderr.write(f"{name}: {slip.said}")
        grave = next((slip.said for slip in found if slip.grave), "")
        if grave:
            return Judgement(name, "ERROR", f"This case cannot be read: {grave}.")
        try:
            return judged(case)
        except Refused as refusal:
            said = f"The office does not take it: {refusal}"
        except (LookupError, TypeError, ValueError, DatabaseError) as error:
            said = f"This case cannot be built: {error!r}"
        self.stderr.write(f"{name}: {said}")
        return Judgement(name, "ERROR", said)

    def handle(self, *args: Any, file: str, expect: bool, **options: Any) -> None:
        try:
            cases = json.loads(Path(file).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(f"{file} cannot be read as JSON: {error}") from error
        if isinstance(cases, dict):
            cases = cases["cases"]
        short: list[str] = []
        for number, case in enumerate(cases, 1):
            answer = self._answered(case, f"case {number}")
            self.stdout.write(json.dumps(answer.as_json(), ensure_ascii=False))
            wanted = case.get("expect") if isinstance(case, dict) else None
            if expect and wanted:
                short += [f"{answer.case}: {one}" for one in answer.differences(wanted)]
            elif expect:
                short.append(f"{answer.case}: nothing is expected of it")
        if expect:
            for line in short:
                self.stderr.write(line)
            self.stderr.write(f"{len(cases) - len({line.split(':')[0] for line in short})} of {len(cases)} agree")
            if short:
                sys.exit(1)
