"""The answers that wait in the outbox, and to whom they go."""

from collections.abc import Iterable

from django.db.models import QuerySet

from campaigns.letters import Letter, about_campaign, project_as_told
from campaigns.models import Application, Campaign
from outbox.models import Message

ANSWERS = ("application_accepted", "application_backup", "application_declined")


def reserve(application: Application) -> Letter:
    """To the talent: neither yes nor no, and what follows."""
    campaign = application.campaign
    return Letter(
        "application_backup",
        about_campaign(campaign),
        f"You are in reserve for “{campaign.name}”",
        (
            f"You applied for {project_as_told(campaign)}. Its places are given. If one frees, we come to you.",
            application.answer,
            "Nothing is held for you until then: take other work as you like. You hear the outcome by letter.",
        ),
    )


def drafts_of(campaigns: Iterable[Campaign]) -> QuerySet[Message]:
    """Answers that are written and have not gone."""
    return Message.objects.filter(
        about__in=[about_campaign(campaign) for campaign in campaigns], kind__in=ANSWERS, state=Message.State.DRAFT
    )
