"""The office asks by name; the talent answers yes, no, or with a counter-offer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from djmoney.money import Money

from accounts.models import User
from accounts.roles import Kind, Permission
from campaigns import ask_letters, letters
from campaigns.actions.bookings import hold
from campaigns.actions.shared import lock_campaign, lock_people
from campaigns.asking import (
    may_answer,
    may_nominate,
    may_reply,
    may_say_no,
    may_say_yes,
    may_take_back,
    may_take_counter,
)
from campaigns.models import (
    Application,
    ApplicationState,
    Booking,
    BookingState,
    Campaign,
    Nomination,
    NominationState,
    Offer,
    OfferSide,
)
from campaigns.models.application import UNCHOSEN
from campaigns.models.nomination import UNDER_WAY
from campaigns.people import managers_of, may, may_act_for, of_talent
from campaigns.queries.due import requests_to_remind
from lib.actions import action
from lib.moves import move
from lib.refusals import Denied, Refused, require
from lib.violations import violation
from talent.models import Talent
from talent.queries import tier_name


def _terms(fee: Money | None, reply_by: datetime, now: datetime) -> None:
    if fee is not None and fee.amount < 0:
        raise Refused("The fee is 0 or more.")
    if reply_by <= now:
        raise Refused("The answer is due after the question.")


def _money(field: str, amount: Money | None) -> dict[str, Any]:
    """The amount and its currency, which `move` writes as two columns."""
    return {field: amount} if amount is None else {field: amount, f"{field}_currency": str(amount.currency)}


def _offer(nomination: Nomination, side: str, fee: Money | None, words: str, by: User, now: datetime) -> None:
    Offer.objects.create(nomination=nomination, side=side, fee=fee, words=words.strip(), created_at=now, created_by=by)


@action
def nominate(
    *,
    campaign: Campaign,
    talents: Sequence[Talent],
    fee: Money | None,
    words: str,
    reply_by: datetime,
    by: User,
    now: datetime,
) -> list[Nomination]:
    """Ask each of the talents by name; all of them or, where one cannot be asked, none. They are told by letter.

    `fee` None is what the brief pays. Raises `Refused`, naming the talent, with the clash's own words for staff.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    _terms(fee, reply_by, now)
    if not talents:
        raise Refused("Choose whom to ask.")
    lock_people([talent.pk for talent in talents])
    campaign = lock_campaign(campaign)
    rows = list(Talent.objects.filter(pk__in=[talent.pk for talent in talents]).order_by("pk"))
    answers = may_nominate(campaign, rows, now)
    asked = []
    for talent in rows:
        _, answer = answers[talent.pk]
        if isinstance(answer, Denied):
            named = answer.reason if talent.name in answer.reason or len(rows) == 1 else f"{talent}: {answer.reason}"
            raise Refused(Denied(named, outside=answer.outside, code=answer.code))
        asked.append(
            Nomination(
                campaign=campaign, talent=talent, fee=fee if fee is not None else campaign.brief.fee,
                reply_by=reply_by, created_at=now, created_by=by,
            )
        )  # fmt: skip
    for nomination in asked:
        with violation():
            nomination.save()
        _offer(nomination, OfferSide.OFFICE, nomination.fee, words, by, now)
        letters.send(ask_letters.asked(nomination, words.strip()), of_talent(nomination.talent), now)
    return asked


def _lock(nomination: Nomination) -> Nomination:
    """The talent, the campaign, then the nomination."""
    lock_people([nomination.talent_id])
    campaign = lock_campaign(Campaign(pk=nomination.campaign_id))
    fresh = Nomination.objects.select_for_update(of=("self",)).select_related("talent").get(pk=nomination.pk)
    fresh.campaign = campaign
    return fresh


