"""What several verbs of a project need: locks in one order, the promise as the brief says it, telling applicants."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from campaigns import letters
from campaigns.applying import is_casting
from campaigns.decision_letters import drafts_of
from campaigns.letters import Letter
from campaigns.models import (
    Application,
    ApplicationState,
    Booking,
    BookingState,
    Campaign,
    CampaignState,
    Deliverable,
    DeliverableState,
)
from campaigns.models.application import UNCHOSEN
from campaigns.models.booking import STANDING
from campaigns.models.deliverable import DONE
from campaigns.people import Addressee, of_talent
from campaigns.promises import plain, promise_of
from campaigns.shortlist_checks import in_hand
from exclusivity.actions import rewrite
from exclusivity.actions.commitments import as_range
from exclusivity.actions.locks import lock_talents
from lib.asked import asked_one
from lib.moves import move
from lib.refusals import Refused
from outbox.actions import drop_message

NOT_CONFIRMED = "The place was not confirmed."


def as_read(booking: Booking, as_hold: bool, told: str = "") -> None:
    """Refuses where whoever pressed had read that nobody hears of it, and the hold was confirmed meanwhile.

    `told` is who hears of it then, where that is not the talent alone.
    """
    if as_hold and booking.state != BookingState.HOLD:
        told = told or f"{booking.talent} is told"
        raise Refused(f"The hold was confirmed meanwhile: {told} of this. Press again if it may be.")


def lock_people(talent_ids: Iterable[int]) -> None:
    """Lock the talents with their acts and members, by ascending id: first of all locks.

    `exclusivity.bind` locks the same people; taken here, before the campaign, no two confirmations wait crosswise.
    """
    lock_talents(list(talent_ids))


def lock_campaign(campaign: Campaign) -> Campaign:
    """The campaign as it is now, locked."""
    return _campaign(campaign.pk)


@asked_one
def _campaign(key: int) -> QuerySet[Campaign]:
    rows = Campaign.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("brand", "brief", "manager").filter(pk=key).order_by()


def lock_booking(booking: Booking) -> Booking:
    """Talents, then the campaign, then the booking with its commitment."""
    lock_people([booking.talent_id])
    campaign = lock_campaign(Campaign(pk=booking.campaign_id))
    fresh = _booking(booking.pk)
    fresh.campaign = campaign
    if fresh.commitment.brand_id == campaign.brand_id:
        fresh.commitment.brand = campaign.brand
    return fresh


@asked_one
def _booking(key: int) -> QuerySet[Booking]:
    rows = Booking.objects.select_for_update(of=("self", "commitment"))
    return rows.select_related("talent", "commitment", "application").filter(pk=key).order_by()


def lock_deliverable(deliverable: Deliverable) -> Deliverable:
    """The talent, the campaign, then the piece: the last piece that goes live moves the campaign."""
    booking = Booking.objects.only("talent_id", "campaign_id").get(pk=deliverable.booking_id)
    lock_people([booking.talent_id])
    campaign = lock_campaign(Campaign(pk=booking.campaign_id))
    fresh = (
        Deliverable.objects.select_for_update(of=("self",))
        .select_related("booking__talent", "booking__commitment")
        .get(pk=deliverable.pk)
    )
    fresh.booking.campaign = campaign
    return fresh


def promise(booking: Booking, *, by: User, now: datetime) -> None:
    """Let the booking's commitment say what is agreed now: its own word, the brief's where it has none."""
    said = promise_of(booking)
    if plain(booking.days) != said.term:
        booking.days = as_range(said.term)
        booking.save(update_fields=["days"])
    rewrite(
        commitment=booking.commitment, term=said.term, exposures=said.exposures, clauses=said.clauses, by=by, now=now
    )


type Written = Callable[[Application], Letter]
type Sent = Callable[[Letter, Iterable[Addressee], datetime], None]


def drop_unsent(application: Application) -> None:
    """Letters of an earlier answer that have not gone will not: the answer is another now."""
    addresses = [person.email for person in of_talent(application.talent)]
    for stale in drafts_of([application.campaign]).filter(to_address__in=addresses):
        drop_message(stale)


def answer_with(application: Application, state: str, *, answer: str, by: User, now: datetime) -> None:
    """Move to an answer. The caller holds the application's lock or its campaign's, and writes the letter."""
    drop_unsent(application)
    move(application, state, answer=answer, decided_at=now, decided_by=by, **UNCHOSEN)


def turn_down(
    application: Application,
    *,
    answer: str,
    by: User,
    now: datetime,
    letter: Written = letters.declined,
    post: Sent = letters.send,
) -> None:
    """Answer with no, and tell the talent. The caller holds the application's lock or its campaign's."""
    answer_with(application, ApplicationState.DECLINED, answer=answer, by=by, now=now)
    post(letter(application), of_talent(application.talent), now)


def waive_rest(booking: Booking) -> None:
    """What a booking that no longer stands still owed is owed no longer."""
    rest = booking.deliverables.select_for_update(of=("self",)).exclude(state__in=DONE).order_by("pk")
    for deliverable in rest:
        move(deliverable, DeliverableState.WAIVED)


def settle(campaign: Campaign, now: datetime) -> None:
    """Complete the bookings whose pieces are done; with the last one the campaign goes to reporting.

    The caller holds the campaign's lock. A hold that may still be confirmed keeps the campaign running, and while
    places are free so do an open call, a request by name and a shortlist that the brand has in hand.
    """
    bookings = list(
        campaign.bookings.select_for_update(of=("self",))
        .filter(state__in=(BookingState.HOLD, *STANDING))
        .order_by("pk")
    )
    owing = set(
        Deliverable.objects.filter(booking__in=bookings).exclude(state__in=DONE).values_list("booking", flat=True)
    )
    standing = [b for b in bookings if b.state in STANDING]
    for booking in standing:
        if booking.state == BookingState.CONFIRMED and booking.pk not in owing:
            move(booking, BookingState.COMPLETED)
    held = any(b.state == BookingState.HOLD for b in bookings)
    if campaign.state == CampaignState.RUNNING and standing and not owing and not held:
        if is_casting(campaign, now) or in_hand(campaign):
            return
        move(campaign, CampaignState.REPORTING)
