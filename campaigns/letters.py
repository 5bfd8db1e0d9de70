"""What the office writes about projects and contracts: what holds, and when somebody hears back.

Talents and brands read these. None names another brand, and no reason that staff gave for a hold or a refusal goes
into one, except words that were written for the reader (`answer`, `comment`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from djmoney.money import Money

from accounts.models import Office
from campaigns.calls import brand_as_told
from campaigns.models import AmbassadorContract, Application, Booking, Brief, Campaign, Deliverable, Draft, Remark
from campaigns.people import Addressee
from campaigns.promises import Agreed
from campaigns.rules import day_words, listed, talent_net
from campaigns.usage import window_words
from exclusivity.axes import Channel
from lib.money_words import money_text
from outbox.actions import draft_all, post_all


@dataclass(frozen=True, slots=True)
class Letter:
    """Subject and paragraphs; the greeting and the office's name come with `send`.

    `thing` is what its notice leads to (`noun:PUBLIC_ID`), where that is nearer than what it is about.
    """

    kind: str
    about: str
    subject: str
    paragraphs: tuple[str, ...]
    thing: str = ""


def money_words(amount: Money) -> str:
    """¥ 256,000, as pages write it."""
    return money_text(amount.amount, str(amount.currency))


def days_words(first: date, end: date | None) -> str:
    """Half-open days as people say them: 10 Jan 2027 to 24 Jan 2027."""
    if end is None:
        return f"from {day_words(first)} until further notice"
    last = date.fromordinal(end.toordinal() - 1)
    return f"on {day_words(first)}" if last == first else f"{day_words(first)} to {day_words(last)}"


def instant_words(at: datetime, office: Office | None = None) -> str:
    """22 Apr 2026, 18:30, on the office's clock."""
    zone = (office or Office.objects.current()).timezone
    there = at.astimezone(ZoneInfo(zone))
    return f"{day_words(there.date())}, {there:%H:%M} ({zone})"


def send(letter: Letter, to: Iterable[Addressee], now: datetime) -> None:
    """Post the letter to each address once."""
    send_all([(letter, to)], now)


def draft(letter: Letter, to: Iterable[Addressee], now: datetime) -> None:
    """Write the letter to each address once, for a person to read, change and send."""
    draft_all(_written([(letter, to)], now))


def send_all(
    letters: Iterable[tuple[Letter, Iterable[Addressee]]], now: datetime, office: Office | None = None
) -> None:
    """Post each letter to each of its addresses once, all of them together."""
    post_all(_written(letters, now, office))


def _written(
    letters: Iterable[tuple[Letter, Iterable[Addressee]]], now: datetime, office: Office | None = None
) -> list[dict[str, Any]]:
    office = office or Office.objects.current()
    return [
        {
            "to_address": person.email,
            "to_name": person.name,
            "subject": letter.subject,
            "body": "\n\n".join(
                filter(None, (f"Hello {person.name},", *letter.paragraphs, f"{office.name}\n{settings.SITE_URL}"))
            ),
            "kind": letter.kind,
            "about": letter.about,
            "thing": letter.thing,
            "reader": person.reader,
            "way": person.way(letter.kind),
            "now": now,
        }
        for letter, to in letters
        for person in _once(to)
    ]


def _once(to: Iterable[Addressee]) -> list[Addressee]:
    """Each address under the first name that it has."""
    found: dict[str, Addressee] = {}
    for person in to:
        found.setdefault(person.email.casefold(), person)
    return list(found.values())


def about_campaign(campaign: Campaign) -> str:
    return f"campaign:{campaign.public_id}"


def project_words(campaign: Campaign) -> str:
    return f"“{campaign.name}” for {campaign.brand.name}"


def project_as_told(campaign: Campaign) -> str:
    """The project to somebody who is not booked, and may not be meant to know the brand."""
    return f"“{campaign.name}” for {brand_as_told(campaign)}"


def applied(application: Application) -> Letter:
    """To the talent: it arrived, and when the answer comes."""
    campaign = application.campaign
    until = campaign.brief.apply_until
    closes = f"Applications close on {day_words(until)}. " if until else ""
    return Letter(
        "application_received",
        about_campaign(campaign),
        f"Your application for “{campaign.name}” is here",
        (
            f"You applied for {project_as_told(campaign)}.",
            f"{closes}You hear the outcome by letter, whatever it is.",
        ),
    )


