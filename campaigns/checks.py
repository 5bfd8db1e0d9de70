"""What may be done now, and why not. A page shows what the action would raise."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from accounts.models import Office, User
from accounts.roles import Kind, Permission, can
from campaigns.calls import keeps_secret
from campaigns.models import (
    AmbassadorContract,
    Application,
    ApplicationState,
    Booking,
    BookingState,
    Campaign,
    CampaignState,
    ContractState,
    Deliverable,
    DeliverableState,
    Draft,
    Reach,
    ReviewSide,
)
from campaigns.models.booking import STANDING
from campaigns.models.campaign import TAKING
from campaigns.models.deliverable import DONE, TALENTS_TURN
from campaigns.options import booked_in, may_pass
from campaigns.people import approvers_of
from campaigns.rules import day_words, listed, says_label
from clients.models import Brand
from exclusivity.queries import may_bind, may_go_on
from lib.moves import can_move
from lib.refusals import Answer, Denied
from talent.models import Talent
from talent.models.talent import ON_ROSTER

OUTSIDE = "Not possible in this period."


def office_day(now: datetime) -> date:
    """Which day it is at the office."""
    return now.astimezone(ZoneInfo(Office.objects.current().timezone)).date()


def takes_nobody(campaign: Campaign) -> Denied:
    """Why a campaign that is not open or running takes no talents."""
    state = "still a draft" if campaign.state == CampaignState.DRAFT else campaign.get_state_display().lower()
    return Denied(f"{campaign.name} is {state} and takes no talents.", code="state")


def missing_in(campaign: Campaign) -> list[str]:
    """What the brief lacks before talents can be asked, in words."""
    brief = campaign.brief
    paid = (brief.fee is not None and brief.fee.amount > 0) or bool(brief.gift)
    lacks = {
        "a category": not brief.categories.exists(),
        "a channel": not brief.channels,
        "a country": not brief.territories,
        "its days": brief.days is None,
        "a last day to apply": brief.apply_until is None and brief.reach != Reach.NAMED,
        "a fee or a product": not paid,
        "a deliverable": not brief.wanted.exists(),
    }
    return [name for name, absent in lacks.items() if absent]


def may_open(campaign: Campaign, now: datetime | None = None) -> Answer:
    """Whether the brief is complete and talents can still apply to it."""
    answer = can_move(campaign, CampaignState.OPEN)
    if not answer:
        return answer
    lacks = missing_in(campaign)
    if lacks:
        return Denied(f"Before it opens, the brief needs {listed(lacks)}.", code="brief")
    until = campaign.brief.apply_until
    if now is not None and until and until < office_day(now):
        return Denied(f"The last day to apply, {day_words(until)}, has passed.", code="late")
    return keeps_secret(campaign)


def may_write_brief(campaign: Campaign) -> Answer:
    """A brief can change until somebody is booked on it."""
    if campaign.state not in (CampaignState.DRAFT, CampaignState.OPEN):
        return Denied("Talents are booked on this brief, so its words stand as they are.", code="frozen")
    return True


def may_withdraw(application: Application) -> Answer:
    """A talent steps back until the booking is confirmed."""
    if _booked(application):
        return Denied("The booking is confirmed. Talk to the office about it.", code="booked")
    return can_move(application, ApplicationState.WITHDRAWN)


def may_decline(application: Application) -> Answer:
    """An application can be declined until its talent is booked."""
    if _booked(application):
        return Denied("The talent is booked. Cancel the booking instead.", code="booked")
    return can_move(application, ApplicationState.DECLINED)


def _booked(application: Application) -> bool:
    return Booking.objects.filter(
        campaign=application.campaign_id, talent=application.talent_id, state__in=STANDING
    ).exists()


def may_accept(application: Application, now: datetime) -> Answer:
    """Whether a place can be held for the applicant."""
    answer = can_move(application, ApplicationState.ACCEPTED)
    return answer and may_hold(application.campaign, application.talent, now)


def may_hold(campaign: Campaign, talent: Talent, now: datetime) -> Answer:
    """Whether a place can be held: the campaign takes talents, this one is on the roster and not in it yet.

    A hold binds nobody and cannot breach (DOMAIN R5), so a clash does not stand in its way: the hold carries the
    verdict, and confirming it is refused.
    """
    return holds_place(campaign, talent, lambda: talent.pk in placed(campaign, [talent.pk]))


def placed(campaign: Campaign, talent_ids: Iterable[int]) -> set[int]:
    """Those of the talents who have a place in the campaign, or one held."""
    rows = campaign.bookings.filter(talent__in=talent_ids, state__in=(BookingState.HOLD, *STANDING))
    return set(rows.values_list("talent", flat=True))


def holds_place(campaign: Campaign, talent: Talent, has_place: Callable[[], bool]) -> Answer:
    """`may_hold` where a list knows already who has a place."""
    if campaign.state not in TAKING:
        return takes_nobody(campaign)
    if campaign.brief.days is None:
        return Denied("The brief has no days yet.", code="brief")
    if talent.archived_at or talent.stage not in ON_ROSTER:
        return Denied(f"{talent.name} is not on the roster.", code="roster")
    if has_place():
        return Denied("This talent has a place in the campaign already.", code="again")
    return True


def places_left(campaign: Campaign) -> int:
    """Places that nobody is booked for. Holds do not take one."""
    return max(0, campaign.brief.places - sum(count for (count,) in booked_in(campaign.pk)))


def may_confirm(booking: Booking, now: datetime) -> Answer:
    """Whether a hold can become the promise: it stands, a place is free, nothing is in its way, nothing clashes."""
    answer = may_fill_place(booking, now)
    return answer and may_bind(booking.commitment, now)


def may_fill_place(booking: Booking, now: datetime) -> Answer:
    """`may_confirm` without the clash, which `exclusivity.bind` asks again under its lock."""
    if booking.state in STANDING:
        return Denied(f"{booking.talent} is booked already.", code="confirmed")
    answer = can_move(booking, BookingState.CONFIRMED)
    if not answer:
        return answer
    campaign = booking.campaign
    if campaign.state not in TAKING:
        return takes_nobody(campaign)
    if booking.hold_until and booking.hold_until <= now:
        return Denied("The hold has lapsed. Release it and place it again.", code="lapsed")
    if booking.talent.archived_at:
        return Denied(f"{booking.talent} is archived.", code="roster")
    if places_left(campaign) == 0:
        places = campaign.brief.places
        taken = "The one place is taken." if places == 1 else f"All {places} places are taken."
        return Denied(taken, code="full")
    return may_pass(booking, now)


def may_release(booking: Booking) -> Answer:
    """Only a hold is released; a confirmed booking is cancelled."""
    return can_move(booking, BookingState.RELEASED)


def may_move(booking: Booking) -> Answer:
    """A hold and a booking can move as long as they stand; when all is live, only the paid usage can (see `moved`)."""
    if booking.state not in (BookingState.HOLD, *STANDING):
        return Denied(f"This booking is {booking.get_state_display().lower()} and stays as it was.", code="state")
    if booking.campaign.brief.days is None:
        return Denied("The brief has no days yet.", code="brief")
    return True


def may_write_own_clauses(booking: Booking) -> Answer:
    """A hold's clauses can be its own; what is confirmed stands as it was confirmed."""
    if booking.state != BookingState.HOLD:
        return Denied(
            f"This booking is {booking.get_state_display().lower()}, so its words stay as they are.", code="frozen"
        )
    return True


