"""`manage.py open_office`: name the office and let its first owner in."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.actions import open_office
from accounts.models import User
from lib.refusals import Refused


class Command(BaseCommand):
    help = "Name the office and open a place for its first owner. Prints the link at which they choose a password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--office", default="", help="what the agency is called")
        parser.add_argument("--name", required=True, help="the owner's name")
        parser.add_argument("--email", required=True, help="the owner's address")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = {name: options[name] for name in ("office", "name", "email")}
        try:
            link = open_office(**asked, by=User.objects.system(), now=timezone.now())
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(link)
