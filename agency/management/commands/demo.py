"""`manage.py demo`: fill an empty database with the demo office."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from agency.demo import office, staff


class Command(BaseCommand):
    help = "Make the demo office in an empty database: invented people and brands, the same every time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing where somebody works here already")
        parser.add_argument("--logins", action="store_true", help="only print how to sign in")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["logins"]:
            if not office.is_empty():
                if options["if_empty"]:
                    office.find_again(timezone.now())
                    return
                raise CommandError("Somebody works in this database already. `make demo` starts a fresh one.")
            office.make(timezone.now())
        for what, email in staff.logins():
            self.stdout.write(f"{what + ':':<28} {email}")
        self.stdout.write(f"{'Password, for all:':<28} {staff.PASSWORD}")