def may_cancel_booking(booking: Booking) -> Answer:
    """Only a confirmed booking is cancelled; a hold is released."""
    return can_move(booking, BookingState.CANCELLED)


def may_settle(booking: Booking) -> Answer:
    """What is paid is agreed apart only where a booking was cancelled."""
    if booking.state != BookingState.CANCELLED or booking.confirmed_at is None:
        return Denied("Only a cancelled booking is settled; any other has its price.", code="state")
    return True


def owed(campaign: Campaign) -> int:
    """How many pieces the campaign's bookings still owe."""
    return (
        Deliverable.objects.filter(booking__campaign=campaign, booking__state__in=STANDING)
        .exclude(state__in=DONE)
        .count()
    )


def _nothing_owed(campaign: Campaign) -> Answer:
    count = owed(campaign)
    if count:
        piece = "One piece is" if count == 1 else f"{count} pieces are"
        return Denied(f"{piece} still owed. Each goes live or is waived first.", code="owed")
    return True


def may_report(campaign: Campaign) -> Answer:
    """Whether all is live, so that results can be gathered."""
    answer = can_move(campaign, CampaignState.REPORTING)
    return answer and _nothing_owed(campaign)


def may_close(campaign: Campaign) -> Answer:
    """A campaign closes from reporting, when nothing is owed."""
    answer = can_move(campaign, CampaignState.CLOSED)
    return answer and _nothing_owed(campaign)


def may_cancel_campaign(campaign: Campaign) -> Answer:
    """A campaign can be cancelled until its content is live."""
    return can_move(campaign, CampaignState.CANCELLED)


def _works(deliverable: Deliverable) -> Answer:
    if deliverable.booking.state not in STANDING:
        return Denied("The booking no longer stands, so nothing is owed.", code="booking")
    return True


def may_submit(deliverable: Deliverable) -> Answer:
    """Whether it is the talent's turn to send a draft."""
    answer = _works(deliverable)
    if not answer:
        return answer
    if deliverable.state in DONE:
        return Denied(f"This piece is {deliverable.get_state_display().lower()}.", code="done")
    if deliverable.state not in TALENTS_TURN:
        return Denied(
            f"Your last draft is {deliverable.get_state_display().lower()}. The answer comes here.", code="turn"
        )
    return True


