"""Approved pieces that are live without anybody having said so."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from campaigns.actions import give_post_address
from lib.figures import counted
from lib.refusals import Refused
from outbox.handlers import every, handles
from outbox.work import Work
from stats.results.finding import candidates, waiting_pieces


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