def offer_changed(application: Application, office: Office) -> Letter:
    """To the talent: what is offered now, and what becomes of what they asked for."""
    campaign, brief = application.campaign, application.campaign.brief
    pay = [f"you would receive {money_words(talent_net(brief.fee, office.fee_percent))}"] if brief.fee else []
    pay += _product(brief)
    asked = "What you asked for stays as you sent it." if application.proposed_fee is not None else ""
    return Letter(
        "offer_changed",
        about_campaign(campaign),
        f"“{campaign.name}” offers something else now",
        (
            f"What is offered for {project_as_told(campaign)} has changed since you applied.",
            f"Now {' and '.join(pay)}." if pay else "",
            asked,
            "You can change your application or withdraw it in your portal, until the office answers.",
        ),
    )


def _product(brief: Brief) -> list[str]:
    worth = f", worth {money_words(brief.gift_value)}" if brief.gift_value else ""
    return [f"{brief.gift}{worth}, to keep"] if brief.gift else []


def _paid(application: Application, booking: Booking) -> str:
    """What they receive if it is confirmed, and whether that is what they asked for."""
    price, asked = booking.price, application.proposed_fee
    pay = [money_words(talent_net(price, booking.fee_percent))] if price else []
    pay += _product(application.campaign.brief)
    said = f"For it you receive {' and '.join(pay)}" if pay else "It pays no fee"
    if asked is None or not (asked or price):
        return f"{said}." if pay else ""
    if asked == price:
        return f"{said}. That is the fee you asked for."
    if price and price.currency == asked.currency and price > asked:
        return f"{said}. That is more than you asked for."
    return f"{said}. That is not the fee you asked for: where it is too little, withdraw in your portal."


def accepted(application: Application, booking: Booking) -> Letter:
    """To the talent: a place is held, until when and at what pay."""
    campaign = application.campaign
    until = f" until {instant_words(booking.hold_until)}" if booking.hold_until else ""
    return Letter(
        "application_accepted",
        about_campaign(campaign),
        f"A place in “{campaign.name}” is held for you",
        (
            f"We would like you in {project_as_told(campaign)}. A place is held for you{until}.",
            _paid(application, booking),
            application.answer,
            "It is not confirmed yet. You hear by then whether it is.",
        ),
    )


def declined(application: Application) -> Letter:
    """To the talent: no, with the reason that was written for them."""
    campaign = application.campaign
    return Letter(
        "application_declined",
        about_campaign(campaign),
        f"“{campaign.name}” goes on without you this time",
        (
            f"You applied for {project_as_told(campaign)}. You are not in it this time.",
            application.answer,
            "Other projects are open to you in your portal.",
        ),
    )


def withdrawn(application: Application) -> Letter:
    """To the manager: a talent stepped back."""
    campaign = application.campaign
    return Letter(
        "application_withdrawn",
        about_campaign(campaign),
        f"{application.talent.name} withdrew from “{campaign.name}”",
        (f"{application.talent.name} withdrew the application for {project_words(campaign)}.",),
        f"application:{application.public_id}",
    )


def confirmed_to_talent(booking: Booking, owed: Iterable[Deliverable]) -> Letter:
    """To the talent: booked, when, and what they receive and owe."""
    campaign, brief = booking.campaign, booking.campaign.brief
    pay = []
    if booking.price is not None:
        pay.append(f"You receive {money_words(talent_net(booking.price, booking.fee_percent))}.")
    if brief.gift:
        pay.append(f"You are given: {brief.gift}.")
    first = min((d.draft_due_on for d in owed if d.draft_due_on), default=None)
    return Letter(
        "booking_confirmed",
        about_campaign(campaign),
        f"You are booked for “{campaign.name}”",
        (
            f"You are booked for {project_words(campaign)}, {days_words(booking.days.lower, booking.days.upper)}.",
            " ".join(pay),
            f"The first draft is due on {day_words(first)}." if first else "What you owe stands in your portal.",
        ),
        f"booking:{booking.public_id}",
    )


def confirmed_to_brand(booking: Booking) -> Letter:
    """To the brand: who is booked, and when they have something to answer."""
    campaign = booking.campaign
    return Letter(
        "booking_confirmed",
        about_campaign(campaign),
        f"{booking.talent.name} is booked for “{campaign.name}”",
        (
            f"{booking.talent.name} is booked for “{campaign.name}”, "
            f"{days_words(booking.days.lower, booking.days.upper)}.",
            "You hear from us when the first draft waits for your answer.",
        ),
    )


def _moved(booking: Booking, agreed: Agreed) -> str:
    where = listed(str(Channel(channel).label) for channel in agreed.channels)
    when = days_words(*agreed.days) if agreed.days else "days to be said"
    usage = f" The brand may run it as an ad {agreed.usage.words}." if agreed.usage else ""
    return f"Now it is {when}, on {where}.{usage}"


