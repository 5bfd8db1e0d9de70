"""Counting who follows a link. No cookie, no address kept.

A click is one upsert of its link's row for the day, so that none is lost between two who click at once. Who clicked is
told apart by a hash under a secret of the day that lives in Redis alone and is over the next day; where Redis is away,
clicks count and visitors do not. Where the database refuses the write, the visitor still arrives and the click is lost.
"""

import hashlib
import logging
import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import DatabaseError, connection

from campaigns.checks import office_day
from lib.tallies import passing_secret, tally
from sales.models import TrackedLink

log = logging.getLogger(__name__)
DAY = 24 * 60 * 60
MOST_OF_ONE = 20
"""Clicks of one visitor on one link that count in a day; the others are counted apart."""
MACHINES = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|scanner|facebookexternalhit|meta-external|whatsapp|telegram|discord|slack|"
    r"embedly|pinterest/|skypeuri|linkedin|vkshare|curl|wget|python|httpx|okhttp|go-http|java/|libwww|headless|lighthouse|"
    r"phantom|axios|node-fetch|postman|monitor|uptime|^$",
    re.IGNORECASE,
)
COUNT = """
INSERT INTO sales_linkday (link_id, day, clicks, visitors, machines) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (link_id, day) DO UPDATE SET clicks = sales_linkday.clicks + EXCLUDED.clicks,
    visitors = sales_linkday.visitors + EXCLUDED.visitors, machines = sales_linkday.machines + EXCLUDED.machines
"""


@dataclass(frozen=True, slots=True)
class Request:
    """What a browser says of itself when it follows a link."""

    method: str
    agent: str
    address: str
    purpose: str = ""
    """Of a browser that fetches ahead: `prefetch`, `preview`."""

    @property
    def is_machine(self) -> bool:
        return self.method != "GET" or bool(self.purpose) or bool(MACHINES.search(self.agent))


def find_link(code: str) -> TrackedLink | None:
    """The link of this code, also one that is over."""
    return TrackedLink.objects.only("pk", "target", "ended_at").filter(code=code).first()


def count_click(link: TrackedLink, request: Request, now: datetime) -> None:
    """Count it as a click of somebody, of a visitor, or of a machine."""
    try:
        day = office_day(now)
        nth = None if request.is_machine else _nth(link, request, day)
        machine = request.is_machine or (nth is not None and nth > MOST_OF_ONE)
        with connection.cursor() as cursor:
            cursor.execute(COUNT, [link.pk, day, int(not machine), int(nth == 1), int(machine)])
    except DatabaseError as error:
        log.warning("A click on link %s was not counted: %s", link.pk, error)


def _nth(link: TrackedLink, request: Request, day: date) -> int | None:
    """How often this visitor followed this link today. The hash is over with its secret, and leads back to nobody."""
    secret = passing_secret(f"clicks:{day}", secrets.token_hex(16), seconds=2 * DAY)
    if secret is None:
        return None
    said = f"{link.pk}|{request.address}|{request.agent}".encode()
    who = hashlib.blake2b(said, key=secret.encode(), digest_size=16).hexdigest()
    return tally(f"click:{day}:{who}", seconds=DAY)