REVIEWED_IN = {
    ReviewSide.OFFICE: DeliverableState.OFFICE_REVIEW,
    ReviewSide.CLIENT: DeliverableState.CLIENT_REVIEW,
}


def may_review(draft: Draft, side: str, user: User) -> Answer:
    """Whether `user` may answer this draft for the office or for the brand.

    Staff answer for a brand only while nobody of the brand who approves has a way in.
    """
    deliverable = draft.deliverable
    brand = deliverable.booking.campaign.brand
    answer = _may_speak_for(side, brand, user)
    if not answer:
        return answer
    if not (works := _works(deliverable)):
        return works
    newer = deliverable.drafts.filter(version__gt=draft.version)
    if newer.exists():
        seen = newer.visible_to(user).exists()
        where = "Look at the newer draft." if seen else "The newer draft is with you once the office has looked."
        return Denied("A newer draft came in. Look at that one.", outside=f"It was changed since. {where}", code="old")
    if deliverable.state != REVIEWED_IN[ReviewSide(side)]:
        return Denied(
            f"This draft is not waiting for that answer: {deliverable.get_state_display().lower()}.", code="turn"
        )
    return True


def may_approve(draft: Draft, side: str, user: User, now: datetime) -> Answer:
    """`may_review` with yes: only where nothing that came to clash since waits for a decision.

    A brand's person reads that it is not possible in this period, and that the office looks into it.
    """
    answer = may_review(draft, side, user)
    if not answer:
        return answer
    stands = may_go_on(draft.deliverable.booking.commitment, now)
    if isinstance(stands, Denied):
        return Denied(stands.reason, outside=f"{OUTSIDE} The office looks into it.", code=stands.code)
    return True


def _may_speak_for(side: str, brand: Brand, user: User) -> Answer:
    if side == ReviewSide.OFFICE:
        return can(user, Permission.RUN_CAMPAIGNS)
    if user.kind != Kind.STAFF:
        answer = can(user, Permission.APPROVE_DRAFTS)
        if answer and not Brand.objects.visible_to(user).filter(pk=brand.pk).exists():
            return Denied(
                "This draft belongs to another brand.", outside="There is nothing here to answer.", code="stranger"
            )
        return answer
    if approvers_of(brand):
        return Denied(f"{brand.name} answers this draft in its own portal.", code="brand")
    return can(user, Permission.RUN_CAMPAIGNS)


def label_missing(draft: Draft) -> bool:
    """Whether the brief's disclosure label is neither the draft's label nor in its caption. A hint, not a refusal."""
    return not says_label(draft.deliverable.booking.campaign.brief.label, draft.label, draft.caption)


def may_give_address(deliverable: Deliverable) -> Answer:
    """Only what is approved goes live."""
    answer = _works(deliverable)
    if not answer:
        return answer
    if deliverable.state == DeliverableState.PUBLISHED:
        return Denied("This piece is live already.", code="done")
    if deliverable.state != DeliverableState.APPROVED:
        stands = deliverable.get_state_display().lower()
        return Denied(f"A piece goes live once its draft is approved. Where this one stands: {stands}.", code="turn")
    return True


def may_waive(deliverable: Deliverable) -> Answer:
    """A piece that is not live can be waived."""
    return can_move(deliverable, DeliverableState.WAIVED)


def may_edit_contract(contract: AmbassadorContract) -> Answer:
    """A signed contract's words are frozen."""
    if contract.state != ContractState.DRAFT:
        return Denied("Only a draft can be changed. A signed contract stands as it was signed.", code="frozen")
    return True


def may_amend_contract(contract: AmbassadorContract) -> Answer:
    """Once it is signed and while it stands, a change is a new version."""
    if contract.state != ContractState.SIGNED:
        return Denied("Only a signed contract that still stands is amended.", code="over")
    return True


def may_sign(contract: AmbassadorContract, now: datetime) -> Answer:
    """Whether a draft can become the promise: its term is not over and nothing clashes."""
    answer = may_put_name(contract, now)
    return answer and may_bind(contract.commitment, now)


def may_put_name(contract: AmbassadorContract, now: datetime) -> Answer:
    """`may_sign` without the clash, which `exclusivity.bind` asks again under its lock."""
    if contract.state == ContractState.SIGNED:
        return Denied("This contract is signed already.", code="signed")
    answer = can_move(contract, ContractState.SIGNED)
    if not answer:
        return answer
    if contract.days.upper and contract.days.upper <= office_day(now):
        return Denied("The term of this contract is over.", code="over")
    if contract.talent.archived_at:
        return Denied(f"{contract.talent} is archived.", code="roster")
    return True


def may_end(contract: AmbassadorContract) -> Answer:
    """Only a signed contract ends."""
    return can_move(contract, ContractState.ENDED)


def may_withdraw_contract(contract: AmbassadorContract) -> Answer:
    """Only a draft is withdrawn."""
    return can_move(contract, ContractState.WITHDRAWN)
