"""Approved pieces that are live without anybody having said so, and whether what is live is what was approved."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from campaigns.actions import give_post_address, hold_post
from campaigns.models import Booking, CampaignState, DeliverableState
from campaigns.models.booking import STANDING
from lib.figures import counted
from lib.refusals import Refused
from outbox.handlers import every, handles
from outbox.work import Work
from stats.results.finding import candidates, waiting_pieces
from stats.results.match import OTHER_WORDS, TITLED, is_whole, of_words
from stats.results.reading import Result, results_of

WATCHED = timedelta(days=60)  # how long after it went live a post is held against what was approved
READ_LATELY = timedelta(hours=3)  # the job runs each hour, and may have been late
LOT = 200  # bookings that are looked at at once


@every(timedelta(hours=1), title="Look for approved pieces that went live")
@handles("stats.find_live")
def find_live(work: Work) -> str:
    """Take a post's address where its text is the approved caption and it is the only one; suggest the others."""
    now, system = timezone.now(), User.objects.system()
    found = 0
    for piece in waiting_pieces(now):
        certain = [each for each in candidates(piece) if each.is_certain]
        if len(certain) != 1:
            continue
        try:
            give_post_address(deliverable=piece, url=certain[0].post.url, by=system, now=now)
        except Refused:
            continue  # the talent gave it meanwhile
        found += 1
        work.renew(done=found)
    return f"{counted(found, 'piece')} found live"


def _sees_all(result: Result) -> bool:
    """Whether its platform tells the text that an approval is of, to its end."""
    channel, text = result.piece.channel, result.post.text if result.post else ""
    return channel not in TITLED and bool(text) and is_whole(text, channel)


@every(timedelta(hours=1), title="Hold what went live against what was approved")
@handles("stats.hold_live")
def hold_live(work: Work) -> str:
    """Note in what live posts depart; a post that can be seen whole and departs in nothing is verified by that."""
    now, system = timezone.now(), User.objects.system()
    rows = Booking.objects.filter(
        state__in=STANDING, campaign__state__in=(CampaignState.RUNNING, CampaignState.REPORTING),
        deliverables__state=DeliverableState.PUBLISHED, deliverables__published_at__gt=now - WATCHED,
    )  # fmt: skip
    bookings = list(rows.select_related("talent", "campaign__brief").distinct().order_by("pk"))
    changed = 0
    for start in range(0, len(bookings), LOT):
        found = results_of(bookings[start : start + LOT], held=True, rated=False)
        for each in (each for results in found.values() for each in results):
            changed += _hold(each, system, now)
        work.renew(done=changed)
    return f"{counted(changed, 'post')} changed"


def _hold(result: Result, system: User, now: datetime) -> bool:
    """Whether anything is new. Texts that were compared are compared again only once the platform told of them again;
    days and label, which the office may change, each time.
    """
    piece, post = result.piece, result.post
    if post is None:
        return False
    looked_at = bool(piece.departs or piece.verified_at)
    known = looked_at and post.measured_at < now - READ_LATELY
    departs = result.departs_of(OTHER_WORDS not in piece.departs) if known else result.departs
    if not post.text:  # its words were forgotten, as the platform wants: what they said wrong is still so
        departs = [*departs, *(said for said in piece.departs if of_words(said) and said not in departs)]
    verifies = _sees_all(result) and not (departs or piece.verified_at or piece.taken_down_at)
    if departs == piece.departs and not verifies:
        return False
    held = hold_post(deliverable=piece, departs=departs, is_all=_sees_all(result), by=system, now=now)
    return held is not None
