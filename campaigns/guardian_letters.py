"""What is written when a talent comes of age."""

from accounts.models import User
from campaigns.letters import Letter
from talent.models import Talent


def to_talent(talent: Talent, guardian: User, has_way_in: bool) -> Letter:
    """To the talent: who reads their portal no longer, and how that is had otherwise."""
    return Letter(
        "guardian_ended",
        f"talent:{talent.public_id}",
        "Your portal is your own",
        (
            f"You are 18. {guardian.name}, who stood beside you as guardian, no longer reads your portal: your "
            "messages, your dates and what you earn are yours alone.",
            f"If {guardian.name} should go on reading, tell the office, and it lets them in again.",
            "" if has_way_in else "You have no way into your portal yet. Ask the office for an invitation.",
        ),
    )


def to_guardian(talent: Talent) -> Letter:
    """To the guardian: it is over, and whose word opens it again."""
    return Letter(
        "guardian_ended",
        "",
        f"{talent.name} is 18",
        (
            f"{talent.name} has come of age, so {talent.name}’s portal is no longer open to you.",
            f"If {talent.name} wants you to go on reading, {talent.name} tells the office.",
        ),
    )


def to_office(talent: Talent, guardian: User, has_way_in: bool) -> Letter:
    """To whoever looks after the talent: what ended, and what there is to do."""
    return Letter(
        "guardian_ended_manager",
        f"talent:{talent.public_id}",
        f"{talent.name} is 18: {guardian.name} reads no longer",
        (
            f"{talent.name} has come of age. {guardian.name} stood beside them as guardian and has no access any more. "
            "Both are told.",
            f"What is to be accepted is {talent.name}’s own to accept now."
            if has_way_in
            else f"Nobody can sign in for {talent.name}: invite them on the talent’s page.",
            "Where they want the guardian to go on reading, invite the guardian again.",
        ),
        f"talent:{talent.public_id}",
    )
