"""Ask the truth about worked cases."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from exclusivity.cases import Judgement, judged
from lib.refusals import Refused


class Command(BaseCommand):
    help = (
        "Build each case of a file in the database, say what the truth says of it, one JSON line a case, and undo it. "
        "--expect compares, and exits 1 where any differs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="cases as JSON")
        parser.add_argument("--expect", action="store_true", help="compare with what each case expects")

    def handle(self, *args: Any, file: str, expect: bool, **options: Any) -> None:
        try:
            cases = json.loads(Path(file).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(f"{file} cannot be read as JSON: {error}") from error
        if isinstance(cases, dict):
            cases = cases["cases"]
        short: list[str] = []
        for case in cases:
            try:
                answer = judged(case)
            except (Refused, LookupError, TypeError, ValueError, DatabaseError) as error:
                answer = Judgement(str(case.get("id")), "ERROR", f"This case cannot be built: {error!r}")
            self.stdout.write(json.dumps(answer.as_json(), ensure_ascii=False))
            if expect:
                short += [f"{case['id']}: {one}" for one in answer.differences(case["expect"])]
        if expect:
            for line in short:
                self.stderr.write(line)
            self.stderr.write(f"{len(cases) - len({line.split(':')[0] for line in short})} of {len(cases)} agree")
            if short:
                sys.exit(1)
