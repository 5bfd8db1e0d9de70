"""What exclusivity does by the clock."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from exclusivity.actions import rebuild_boxes
from outbox.handlers import every, handles
from outbox.work import Work


@every(timedelta(hours=1), title="Hold the boxes against the facts")
@handles("exclusivity.rebuild_boxes", lease=timedelta(minutes=6))
def rebuild(work: Work) -> str:
    """Categories move, brands are sold, members come and go: what depends on them is written anew.

    A clash that appears between two promises that stand is admitted and comes to the clash desk.
    """
    with work.finishing():
        changed = rebuild_boxes(by=User.objects.system(), now=timezone.now())
    return f"{len(changed)} promises written anew" if changed else "All boxes agree with the facts"
