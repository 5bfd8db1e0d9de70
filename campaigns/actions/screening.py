"""What the office makes of applicants, before anybody is answered."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from accounts.models import User
from accounts.roles import Permission
from campaigns.actions.decisions import mark
from campaigns.actions.shared import lock_campaign
from campaigns.models import Application, Campaign, Criterion, Points, Score, StepBack
from campaigns.people import may
from campaigns.queries.screening import hides_decision, screened
from campaigns.rules import weighted
from campaigns.screening import MOST_CRITERIA, may_end_blind, may_screen, may_set_criteria, stepped_back
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation


@action
def set_criteria(
    *, campaign: Campaign, criteria: Iterable[tuple[str, int]], blind: bool, by: User, now: datetime
) -> list[Criterion]:
    """Say by what applicants are scored, as (name, percent), and whether the first pass hides their names.

    The same again changes nothing; where anything is another, all of them are written anew.
    """
    campaign = lock_campaign(campaign)
    require(may_set_criteria(campaign, by))
    lines = [(name.strip(), weight) for name, weight in criteria]
    if not 1 <= len(lines) <= MOST_CRITERIA:
        raise Refused(f"Between 1 and {MOST_CRITERIA} criteria.")
    if not all(name for name, _ in lines):
        raise Refused("Each criterion has a name.")
    total = sum(weight for _, weight in lines)
    if total != 100:
        raise Refused(f"The weights add up to {total} percent. Make them 100.")
    known = list(campaign.criteria.all())
    if [(one.name, one.weight) for one in known] == lines and campaign.blind_first == blind:
        return known
    campaign.criteria.all().delete()
    with violation():
        rows = [Criterion.objects.create(campaign=campaign, name=name, weight=weight) for name, weight in lines]
    campaign.blind_first = blind
    campaign.save(update_fields=["blind_first"])
    return rows


@action
def end_blind_pass(*, campaign: Campaign, by: User, now: datetime) -> Campaign:
    """Show the applicants' names from now on."""
    campaign = lock_campaign(campaign)
    require(may_end_blind(campaign, by))
    campaign.named_at, campaign.named_by = now, by
    campaign.save(update_fields=["named_at", "named_by"])
    return campaign


def _lock(application: Application) -> Application:
    campaign = lock_campaign(Campaign(pk=application.campaign_id))
    fresh = Application.objects.select_for_update(of=("self",)).select_related("talent").get(pk=application.pk)
    fresh.campaign = campaign
    return fresh


@action
def screen_application(
    *,
    application: Application,
    points: Mapping[str, int],
    note: str,
    choice: str,
    seen_choice: str,
    answer: str,
    by: User,
    now: datetime,
) -> Application:
    """Save one's own score and, where `choice` differs from what the page showed (`seen_choice`), the decision to be.

    `points` go by the criteria's public ids; without any, only the decision is marked. Raises `Refused` where somebody
    else marked the applicant meanwhile.
    """
    application = _lock(application)
    require(may_screen(application, by))
    untold = _hides(application, by)
    changes = choice != seen_choice or answer.strip() != application.choice_answer
    if untold and not (choice or seen_choice or answer.strip()):
        changes = False
    if not points and not changes:
        raise Refused("Score the criteria, or mark a decision.")
    if points:
        _score(application, points, note.strip(), by, now)
    if changes:
        if untold and application.choice != seen_choice:
            raise Refused("A colleague decided meanwhile. Save your score without a decision; then you see theirs.")
        if application.choice != seen_choice:
            who = application.chosen_by.name if application.chosen_by else "A colleague"
            meant = application.get_choice_display() or "undecided"
            raise Refused(f"{who} marked this one {meant.lower()} meanwhile. Look again.")
        mark(application, choice, answer=answer, by=by, now=now)
    return application


def _hides(application: Application, by: User) -> bool:
    """Whether they cannot have read the decision, which a colleague made before they scored."""
    row = screened(application.campaign, by).filter(pk=application.pk).first()
    return row is not None and hides_decision(row, by)


def _score(application: Application, points: Mapping[str, int], note: str, by: User, now: datetime) -> None:
    criteria = list(application.campaign.criteria.all())
    if not criteria:
        raise Refused(f"{application.campaign.manager.name} sets the criteria first.")
    if missing := [criterion.name for criterion in criteria if criterion.public_id not in points]:
        raise Refused(f"Score every criterion. {missing[0]} has no points yet.")
    values = [(criterion, points[criterion.public_id]) for criterion in criteria]
    if any(value not in range(1, 6) for _, value in values):
        raise Refused("Points are 1, 2, 3, 4 or 5.")
    score, _ = Score.objects.update_or_create(
        application=application,
        created_by=by,
        defaults={"total": weighted((criterion.weight, value) for criterion, value in values), "note": note},
        create_defaults={
            "total": weighted((criterion.weight, value) for criterion, value in values), "note": note,
            "created_at": now,
        },
    )  # fmt: skip
    for criterion, value in values:
        Points.objects.update_or_create(score=score, criterion=criterion, defaults={"value": value})


@action
def step_back(*, application: Application, reason: str, by: User, now: datetime) -> StepBack:
    """Say that one is too close to this applicant: one's score goes, and one neither scores nor decides here again."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    if not reason.strip():
        raise Refused("Say why you step back. Colleagues read it.")
    application = _lock(application)
    if stepped_back(application, by):
        raise Refused("You have stepped back already.")
    Score.objects.filter(application=application, created_by=by).delete()
    if application.chosen_by_id == by.pk:
        mark(application, "", answer="", by=by, now=now)
    return StepBack.objects.create(application=application, reason=reason.strip(), created_at=now, created_by=by)
