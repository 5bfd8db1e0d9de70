"""What the office writes about a booking's confirmation."""

from django.conf import settings
from django.urls import reverse

from campaigns.checks import office_day
from campaigns.letters import Letter, about_campaign, instant_words, project_words
from campaigns.models import Confirmation
from campaigns.rules import day_words


def to_accept(row: Confirmation) -> Letter:
    """To the talent: it is there to read and accept."""
    campaign = row.booking.campaign
    again = "The terms of your booking have changed. " if row.number > 1 else ""
    return Letter(
        "confirmation_drawn",
        about_campaign(campaign),
        f"Your booking confirmation for “{campaign.name}”",
        (
            f"{again}The confirmation of your booking for {project_words(campaign)} is in your portal.",
            "Read it and accept it there by typing your name. Ask us before that if something is not as agreed.",
        ),
    )


def still_waits(row: Confirmation) -> Letter:
    """To the talent, two days on: it still has no yes."""
    campaign = row.booking.campaign
    return Letter(
        "confirmation_waits",
        about_campaign(campaign),
        f"Your booking confirmation for “{campaign.name}” waits for you",
        (
            f"The confirmation of your booking for {project_words(campaign)} has been in your portal since "
            f"{day_words(office_day(row.drawn_at))} and is not accepted yet.",
            "Read it and accept it there by typing your name, or tell the office what is not as agreed.\n"
            f"{settings.SITE_URL}{reverse('talent:terms', args=[row.public_id])}",
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
