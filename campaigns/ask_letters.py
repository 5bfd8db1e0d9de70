"""What is written about requests by name. A talent's letters say nothing of a brand that is hidden from them."""

from django.conf import settings
from django.urls import reverse

from campaigns.letters import Letter, about_campaign, instant_words, money_words, project_as_told, project_words
from campaigns.models import Booking, Nomination


def _offered(nomination: Nomination) -> str:
    fee, gift = nomination.fee, nomination.campaign.brief.gift
    if fee is None:
        return f"You are given: {gift}." if gift else ""
    return f"The place pays {money_words(fee)}, before the office’s share."


def asked(nomination: Nomination, words: str) -> Letter:
    """To the talent: somebody asks for them, what it pays, until when to answer."""
    campaign = nomination.campaign
    return Letter(
        "nomination_asked",
        about_campaign(campaign),
        f"We ask you for “{campaign.name}”",
        (
            f"We would like you in {project_as_told(campaign)}. {_offered(nomination)}".strip(),
            words,
            f"Say yes, no, or what you would do it for, in your portal, until {instant_words(nomination.reply_by)}.",
        ),
        f"request:{nomination.public_id}",
    )


def offered_again(nomination: Nomination, words: str) -> Letter:
    """To the talent: the office answers their counter-offer with another offer."""
    campaign = nomination.campaign
    return Letter(
        "nomination_asked",
        about_campaign(campaign),
        f"A new offer for “{campaign.name}”",
        (
            f"You made a counter-offer for {project_as_told(campaign)}. {_offered(nomination)}".strip(),
            words,
            f"Answer in your portal until {instant_words(nomination.reply_by)}.",
        ),
        f"request:{nomination.public_id}",
    )


def agreed_to_talent(nomination: Nomination, booking: Booking) -> Letter:
    """To the talent: it is agreed, and a place is held until when."""
    campaign = nomination.campaign
    until = f" until {instant_words(booking.hold_until)}" if booking.hold_until else ""
    fee = f" for {money_words(booking.price)}, before the office’s share" if booking.price is not None else ""
    return Letter(
        "nomination_agreed",
        about_campaign(campaign),
        f"A place in “{campaign.name}” is held for you",
        (
            f"We agreed on {project_as_told(campaign)}{fee}. A place is held for you{until}.",
            "It is not confirmed yet. You hear by then whether it is.",
        ),
        f"request:{nomination.public_id}",
    )


def answered(nomination: Nomination) -> Letter:
    """To the manager: yes, no, or a counter-offer."""
    campaign, name = nomination.campaign, nomination.talent.name
    said = {
        Nomination.State.AGREED: "says yes to",
        Nomination.State.DECLINED: "says no to",
        Nomination.State.COUNTERED: "makes a counter-offer for",
    }[Nomination.State(nomination.state)]
    fee = ""
    if nomination.state == Nomination.State.COUNTERED and nomination.counter_fee is not None:
        fee = f"They ask for {money_words(nomination.counter_fee)}."
    return Letter(
        "nomination_answered",
        about_campaign(campaign),
        f"{name} {said} “{campaign.name}”",
        (f"{name} {said} {project_words(campaign)}. {fee}".strip(), nomination.words),
        f"request:{nomination.public_id}",
    )


def counter_declined(nomination: Nomination) -> Letter:
    """To the talent: the office does not take the counter-offer."""
    campaign = nomination.campaign
    return Letter(
        "nomination_over",
        about_campaign(campaign),
        f"“{campaign.name}” goes on without you this time",
        (
            f"We cannot take your counter-offer for {project_as_told(campaign)}.",
            nomination.words,
            "Other projects are open to you in your portal.",
        ),
        f"request:{nomination.public_id}",
    )


def withdrawn(nomination: Nomination) -> Letter:
    """To the talent: they need not answer any more."""
    campaign = nomination.campaign
    return Letter(
        "nomination_over",
        about_campaign(campaign),
        f"You need not answer about “{campaign.name}” any more",
        (
            f"We asked you for {project_as_told(campaign)}. We no longer do, so there is nothing to answer.",
            nomination.words,
        ),
        f"request:{nomination.public_id}",
    )


def soon_over(nomination: Nomination) -> Letter:
    """To the talent: their answer is missing, and until when it counts."""
    campaign = nomination.campaign
    return Letter(
        "nomination_soon",
        about_campaign(campaign),
        f"Your answer about “{campaign.name}” is missing",
        (
            f"We asked you for {project_as_told(campaign)} and have no answer yet. {_offered(nomination)}".strip(),
            f"Say yes, no, or what you would do it for, until {instant_words(nomination.reply_by)}. After that the "
            f"request is over.\n{settings.SITE_URL}{reverse('talent:request', args=[nomination.public_id])}",
        ),
        f"request:{nomination.public_id}",
    )


def lapsed_to_talent(nomination: Nomination) -> Letter:
    """To the talent: the time to answer is over."""
    campaign = nomination.campaign
    return Letter(
        "nomination_over",
        about_campaign(campaign),
        f"The time to answer about “{campaign.name}” is over",
        (
            f"We asked you for {project_as_told(campaign)} and had no answer until "
            f"{instant_words(nomination.reply_by)}, so we go on without you.",
            "Tell your contact at the office if you still want to take part.",
        ),
        f"request:{nomination.public_id}",
    )


def lapsed_to_manager(nomination: Nomination) -> Letter:
    """To the manager: nobody answered."""
    campaign, name = nomination.campaign, nomination.talent.name
    return Letter(
        "nomination_lapsed",
        about_campaign(campaign),
        f"{name} did not answer about “{campaign.name}”",
        (f"{name} was asked for {project_words(campaign)} and did not answer in time. Ask again, or ask another.",),
        f"request:{nomination.public_id}",
    )
