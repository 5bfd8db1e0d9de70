"""What may become of an application before the office answers it."""

from datetime import datetime

from campaigns.checks import office_day
from campaigns.models import Application, ApplicationState, CampaignState
from campaigns.rules import day_words
from lib.refusals import Answer, Denied


def may_change_application(application: Application, now: datetime) -> Answer:
    """Words, answers and the fee asked for are changed as long as others may still apply and nobody has answered."""
    campaign = application.campaign
    if application.state == ApplicationState.WITHDRAWN:
        return Denied("You withdrew it.", code="withdrawn")
    if application.state != ApplicationState.APPLIED:
        return Denied("The office has answered it. Write to the office about it.", code="state")
    if campaign.state != CampaignState.OPEN:
        return Denied("This project takes no applications any more.", code="closed")
    until = campaign.brief.apply_until
    if until and office_day(now) > until:
        return Denied(f"Applications closed on {day_words(until)}.", code="late")
    return True
