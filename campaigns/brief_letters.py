"""To the brand's person who sent a brief: what became of it."""

from accounts.models import User
from campaigns.letters import Letter
from campaigns.models import ClientBrief


def taken(brief: ClientBrief, by: User) -> Letter:
    """It is taken up, and by whom."""
    return Letter(
        "client_brief_taken",
        f"client-brief:{brief.public_id}",
        f"Your brief “{brief.name}” is taken up",
        (
            f"{by.name} has taken up your brief “{brief.name}” for {brief.brand.name} and completes it.",
            "You see in your portal how it stands. Once it is open, the campaign is there too.",
        ),
    )


def declined(brief: ClientBrief) -> Letter:
    """It is not, and why."""
    return Letter(
        "client_brief_declined",
        f"client-brief:{brief.public_id}",
        f"About your brief “{brief.name}”",
        (f"We cannot take up your brief “{brief.name}” for {brief.brand.name}.", brief.answer),
    )
