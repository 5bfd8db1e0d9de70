"""What is written when a talent comes of age."""

from collections.abc import Sequence

from accounts.models import User
from campaigns.letters import Letter
from campaigns.rules import listed
from talent.models import Talent


def to_talent(talent: Talent, guardians: Sequence[User], has_way_in: bool) -> Letter:
    """To the talent: who reads their portal no longer, and how that is had otherwise."""
    names = listed(guardian.name for guardian in guardians)
    return Letter(
        "guardian_ended",
        f"talent:{talent.public_id}",
        "Your portal is your own",
        (
            f"You are of age. Your portal is no longer open to {names}: your messages, your dates and what you earn "
            "are yours alone.",
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
    names = listed(guardian.name for guardian in guardians)
    return Letter(
        "guardian_ended_manager",
        f"talent:{talent.public_id}",
        f"{talent.name} is of age: a guardian reads no longer",
        (
            f"{talent.name} has come of age. Their portal is no longer open to {names}. "
            + (f"A letter tells {listed(reached)}." if reached else "No letter reaches them."),
            f"What is to be accepted is {talent.name}’s own to accept now."
            if has_way_in
            else f"{talent.name} has no way in of their own: invite them on the talent’s page.",
            "Where they want a guardian to go on reading, invite the guardian again.",
        ),
        f"talent:{talent.public_id}",
    )


def soon_to_office(talent: Talent, guardians: Sequence[User]) -> Letter:
    """To whoever looks after the talent: what ends in a day, if the date of birth is right."""
    names = listed(guardian.name for guardian in guardians)
    return Letter(
        "guardian_ends_manager",
        f"talent:{talent.public_id}",
        f"Is {talent.name}’s date of birth right?",
        (
            f"By the date of birth on their page {talent.name} is of age, and their portal is still open to {names}.",
            f"If the date is wrong, correct it. Otherwise the portal closes to {names} in a day, and all are told.",
        ),
        f"talent:{talent.public_id}",
    )