def moved_to_talent(booking: Booking, agreed: Agreed) -> Letter:
    """To the talent: what holds now."""
    campaign = booking.campaign
    return Letter(
        "booking_moved",
        about_campaign(campaign),
        f"Your booking for “{campaign.name}” has moved",
        (
            f"Your booking for {project_words(campaign)} has changed. {_moved(booking, agreed)}",
            "What you receive stays as it was. The days of your drafts stand in your portal.",
        ),
        f"booking:{booking.public_id}",
    )


def moved_to_brand(booking: Booking, agreed: Agreed) -> Letter:
    """To the brand: what holds now."""
    campaign = booking.campaign
    return Letter(
        "booking_moved",
        about_campaign(campaign),
        f"The booking of {booking.talent.name} for “{campaign.name}” has moved",
        (
            f"The booking of {booking.talent.name} for “{campaign.name}” has changed. {_moved(booking, agreed)}",
            "Everything else stays as it was agreed.",
        ),
    )


def draft_waits(draft: Draft) -> Letter:
    """To the brand: a draft waits for their answer."""
    deliverable = draft.deliverable
    campaign = deliverable.booking.campaign
    when = window_words(deliverable.live_on, deliverable.live_until)
    live = f" It is to go live {when}." if when else ""
    by = f" by {day_words(deliverable.turn_due_on)}" if deliverable.turn_due_on else ""
    return Letter(
        "draft_waits",
        about_campaign(campaign),
        f"A draft from {deliverable.booking.talent.name} waits for your answer",
        (
            f"{deliverable}, draft {draft.version}, for “{campaign.name}” waits for your answer.{live}",
            f"Approve it or say what should change{by}, in your portal.",
        ),
        f"draft:{draft.public_id}",
    )


def changes_wanted(draft: Draft, comment: str, remarks: Iterable[Remark]) -> Letter:
    """To the talent: what should change, and where."""
    deliverable, by = draft.deliverable, draft.deliverable.draft_by
    places = [f"{remark.file}{f' at {remark.clock}' if remark.clock else ''}: {remark.text}" for remark in remarks]
    return Letter(
        "draft_changes",
        about_campaign(deliverable.booking.campaign),
        f"Changes to your draft for “{deliverable.booking.campaign.name}”",
        (
            f"{deliverable}, draft {draft.version}, is to change:",
            comment,
            *places,
            f"Send the next draft in your portal{f', by {day_words(by)}' if by else ''}.",
        ),
        f"piece:{deliverable.public_id}",
    )


def draft_approved(draft: Draft) -> Letter:
    """To the talent: it may go live, and when."""
    deliverable = draft.deliverable
    when = f"Post it {window_words(deliverable.live_on, deliverable.live_until)}".rstrip()
    return Letter(
        "draft_approved",
        about_campaign(deliverable.booking.campaign),
        f"Your draft for “{deliverable.booking.campaign.name}” is approved",
        (
            f"{deliverable}, draft {draft.version}, is approved as you sent it.",
            f"{when} unchanged, then give its address in your portal.",
        ),
        f"piece:{deliverable.public_id}",
    )


def _contract(contract: AmbassadorContract) -> str:
    return f"contract:{contract.public_id}"


def contract_signed(contract: AmbassadorContract) -> Letter:
    """To both sides: it stands, from when until when."""
    return Letter(
        "contract_signed",
        _contract(contract),
        f"“{contract.title}” is signed",
        (
            f"{contract.talent.name} stands for {contract.brand.name}, "
            f"{days_words(contract.days.lower, contract.days.upper)}.",
            "Its words are in your portal and no longer change.",
        ),
    )


def contract_amended(contract: AmbassadorContract, since: date) -> Letter:
    """To both sides: its words change, from when."""
    return Letter(
        "contract_amended",
        _contract(contract),
        f"“{contract.title}” changes",
        (
            f"What {contract.talent.name} and {contract.brand.name} agreed changes from {day_words(since)} on.",
            "The new words are in your portal.",
        ),
    )


def contract_ended(contract: AmbassadorContract) -> Letter:
    """To both sides: its last day."""
    last = f" Its last day is {day_words(contract.ended_on)}." if contract.ended_on else ""
    return Letter(
        "contract_ended",
        _contract(contract),
        f"“{contract.title}” ends",
        (
            f"The contract of {contract.talent.name} with {contract.brand.name} ends.{last}",
            "What still binds afterwards stands in your portal, with its last day.",
        ),
    )