def _agree(nomination: Nomination, *, fee: Money | None, by: User, now: datetime) -> Nomination:
    """Both want it: an application with its fee, which needs no screening, and a place that is held for it."""
    campaign, talent = nomination.campaign, nomination.talent
    application = _application(nomination, fee, now)
    booking = campaign.bookings.select_for_update(of=("self",)).filter(talent=talent, state=BookingState.HOLD).first()
    if booking is None:
        booking = hold(
            campaign=campaign, talent=talent, application=application, price=fee, hold_until=None, by=by, now=now
        )
    else:
        Booking.objects.filter(application=application).update(application=None)
        booking.application, booking.price = application, fee if fee is not None else booking.price
        booking.save(update_fields=["application", "price", "price_currency"])
    move(nomination, NominationState.AGREED, application=application, words="", ended_at=now, ended_by=by)
    letters.send(ask_letters.agreed_to_talent(nomination, booking), of_talent(talent), now)
    return nomination


def _application(nomination: Nomination, fee: Money | None, now: datetime) -> Application:
    campaign, talent = nomination.campaign, nomination.talent
    facts = {
        **_money("agreed_fee", fee),
        "tier": tier_name(talent),
        "followers": talent.followers,
        "answer": "",
        **UNCHOSEN,
        "decided_at": now,
        "decided_by": nomination.created_by,
    }
    earlier = campaign.applications.select_for_update(of=("self",)).filter(talent=talent).first()
    if earlier is None:
        with violation():
            return Application.objects.create(
                campaign=campaign, talent=talent, state=ApplicationState.ACCEPTED, created_at=now,
                created_by=nomination.created_by, **facts,
            )  # fmt: skip
    if earlier.state == ApplicationState.WITHDRAWN:
        move(earlier, ApplicationState.APPLIED)
    move(earlier, ApplicationState.ACCEPTED, **facts)
    return earlier


@action
def accept_nomination(*, nomination: Nomination, by: User, now: datetime) -> Nomination:
    """The talent says yes: a place is held for them at the fee they were offered.

    Where something came between since they were asked, it is refused with wording for outside.
    """
    require(may_act_for(by, nomination.talent, Permission.APPLY))
    nomination = _lock(nomination)
    require(may_say_yes(nomination, now))
    nomination = _agree(nomination, fee=nomination.fee, by=by, now=now)
    letters.send(ask_letters.answered(nomination), managers_of(nomination.campaign), now)
    return nomination


@action
def decline_nomination(*, nomination: Nomination, words: str, by: User, now: datetime) -> Nomination:
    """The talent says no, with a reason if they like; also while their counter-offer is with the office."""
    require(may_act_for(by, nomination.talent, Permission.APPLY))
    nomination = _lock(nomination)
    require(may_say_no(nomination, now))
    move(nomination, NominationState.DECLINED, words=words.strip(), ended_at=now, ended_by=by)
    letters.send(ask_letters.answered(nomination), managers_of(nomination.campaign), now)
    return nomination


@action
def counter_nomination(*, nomination: Nomination, fee: Money, words: str, by: User, now: datetime) -> Nomination:
    """The talent would do it for another fee. The office answers."""
    require(may_act_for(by, nomination.talent, Permission.APPLY))
    if fee.amount < 0:
        raise Refused("The fee is 0 or more.")
    nomination = _lock(nomination)
    require(may_answer(nomination, now))
    if fee == nomination.fee and not words.strip():
        raise Refused("That is what is offered. Say yes, or what else you would like.")
    offered = nomination.fee
    if offered is not None and offered.currency == fee.currency and fee < offered and not words.strip():
        raise Refused(f"That is less than the {letters.money_words(offered)} offered. Say what else you would like.")
    facts = {**_money("counter_fee", fee), "words": words.strip(), "countered_at": now, "countered_by": by}
    move(nomination, NominationState.COUNTERED, **facts)
    _offer(nomination, OfferSide.TALENT, fee, words, by, now)
    letters.send(ask_letters.answered(nomination), managers_of(nomination.campaign), now)
    return nomination


