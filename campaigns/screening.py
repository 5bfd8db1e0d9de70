"""Who may judge an applicant, and when; and what is hidden while a pass is blind."""

import re
from collections.abc import Iterable

from accounts.models import User
from accounts.roles import Permission
from campaigns.models import Application, Campaign, CampaignState, Score, StepBack
from campaigns.models.application import UNDECIDED
from campaigns.people import may
from lib.refusals import Answer, Denied
from talent.models import Talent

MOST_CRITERIA = 8
ANSWERED_IN = (CampaignState.OPEN, CampaignState.RUNNING, CampaignState.REPORTING)
HIDDEN = "…"
SHORTEST = 3  # letters of a name that are worth hiding: "Yu" is in too many words


def may_set_criteria(campaign: Campaign, by: User) -> Answer:
    """The campaign's manager sets what is scored, until somebody has scored by it."""
    answer = may(by, Permission.RUN_CAMPAIGNS)
    if not answer:
        return answer
    if campaign.manager_id != by.pk:
        return Denied(f"{campaign.manager.name} manages this campaign and sets the criteria.", code="manager")
    if Score.objects.filter(application__campaign=campaign).exists():
        return Denied("Somebody has scored by these criteria, so they stand.", code="scored")
    return True


def may_end_blind(campaign: Campaign, by: User) -> Answer:
    """The campaign's manager shows the names."""
    answer = may(by, Permission.RUN_CAMPAIGNS)
    if not answer:
        return answer
    if campaign.manager_id != by.pk:
        return Denied(f"{campaign.manager.name} manages this campaign and ends the blind pass.", code="manager")
    if not campaign.is_blind:
        return Denied("Names are shown already.", code="named")
    return True


def stepped_back(application: Application, by: User) -> bool:
    """Whether somebody said that they are too close to this applicant."""
    return StepBack.objects.filter(application=application, created_by=by).exists()


def may_screen(application: Application, by: User) -> Answer:
    """Whether somebody may score an applicant or say what to answer."""
    answer = may(by, Permission.RUN_CAMPAIGNS)
    if not answer:
        return answer
    if application.state not in UNDECIDED:
        return Denied(
            f"This application is {application.get_state_display().lower()}, so it needs no score.", code="state"
        )
    if stepped_back(application, by):
        return Denied("You stepped back from this applicant. Colleagues score and decide.", code="conflict")
    return True


def may_answer(application: Application, by: User) -> Answer:
    """Whether somebody may give this applicant their answer, which goes out by name."""
    answer = may(by, Permission.RUN_CAMPAIGNS)
    if not answer:
        return answer
    if application.campaign.is_blind and application.state in UNDECIDED:
        return Denied("End the blind pass first: answers go out by name.", code="blind")
    if stepped_back(application, by):
        return Denied("You stepped back from this applicant. Colleagues score and decide.", code="conflict")
    return True


def code_of(application: Application) -> str:
    """What an applicant is called while the pass is blind: Applicant 7K2Q. It says nothing of when they applied."""
    return f"Applicant {application.public_id[:4].upper()}"


def masked(text: str, talent: Talent, handles: Iterable[str]) -> str:
    """The text with the talent's names and handles left out, whatever their case."""
    names = {talent.name, talent.native_name, *handles}
    names |= {part for name in (talent.name, talent.native_name) for part in re.split(r"[\s\-]+", name)}
    for name in sorted((n for n in names if len(n) >= SHORTEST or n and not n.isascii()), key=len, reverse=True):
        whole = rf"(?<!\w){re.escape(name)}(?!\w)" if name.lower() != name.upper() else re.escape(name)
        text = re.sub(f"@?{whole}", HIDDEN, text, flags=re.IGNORECASE)
    return text
