"""What may become of a brief that a brand writes."""

from campaigns.models import ClientBrief, ClientBriefState
from lib.moves import can_move
from lib.refusals import Answer, Denied


def may_send_client_brief(brief: ClientBrief) -> Answer:
    """The office takes up whatever says what it is to do."""
    if brief.state == ClientBriefState.DRAFT and not brief.goal:
        return Denied("Say what it is to do for you, then send it.", code="goal")
    return can_move(brief, ClientBriefState.SENT)
