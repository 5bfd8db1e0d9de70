"""A talent asks, the office answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from djmoney.money import Money

from accounts.models import User
from accounts.roles import Kind, Permission
from campaigns import letters
from campaigns.actions.bookings import drop_hold, hold
from campaigns.actions.shared import Sent, answer_with, drop_unsent, lock_campaign, lock_people, settle, turn_down
from campaigns.applying import may_apply, may_change_application
from campaigns.checks import may_accept, may_decline, may_withdraw
from campaigns.models import Application, ApplicationState, BookingState, Campaign
from campaigns.models.application import UNCHOSEN
from campaigns.people import managers_of, may_act_for, of_talent
from campaigns.screening import may_answer
from lib.actions import action
from lib.moves import move
from lib.refusals import Refused, require
from lib.violations import violation
from talent.models import Talent
from talent.queries import tier_name


@action
def apply(
    *,
    campaign: Campaign,
    talent: Talent,
    idea: str,
    proposed_fee: Money | None,
    answers: Mapping[int, str] | None = None,
    by: User,
    now: datetime,
) -> Application:
    """Ask to take part. Tier and followers are kept as they are today; the letter says when the answer comes.

    `answers` are to the brief's questions, by their ids; each is kept beside its question. The office may apply for a
    talent without them. A talent who withdrew may ask again.
    Raises `Refused` with wording for outside where a promise stands in the way.
    """
    require(may_act_for(by, talent, Permission.APPLY))
    campaign = lock_campaign(campaign)
    talent = Talent.objects.get(pk=talent.pk)
    require(may_apply(campaign, talent, now))
    said: dict[str, Any] = {
        **_said(campaign, idea, proposed_fee, answers, by),
        "tier": tier_name(talent),
        "followers": talent.followers,
        "created_at": now,
        "created_by": by,
    }
    application = campaign.applications.select_for_update(of=("self",)).filter(talent=talent).first()
    if application is None:
        with violation():
            application = Application.objects.create(campaign=campaign, talent=talent, **said)
    else:
        move(application, ApplicationState.APPLIED, answer="", decided_at=None, decided_by=None, **said)
    application.campaign = campaign
    letters.send(letters.applied(application), of_talent(talent), now)
    return application


@action
def change_application(
    *,
    application: Application,
    idea: str,
    proposed_fee: Money | None,
    answers: Mapping[int, str] | None = None,
    by: User,
    now: datetime,
) -> Application:
    """The talent says it otherwise before the office answers. When it was sent, and what was counted then, stays."""
    require(may_act_for(by, application.talent, Permission.APPLY))
    application = _lock(application)
    require(may_change_application(application, now))
    for name, value in _said(application.campaign, idea, proposed_fee, answers, by).items():
        setattr(application, name, value)
    application.save(update_fields=["idea", "proposed_fee", "proposed_fee_currency", "answers"])
    return application


def _said(
    campaign: Campaign, idea: str, fee: Money | None, answers: Mapping[int, str] | None, by: User
) -> dict[str, Any]:
    """What a talent, or the office for them, says of taking part. Raises `Refused`."""
    if fee is not None and fee.amount < 0:
        raise Refused("The fee is 0 or more.")
    answered = _answered(campaign, answers or {}, whole=by.kind == Kind.TALENT)
    return {"idea": idea.strip(), "proposed_fee": fee, "answers": answered}


def _answered(campaign: Campaign, answers: Mapping[int, str], *, whole: bool) -> list[dict[str, str]]:
    """Each question with its answer, in the order of the brief; `whole`: what has to be answered is."""
    kept = []
    for question in campaign.brief.questions.all():
        said = answers.get(question.pk, "").strip()
        if whole and question.required and not said:
            raise Refused(f"Answer this first: {question.words}")
        if said and question.choices and said not in question.choices:
            raise Refused(f"Choose one of the answers to: {question.words}")
        if said:
            kept.append({"question": question.words, "answer": said})
    return kept


def _lock(application: Application) -> Application:
    """Talents, then the campaign, then the application."""
    lock_people([application.talent_id])
    campaign = lock_campaign(application.campaign)
    fresh = Application.objects.select_for_update(of=("self",)).select_related("talent").get(pk=application.pk)
    fresh.campaign = campaign
    return fresh


def _drop_its_hold(application: Application, *, reason: str, by: User, now: datetime) -> None:
    holds = application.campaign.bookings.select_for_update(of=("self",)).filter(
        talent=application.talent, state=BookingState.HOLD
    )
    for booking in holds.select_related("commitment"):
        booking.campaign = application.campaign
        drop_hold(booking, reason=reason, by=by, now=now)


@action
def withdraw_application(*, application: Application, by: User, now: datetime, reason: str = "") -> Application:
    """The talent steps back; a place that was held for them is free again. The manager is told."""
    require(may_act_for(by, application.talent, Permission.APPLY))
    application = _lock(application)
    require(may_withdraw(application))
    _drop_its_hold(application, reason=reason or "The talent withdrew.", by=by, now=now)
    drop_unsent(application)
    move(application, ApplicationState.WITHDRAWN, **UNCHOSEN)
    letters.send(letters.withdrawn(application), managers_of(application.campaign), now)
    settle(application.campaign, now)
    return application


def take(
    application: Application,
    *,
    answer: str,
    by: User,
    now: datetime,
    post: Sent = letters.send,
    price: Money | None = None,
) -> None:
    """Answer with yes: a place is held, and the talent reads until when. The caller has locked and checked.

    Without `price` the brand pays the brief's fee.
    """
    answer_with(application, ApplicationState.ACCEPTED, answer=answer, by=by, now=now)
    booking = hold(
        campaign=application.campaign,
        talent=application.talent,
        application=application,
        price=price,
        hold_until=None,
        by=by,
        now=now,
    )
    post(letters.accepted(application, booking), of_talent(application.talent), now)


@action
def accept_application(
    *, application: Application, answer: str, by: User, now: datetime, price: Money | None = None
) -> Application:
    """Say yes at once: a place is held for the talent, who is told until when. `answer` is for them to read.

    Without `price` the brand pays the brief's fee.
    """
    application = _lock(application)
    require(may_answer(application, by))
    require(may_accept(application, now))
    take(application, answer=answer.strip(), by=by, now=now, price=price)
    return application


@action
def decline_application(*, application: Application, answer: str, by: User, now: datetime) -> Application:
    """Say no at once, also after a yes that was not confirmed. The talent is told; `answer` is for them to read."""
    application = _lock(application)
    require(may_answer(application, by))
    require(may_decline(application))
    _drop_its_hold(application, reason="The application was declined.", by=by, now=now)
    turn_down(application, answer=answer.strip(), by=by, now=now)
    settle(application.campaign, now)
    return application
