"""What exclusivity does by the clock, and when the world changes."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from exclusivity.actions import expire_waivers, look_again, rebuild_boxes
from exclusivity.models import Commitment
from exclusivity.touched import by_market, by_people, by_silence
from lib.figures import counted
from outbox.handlers import every, handles
from outbox.work import Work

LEASE = timedelta(minutes=6)


@handles("clients.market_changed", lease=LEASE)
def market_changed(work: Work, cause: str, **parts: list[int]) -> str:
    """A category, a brand or a company is not what it was: look again at what depends on it."""
    return _look_again(work, by_market(**parts), cause)


@handles("talent.people_changed", lease=LEASE)
def people_changed(work: Work, cause: str, talents: list[int]) -> str:
    """Somebody came to an act or left it: look again at what they and the others have promised."""
    return _look_again(work, by_people(talents), cause)


@handles("exclusivity.defaults_changed", lease=LEASE)
def defaults_changed(work: Work, cause: str, kinds: list[str]) -> str:
    """Silent clauses are read otherwise: look again at whatever has one."""
    return _look_again(work, by_silence(kinds), cause)


def _look_again(work: Work, ids: Iterable[int], cause: str) -> str:
    """Each promise in a transaction of its own, so that nobody waits for all of them. It may be done twice."""
    by, raised, seen = User.objects.system(), 0, 0
    for commitment in Commitment.objects.filter(id__in=ids).order_by("id"):
        raised += len(look_again(commitment=commitment, cause=cause, by=by, now=timezone.now()))
        seen += 1
        work.renew(done=seen)
    return f"{seen} promises looked at, {raised} raised on the clash desk" if seen else "No promise depends on it"


@every(timedelta(hours=1), title="Hold the boxes against the facts")
@handles("exclusivity.rebuild_boxes", lease=LEASE)
def rebuild(work: Work) -> str:
    """The net below the jobs above: whatever was missed is written anew.

    A clash that appears between two promises that stand is admitted and comes to the clash desk.
    """
    with work.finishing():
        changed = rebuild_boxes(by=User.objects.system(), now=timezone.now())
    return f"{len(changed)} promises written anew" if changed else "All boxes agree with the facts"


@every(timedelta(minutes=15), title="End the waivers that have run out")
@handles("exclusivity.expire_waivers", lease=timedelta(minutes=5))
def expire(work: Work) -> str:
    """What a waiver let be is forbidden again; what binds under it comes to the clash desk."""
    with work.finishing():
        over = expire_waivers(by=User.objects.system(), now=timezone.now())
    return f"{counted(len(over), 'waiver')} ran out" if over else "No waiver ran out"
