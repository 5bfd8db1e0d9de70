"""What the clock does for people: their digest in the morning, each on their own clock."""

from datetime import timedelta

from django.utils import timezone

from accounts.actions import write_digest
from accounts.actions.notices import morning_of
from accounts.models import User
from lib.figures import counted
from lib.refusals import Refused
from outbox.handlers import every, handles
from outbox.models import Message
from outbox.work import Work

AT_ONCE = 500


@every(timedelta(minutes=10), title="Write the daily digests")
@handles("accounts.write_digests")
def write_digests(work: Work) -> str:
    """One mail a day to each for whom something was gathered before their morning. Each is an action, safe twice."""
    now, system = timezone.now(), User.objects.system()
    waiting = Message.objects.filter(state=Message.State.GATHERED).order_by().values("reader")
    written = 0
    for user in User.objects.filter(public_id__in=waiting, is_active=True).order_by("pk"):
        day, morning = morning_of(user, now)
        if now < morning or user.digests.filter(day=day).exists():
            continue
        try:
            digest = write_digest(user=user, by=system, now=now)
        except Refused:
            continue
        written += digest.message_id is not None
        work.renew(done=written)
        if written >= AT_ONCE:
            break
    return f"{counted(written, 'digest')} written"
