"""What managers read of holds: lapsed, moved up, challenged. From office to office: nobody outside gets one."""

from campaigns.letters import Letter, about_campaign, instant_words, project_words
from campaigns.models import Booking, Challenge, ChallengeState
from campaigns.rules import ordinal


def hold_lapsed(booking: Booking) -> Letter:
    """To the manager: a hold ran out."""
    campaign = booking.campaign
    return Letter(
        "hold_lapsed",
        about_campaign(campaign),
        f"The hold for {booking.talent.name} lapsed",
        (
            f"Nobody confirmed {booking.talent.name} for {project_words(campaign)} in time. The hold is released.",
            "Place it again on the campaign's page where it is still wanted.",
        ),
        f"booking:{booking.public_id}",
    )


def _held(booking: Booking) -> str:
    return f"{booking.talent.name} for {project_words(booking.campaign)}"


def promoted(booking: Booking) -> Letter:
    """To the manager: the hold moved up."""
    until = f" It stands until {instant_words(booking.hold_until)}." if booking.hold_until else ""
    return Letter(
        "hold_promoted",
        about_campaign(booking.campaign),
        f"Your hold for {booking.talent.name} is now the {ordinal(booking.rank)}",
        (f"The hold on {_held(booking)} moved up: it is now the {ordinal(booking.rank)} of its days.{until}",),
        f"booking:{booking.public_id}",
    )


def demoted(booking: Booking) -> Letter:
    """To the manager: another hold was put before theirs."""
    return Letter(
        "hold_demoted",
        about_campaign(booking.campaign),
        f"Your hold for {booking.talent.name} is now the {ordinal(booking.rank)}",
        (
            f"The order was changed by hand. The hold on {_held(booking)} is now the {ordinal(booking.rank)}.",
            "Who changed it and why stands in the history of the hold that was put before it.",
        ),
        f"booking:{booking.public_id}",
    )


def ranked(booking: Booking) -> Letter:
    """To the manager: the hold was given another rank by hand."""
    return Letter(
        "hold_ranked",
        about_campaign(booking.campaign),
        f"Your hold for {booking.talent.name} is now the {ordinal(booking.rank)}",
        (f"The hold on {_held(booking)} was ranked by hand. It is now the {ordinal(booking.rank)} of its days.",),
        f"booking:{booking.public_id}",
    )


def overtaken(hold: Booking, booking: Booking) -> Letter:
    """To the manager of a hold: a promise was made that stands against it."""
    return Letter(
        "hold_overtaken",
        about_campaign(hold.campaign),
        f"{hold.talent.name} is booked for {booking.campaign.brand.name}",
        (
            f"{booking.talent.name} is booked for {project_words(booking.campaign)}. "
            f"The hold on {_held(hold)} cannot be confirmed beside it as both stand.",
            "The clash desk says why, and what would make it possible.",
        ),
        f"booking:{hold.public_id}",
    )


def challenged(challenge: Challenge) -> Letter:
    """To the manager of the first hold: confirm or release, by when."""
    hold, asks = challenge.hold, challenge.challenger.campaign
    return Letter(
        "hold_challenged",
        about_campaign(hold.campaign),
        f"{asks.brand.name} wants {hold.talent.name}: confirm or release",
        (
            f"{project_words(asks)} is ready to book {hold.talent.name}. "
            f"Your hold for {project_words(hold.campaign)} comes first.",
            f"Confirm it or release it by {instant_words(challenge.deadline)}. "
            "After that it lapses, and the next one moves up.",
            challenge.note,
        ),
        f"booking:{hold.public_id}",
    )


CHALLENGE_ENDS = {
    ChallengeState.KEPT: "They confirmed, so that {talent} is booked.",
    ChallengeState.RELEASED: "They let {talent} go.",
    ChallengeState.LAPSED: "They did not answer in time, and their hold lapsed.",
}


def challenge_answered(challenge: Challenge) -> Letter:
    """To the manager who asked: what came of it."""
    hold, asks = challenge.hold, challenge.challenger
    said = CHALLENGE_ENDS[ChallengeState(challenge.state)].format(talent=hold.talent.name)
    return Letter(
        "challenge_answered",
        about_campaign(asks.campaign),
        f"{hold.campaign.brand.name} answered your challenge for {hold.talent.name}",
        (f"You challenged the hold of {project_words(hold.campaign)} on {hold.talent.name}. {said}",),
        f"booking:{asks.public_id}",
    )


def challenge_over(challenge: Challenge) -> Letter:
    """To the manager of the first hold: no answer is needed any longer."""
    hold = challenge.hold
    return Letter(
        "challenge_over",
        about_campaign(hold.campaign),
        f"Nobody asks for {hold.talent.name} any longer",
        (f"The challenge to your hold on {_held(hold)} is over. You need not answer; the hold stands as it was.",),
        f"booking:{hold.public_id}",
    )
