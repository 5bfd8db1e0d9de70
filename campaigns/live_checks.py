"""What may happen to a piece that is live."""

from accounts.models import User
from accounts.roles import Kind
from campaigns.models import CampaignState, Deliverable, DeliverableState
from lib.refusals import Answer, Denied


def may_correct_address(deliverable: Deliverable, user: User) -> Answer:
    """Only a live piece has an address; a talent changes it until the campaign is closed.

    Of a booking that was cancelled only where something is paid for it: its results count.
    """
    if not deliverable.booking.counts:
        return Denied("The booking no longer stands, and nothing is paid for it.", code="booking")
    if deliverable.state != DeliverableState.PUBLISHED:
        return Denied("This piece is not live.", code="turn")
    if user.kind == Kind.TALENT and deliverable.booking.campaign.state == CampaignState.CLOSED:
        return Denied("The campaign is closed. Ask the office to change it.", code="closed")
    return True


def may_take_down(deliverable: Deliverable, user: User) -> Answer:
    """Once."""
    answer = may_correct_address(deliverable, user)
    if answer and deliverable.taken_down_at:
        return Denied("It is noted already that it was taken down.", code="done")
    return answer


def may_verify(deliverable: Deliverable, user: User) -> Answer:
    """What nobody verified, or what departs otherwise than was let be."""
    answer = may_correct_address(deliverable, user)
    if answer and deliverable.verified_at and set(deliverable.departs) <= set(deliverable.accepted):
        return Denied("It is verified already.", code="done")
    return answer
