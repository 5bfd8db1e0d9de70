"""What the office writes about a booking's confirmation."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from campaigns.checks import office_day
from campaigns.letters import Letter, about_campaign, instant_words, project_words
from campaigns.models import Confirmation
from campaigns.people import Addressee
from campaigns.rules import day_words
from talent.rules import is_of_age

ADULT = "Read it and accept it there by typing your name"
MINOR = "Under 18, a guardian reads it and accepts it there by typing the guardian’s own name"
NO_PORTAL = "It is read and accepted in the talent portal. Ask the office for your way in"


def _words(row: Confirmation, now: datetime, to: Sequence[Addressee]) -> tuple[str, str, str]:
    """Whose booking it is, where the confirmation lies, and what there is to do, as those who read it know it."""
    talent = row.booking.talent
    minor = is_of_age(talent.born_on, office_day(now)) is False
    portal = any(person.reader for person in to)
    whose = f"the booking of {talent.name}" if minor else "your booking"
    return whose, "in your portal" if portal else "ready", (MINOR if minor else ADULT) if portal else NO_PORTAL


def to_accept(row: Confirmation, to: Sequence[Addressee]) -> Letter:
    """To the talent: it is there to read and accept."""
    campaign = row.booking.campaign
    whose, where, how = _words(row, row.drawn_at, to)
    again = f"The terms of {whose} have changed. " if row.number > 1 else ""
    return Letter(
        "confirmation_drawn",
        about_campaign(campaign),
        f"The confirmation of {whose} for “{campaign.name}”",
        (
            f"{again}The confirmation of {whose} for {project_words(campaign)} is {where}.",
            f"{how}. Ask us before that if something is not as agreed.",
        ),
    )


def still_waits(row: Confirmation, to: Sequence[Addressee], now: datetime) -> Letter:
    """To who may accept it, two days on: it still has no yes."""
    campaign = row.booking.campaign
    whose, where, how = _words(row, now, to)
    page = f"\n{settings.SITE_URL}{reverse('talent:terms', args=[row.public_id])}" if where != "ready" else ""
    return Letter(
        "confirmation_waits",
        about_campaign(campaign),
        f"The confirmation of {whose} for “{campaign.name}” waits",
        (
            f"The confirmation of {whose} for {project_words(campaign)} has been {where} since "
            f"{day_words(office_day(row.drawn_at))} and is not accepted yet.",
            f"{how}, or tell the office what is not as agreed.{page}",
        ),
        f"terms:{row.public_id}",
    )


def accepted(row: Confirmation) -> Letter:
    """To the talent: what they accepted, so that they can prove it."""
    campaign = row.booking.campaign
    return Letter(
        "confirmation_accepted",
        about_campaign(campaign),
        f"Accepted: your booking for “{campaign.name}”",
        (
            f"{row.accepted_name} accepted version {row.number} of the confirmation for {project_words(campaign)} on "
            f"{instant_words(row.accepted_at)}.",
            f"The document’s SHA-256 is {row.pdf_hash}. The document stays in your portal.",
        ),
    )


def accepted_to_manager(row: Confirmation) -> Letter:
    """To the manager: the talent has accepted."""
    campaign = row.booking.campaign
    return Letter(
        "confirmation_accepted_manager",
        about_campaign(campaign),
        f"{row.booking.talent.name} accepted the booking for “{campaign.name}”",
        (f"{row.accepted_name} accepted version {row.number} of the confirmation for {project_words(campaign)}.",),
    )
