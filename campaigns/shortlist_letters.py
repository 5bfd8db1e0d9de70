"""What the office and a brand write to one another about a shortlist. None of it names another client."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from campaigns.letters import Letter, about_campaign
from campaigns.models import Reply, Shortlist, ShortlistAnswer
from campaigns.rules import day_words

ORDER = (Reply.YES, Reply.BACKUP, Reply.NO)


def sent(shortlist: Shortlist, people: int) -> Letter:
    """To the brand: who is proposed, and by when the office asks for an answer."""
    campaign = shortlist.campaign
    until = f" Please answer by {day_words(shortlist.answer_by)}." if shortlist.answer_by else ""
    who = "One talent is" if people == 1 else f"{people} talents are"
    return Letter(
        "shortlist_sent",
        about_campaign(campaign),
        f"Shortlist {shortlist.number} for “{campaign.name}” waits for your answer",
        (
            f"{who} proposed for “{campaign.name}”.{until}",
            "Say yes, backup or no to each, and add a word where you like. You can send some answers now and others "
            "later.",
            settings.SITE_URL + reverse("client:shortlist", args=[shortlist.public_id]),
        ),
        f"shortlist:{shortlist.public_id}",
    )


def answered(shortlist: Shortlist, answers: Sequence[ShortlistAnswer], who: str) -> Letter:
    """To the campaign's manager: what the brand says."""
    campaign = shortlist.campaign
    said = []
    for choice in ORDER:
        names = [answer.entry.name for answer in answers if answer.choice == choice]
        if names:
            said.append(f"{choice.label}: {', '.join(names)}.")
    words = [f"{answer.entry.name}: “{answer.comment}”" for answer in answers if answer.comment]
    return Letter(
        "shortlist_answered",
        about_campaign(campaign),
        f"{campaign.brand.name} answered shortlist {shortlist.number} for “{campaign.name}”",
        (f"{who} sent answers.", *said, *words),
    )
