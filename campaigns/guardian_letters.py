"""What is written when a talent comes of age."""

from collections.abc import Sequence

from accounts.models import User
from campaigns.letters import Letter
from campaigns.rules import listed
from talent.models import Talent


def _names(guardians: Sequence[User]) -> str:
    return listed(guardian.name for guardian in guardians)


def to_talent(talent: Talent, guardians: Sequence[User], has_way_in: bool) -> Letter:
    """To the talent: who reads their portal no longer, and how that is had otherwise."""
    one, names = len(guardians) == 1, _names(guardians)
    return Letter(
        "guardian_ended",
        f"talent:{talent.public_id}",
        "Your portal is your own",
        (
            f"You are of age. {names}, who stood beside you as {'guardian' if one else 'guardians'}, no longer "
            f"{'reads' if one else 'read'} your portal: your messages, your dates and what you earn are yours alone.",
            f"If {names} should go on reading, tell the office, and it lets them in again.",
            "" if has_way_in else "You have no way into your portal yet. Ask the office for an invitation.",
        ),
    )


def to_guardian(talent: Talent) -> Letter:
    """To the guardian: it is over, and whose word opens it again."""
    return Letter(
        "guardian_ended",
        "",
        f"{talent.name} is of age",
        (
            f"{talent.name} has come of age, so {talent.name}’s portal is no longer open to you.",
            f"If {talent.name} wants you to go on reading, {talent.name} tells the office.",
        ),
    )


def to_office(talent: Talent, guardians: Sequence[User], reached: Sequence[str], has_way_in: bool) -> Letter:
    """To whoever looks after the talent: what ended, who was `reached` with it, and what there is to do."""
    one, names = len(guardians) == 1, _names(guardians)
    return Letter(
        "guardian_ended_manager",
        f"talent:{talent.public_id}",
        f"{talent.name} is of age: a guardian reads no longer",
        (
            f"{talent.name} has come of age. {names} stood beside them as {'guardian' if one else 'guardians'} and "
            f"{'has' if one else 'have'} no access any more. "
            + (
                f"{listed(reached)} {'is' if len(reached) == 1 else 'are'} told."
                if reached
                else "No letter reaches them."
            ),
            f"What is to be accepted is {talent.name}’s own to accept now."
            if has_way_in
            else f"{talent.name} has no way in of their own: invite them on the talent’s page.",
            "Where they want a guardian to go on reading, invite the guardian again.",
        ),
        f"talent:{talent.public_id}",
    )


def soon_to_office(talent: Talent, guardians: Sequence[User]) -> Letter:
    """To whoever looks after the talent: what ends in a day, if the date of birth is right."""
    one, names = len(guardians) == 1, _names(guardians)
    return Letter(
        "guardian_ends_manager",
        f"talent:{talent.public_id}",
        f"Is {talent.name}’s date of birth right?",
        (
            f"By the date of birth on their page {talent.name} is of age, and {names} still "
            f"{'stands' if one else 'stand'} beside them as {'guardian' if one else 'guardians'}.",
            "If the date is wrong, correct it. Otherwise the portal closes to "
            f"{'the guardian' if one else 'the guardians'} in a day, and all are told.",
        ),
        f"talent:{talent.public_id}",
    )
