"""Once a month talents are asked for the figures that no platform tells."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from outbox.handlers import every, handles
from outbox.work import Work
from stats.actions import ask_for_counts


@every(timedelta(days=1), title="Ask for figures that no platform tells")
@handles("stats.ask_for_counts")
def ask(work: Work) -> str:
    """Whoever was asked within the month is not asked again."""
    with work.finishing():
        asked = ask_for_counts(by=User.objects.system(), now=timezone.now())
    return f"{asked} asked" if asked else "Nobody to ask"
