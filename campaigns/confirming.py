"""What a booking's confirmation says, and who may accept it."""

from datetime import date, datetime

from accounts.models import Office, User
from accounts.roles import Permission, Role
from campaigns.checks import office_day
from campaigns.letters import days_words, instant_words, money_words
from campaigns.models import Booking, Confirmation, DeliverableState
from campaigns.models.booking import STANDING
from campaigns.people import may_act_for
from campaigns.promises import agreed_for, usages_of
from campaigns.rules import day_words, listed, talent_net
from campaigns.usage import window_words
from exclusivity.axes import Channel
from exclusivity.rules.words import place
from exclusivity.sheet import Answered, Sheet, can_print
from exclusivity.words import clause_sentence
from lib.refusals import Answer, Denied
from talent.rules import is_of_age

HOW = (
    "These terms were frozen when the booking was confirmed. Other days, places, usage or pay are a new version, and "
    "hold for the talent once they have accepted it.",
    "It is accepted in the talent’s portal by typing one’s name. The office keeps that name, the time, the network "
    "address and the SHA-256 of this document.",
)


def _pay(booking: Booking) -> list[tuple[str, str]]:
    """What the talent receives. What the brand pays is between the brand and the office."""
    brief, said = booking.campaign.brief, []
    if booking.price is not None and booking.price.amount:
        said = [("The talent receives", money_words(talent_net(booking.price, booking.fee_percent)))]
    if brief.gift:
        worth = f", worth {money_words(brief.gift_value)}" if brief.gift_value else ""
        said.append(("The talent is given", f"{brief.gift}{worth}"))
    return said or [("Pay", "none")]


def _agreed(booking: Booking) -> list[tuple[str, str]]:
    campaign, talent, agreed = booking.campaign, booking.talent, agreed_for(booking)
    brief = campaign.brief
    tier = f"{booking.tier} in the scheme “{booking.tier_scheme}”" if booking.tier_scheme else booking.tier
    rows = [
        ("Talent", " ".join(filter(None, (talent.name, talent.native_name if can_print(talent.native_name) else "")))),
        ("Brand", campaign.brand.name),
        ("Project", campaign.name),
        ("Days", days_words(*agreed.days) if agreed.days else ""),
        ("On", listed(str(Channel(channel).label) for channel in agreed.channels)),
        ("In", place(frozenset(agreed.territories)) if agreed.territories else ""),
        ("The brand may", "; ".join(line.told for line in usages_of(booking)) or "not use the content elsewhere"),
        *_pay(booking),
        ("Label", brief.label),
        ("Tags", brief.tags),
        ("Rounds of changes", str(brief.rounds)),
        ("Tier on that day", tier),
        ("Confirmed", instant_words(booking.confirmed_at)),
    ]
    return [(label, value) for label, value in rows if value]


def _owed(booking: Booking) -> list[Answered]:
    pieces = booking.deliverables.exclude(state=DeliverableState.WAIVED).order_by("draft_due_on", "pk")
    return [
        Answered(
            name=str(piece),
            native=piece.get_channel_display(),
            result=f"Live {window_words(piece.live_on, piece.live_until)}" if piece.live_on else "Day to be said",
            note=f"Draft by {day_words(piece.draft_due_on)}" if piece.draft_due_on else "",
        )
        for piece in pieces
    ]


def _binds(booking: Booking) -> list[str]:
    term = booking.commitment.term
    last = date.fromordinal(term.upper.toordinal() - 1) if term and term.upper else None
    clauses = booking.commitment.clauses.filter(superseded_at=None).order_by("number", "pk")
    rows = clauses.prefetch_related("categories", "categories_except", "brands", "companies")
    return [clause_sentence(clause, booking.campaign.brand.name, last) for clause in rows] or [
        f"{booking.campaign.brand.name} keeps no category to itself."
    ]


def paper_of(booking: Booking, number: int, now: datetime) -> Sheet:
    """Every word of a version of the document, from what holds for the booking now."""
    office, day = Office.objects.current(), office_day(now)
    return Sheet(
        office=office.name,
        title="Booking confirmation",
        lead=f"Version {number}, drawn up on {day_words(day)}",
        reference=f"Booking {booking.public_id}, version {number}",
        day=day,
        asked=tuple(_agreed(booking)),
        answers=tuple(_owed(booking)),
        how=(*_binds(booking), *HOW),
        signed=f"Confirmed by {booking.confirmed_by.name}, {office.name}.",
        asked_title="What is agreed",
        answers_title="What is owed",
        how_title="What it forbids, and how it holds",
    )


def may_accept_terms(row: Confirmation, by: User, now: datetime) -> Answer:
    """Whether this person may accept this version: the talent, of age, or under age a guardian of theirs.

    `row` comes with its booking and talent. Where the date of birth is unknown, the talent says that they are of age.
    """
    if row.accepted_at is not None:
        return Denied(f"Accepted on {day_words(office_day(row.accepted_at))}.", code="accepted")
    if row.outdated_at is not None:
        return Denied("The terms changed. A newer version takes its place.", code="outdated")
    if row.booking.state not in STANDING:
        return Denied("The booking no longer stands.", code="state")
    if by.role not in (Role.TALENT, Role.GUARDIAN):
        return Denied("The talent accepts it themselves, in their portal.", code="stranger")
    answer = may_act_for(by, row.booking.talent, Permission.ACCEPT_TERMS)
    return answer and _is_theirs(row, by, now)


def _is_theirs(row: Confirmation, by: User, now: datetime) -> Answer:
    of_age = is_of_age(row.booking.talent.born_on, office_day(now))
    if of_age is False and by.role == Role.TALENT:
        return Denied("Under 18, a guardian accepts it. The office gives a guardian access.", code="under_age")
    if of_age is not False and by.role == Role.GUARDIAN:
        return Denied("Who is 18 or older accepts it themselves.", code="of_age")
    return True