@action
def accept_counter(*, nomination: Nomination, by: User, now: datetime) -> Nomination:
    """The office says yes to what the talent asks for: a place is held for them at that fee."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    nomination = _lock(nomination)
    require(may_take_counter(nomination, now))
    return _agree(nomination, fee=nomination.counter_fee, by=by, now=now)


@action
def decline_counter(*, nomination: Nomination, words: str, by: User, now: datetime) -> Nomination:
    """The office does not take it, and the request is over. `words` are for the talent to read."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    nomination = _lock(nomination)
    require(may_reply(nomination))
    move(nomination, NominationState.REFUSED, words=words.strip(), ended_at=now, ended_by=by)
    letters.send(ask_letters.counter_declined(nomination), of_talent(nomination.talent), now)
    return nomination


@action
def offer_again(
    *, nomination: Nomination, fee: Money | None, words: str, reply_by: datetime, by: User, now: datetime
) -> Nomination:
    """The office answers a counter-offer with another offer, and it is the talent's turn again."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    _terms(fee, reply_by, now)
    nomination = _lock(nomination)
    require(may_reply(nomination))
    offered = fee if fee is not None else nomination.fee
    move(nomination, NominationState.ASKED, words="", reply_by=reply_by, **_money("fee", offered))
    _offer(nomination, OfferSide.OFFICE, offered, words, by, now)
    letters.send(ask_letters.offered_again(nomination, words.strip()), of_talent(nomination.talent), now)
    return nomination


def take_back(nomination: Nomination, *, words: str, by: User, now: datetime) -> None:
    """End it and tell the talent. The caller holds the locks."""
    move(nomination, NominationState.WITHDRAWN, words=words.strip(), ended_at=now, ended_by=by)
    letters.send(ask_letters.withdrawn(nomination), of_talent(nomination.talent), now)


@action
def withdraw_nomination(*, nomination: Nomination, words: str, by: User, now: datetime) -> Nomination:
    """The office asks no longer. `words` are for the talent to read."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    nomination = _lock(nomination)
    require(may_take_back(nomination))
    take_back(nomination, words=words, by=by, now=now)
    return nomination


@action
def remind_nomination(*, nomination: Nomination, by: User, now: datetime) -> Nomination:
    """Tell the talent, once, that their answer is missing and the time is nearly over. Done by the clock."""
    if by.kind != Kind.SYSTEM:
        raise Refused("The clock reminds of a request.")
    nomination = _lock(nomination)
    told = of_talent(nomination.talent)
    if not told or not requests_to_remind(now).filter(pk=nomination.pk).exists():
        raise Refused("Nobody is to be reminded of it any more.")
    letters.send(ask_letters.soon_over(nomination), told, now)
    return nomination


@action
def lapse_nomination(*, nomination: Nomination, by: User, now: datetime) -> Nomination:
    """The deadline passed unanswered; both sides are told. Done by the clock."""
    if by.kind != Kind.SYSTEM:
        raise Refused("A request lapses by the clock.")
    nomination = _lock(nomination)
    if nomination.state != NominationState.ASKED or nomination.reply_by > now:
        raise Refused("The request was answered meanwhile.")
    move(nomination, NominationState.LAPSED, ended_at=now, ended_by=by)
    letters.send(ask_letters.lapsed_to_talent(nomination), of_talent(nomination.talent), now)
    letters.send(ask_letters.lapsed_to_manager(nomination), managers_of(nomination.campaign), now)
    return nomination


def end_requests(campaign: Campaign, *, words: str, by: User, now: datetime) -> None:
    """With the campaign end the requests that are not settled. The caller holds its lock and its people's."""
    rows = campaign.nominations.select_for_update(of=("self",)).filter(state__in=UNDER_WAY)
    for nomination in rows.select_related("talent").order_by("pk"):
        nomination.campaign = campaign
        take_back(nomination, words=words, by=by, now=now)
