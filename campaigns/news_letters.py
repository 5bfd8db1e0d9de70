"""To staff and to brands: what came in, what was answered, what is live. They look when they want to."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from campaigns.letters import Letter, about_campaign, project_words
from campaigns.models import Application, Campaign, ClientBrief, Deliverable, Draft, Gift
from campaigns.rules import day_words, listed
from lib.figures import counted

MOST_NAMED = 5


def _page(name: str, public_id: str) -> str:
    return settings.SITE_URL + reverse(name, args=[public_id])


def draft_sent(draft: Draft) -> Letter:
    """To the manager: a draft is to be looked at, and by when it goes live."""
    piece = draft.deliverable
    booking = piece.booking
    live = f" It is to go live by {day_words(piece.live_by)}." if piece.live_by else ""
    return Letter(
        "draft_sent",
        about_campaign(booking.campaign),
        f"Draft {draft.version} from {booking.talent.name}: {piece}",
        (
            f"{booking.talent.name} sent draft {draft.version} of {piece} for {project_words(booking.campaign)}.{live}",
            f"Look at it, and pass it on or say what should change:\n{_page('desk:draft', draft.public_id)}",
        ),
        f"draft:{draft.public_id}",
    )


def draft_answered(draft: Draft, *, approved: bool, comment: str) -> Letter:
    """To the manager: what the brand said to a draft."""
    piece = draft.deliverable
    booking = piece.booking
    brand = booking.campaign.brand.name
    said = "approves" if approved else "asks for changes to"
    return Letter(
        "draft_answered",
        about_campaign(booking.campaign),
        f"{brand} {said} draft {draft.version} from {booking.talent.name}",
        (
            f"{brand} {said} draft {draft.version} of {piece} for “{booking.campaign.name}”. "
            f"{booking.talent.name} has been told.",
            comment,
        ),
        f"draft:{draft.public_id}",
    )


def brief_sent(brief: ClientBrief) -> Letter:
    """To the office: a brand wants something."""
    who = brief.sent_by.name if brief.sent_by is not None else brief.brand.name
    return Letter(
        "client_brief_sent",
        f"client-brief:{brief.public_id}",
        f"{brief.brand.name} sends a brief: {brief.name}",
        (
            f"{who} sends the brief “{brief.name}” for {brief.brand.name}.",
            f"Take it up or say why not:\n{_page('desk:client-brief', brief.public_id)}",
        ),
    )


def applications_in(campaign: Campaign, rows: Sequence[Application]) -> Letter:
    """To the manager: how many have applied since the last time, and who; in a blind pass only how many."""
    count = len(rows)
    subject = f"{counted(count, 'application')} for “{campaign.name}”"
    who = ""
    if not campaign.is_blind:
        named = [row.talent.name for row in rows[:MOST_NAMED]]
        who = listed([*named, f"{count - MOST_NAMED} more"] if count > MOST_NAMED else named) + "."
        subject = f"{named[0]} applied for “{campaign.name}”" if count == 1 else subject
    return Letter(
        "applications_in",
        about_campaign(campaign),
        subject,
        (
            f"{counted(count, 'application')} came in for {project_words(campaign)}.",
            who,
            f"Screen them:\n{_page('desk:campaign-screening', campaign.public_id)}",
        ),
    )


def live_to_manager(piece: Deliverable) -> Letter:
    """To the manager: where a piece went live."""
    booking = piece.booking
    return Letter(
        "post_live_manager",
        about_campaign(booking.campaign),
        f"Live: {piece} by {booking.talent.name}",
        (f"{piece} by {booking.talent.name} for {project_words(booking.campaign)} is live:\n{piece.post_url}",),
        f"piece:{piece.public_id}",
    )


def live_to_brand(piece: Deliverable) -> Letter:
    """To the brand: where a piece went live, and where its figures come in."""
    booking = piece.booking
    return Letter(
        "post_live",
        about_campaign(booking.campaign),
        f"Live: {piece} by {booking.talent.name} for “{booking.campaign.name}”",
        (
            f"{piece} by {booking.talent.name} is live:\n{piece.post_url}",
            "Its figures come in with the campaign’s results in your portal: "
            + _page("client:results", booking.campaign.public_id),
        ),
    )


def results_stand(campaign: Campaign) -> Letter:
    """To the brand: the campaign is done, and its report is theirs to read and forward."""
    return Letter(
        "results_stand",
        about_campaign(campaign),
        f"The results of “{campaign.name}”",
        (
            f"“{campaign.name}” is done, and nothing is owed any more. What it brought stands in your portal, as a "
            "page and as a report to forward:",
            _page("client:results", campaign.public_id),
        ),
    )


def gift_received(gift: Gift) -> Letter:
    """To the manager, or whoever offered it: it has arrived."""
    return Letter(
        "gift_received",
        f"gift:{gift.public_id}",
        f"{gift.talent.name} has received {gift.product}",
        (f"{gift.product} from {gift.brand.name} has arrived at {gift.talent.name}’s.",),
    )
