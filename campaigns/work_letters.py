"""What goes out about pieces that are due: to the talent, then to the manager."""

from campaigns.letters import Letter, about_campaign, project_words
from campaigns.models import Deliverable, NudgeKind
from campaigns.rules import day_words


def nudged(deliverable: Deliverable, kind: str) -> Letter:
    """To the talent: what is due, and where it goes."""
    campaign = deliverable.booking.campaign
    due = deliverable.live_by if kind == NudgeKind.POST_LATE else deliverable.draft_due_on
    day = day_words(due) if due else ""
    subject, first, then = {
        NudgeKind.DRAFT_SOON: (
            f"Your draft for “{campaign.name}” is due on {day}",
            f"The draft of {deliverable} for {project_words(campaign)} is due on {day}.",
            "Send it in your portal. If you need longer, tell the office now.",
        ),
        NudgeKind.DRAFT_LATE: (
            f"Your draft for “{campaign.name}” was due on {day}",
            f"The draft of {deliverable} for {project_words(campaign)} was due on {day} and is not here yet.",
            "Send it in your portal, or tell the office when it comes. Your manager knows.",
        ),
        NudgeKind.POST_LATE: (
            f"Is your post for “{campaign.name}” live?",
            f"{deliverable} for {project_words(campaign)} was to go live on {day}.",
            "If it is live, give its address in your portal. If not, tell the office what holds it up.",
        ),
    }[NudgeKind(kind)]
    return Letter(kind, about_campaign(campaign), subject, (first, then), f"piece:{deliverable.public_id}")


def late(deliverable: Deliverable, kind: str) -> Letter:
    """To the manager: who is late with what, since when."""
    booking = deliverable.booking
    due = deliverable.live_by if kind == NudgeKind.POST_LATE else deliverable.draft_due_on
    missing = "has no address of a live post" if kind == NudgeKind.POST_LATE else "has no draft"
    day = day_words(due) if due else ""
    return Letter(
        f"{kind}_manager",
        about_campaign(booking.campaign),
        f"{booking.talent.name} is late: {deliverable}",
        (
            f"{deliverable} by {booking.talent.name} for {project_words(booking.campaign)}"
            f" was due on {day} and {missing}.",
            "The talent was reminded today. Call, move the day, or let them off the piece.",
        ),
        f"piece:{deliverable.public_id}",
    )
