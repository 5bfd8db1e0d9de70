"""A booking on paper: drawn up from what holds, accepted by the talent, replaced when the terms change."""

from datetime import datetime
from hashlib import sha256
from json import loads

from accounts.models import User
from accounts.roles import Permission
from campaigns import confirmation_letters, letters
from campaigns.actions.shared import lock_booking
from campaigns.confirming import may_accept_terms, paper_of
from campaigns.models import Booking, Confirmation
from campaigns.models.booking import STANDING
from campaigns.people import may, of_manager, of_talent
from exclusivity.sheet import Sheet
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation
from talent.rules import is_of_age

CHANGED = "The terms changed meanwhile. It is drawn up again."
SHORTEST_NAME = 2  # letters; a single one is a slip of the finger


@action
def draw_confirmation(
    *, booking: Booking, number: int, sheet: Sheet, pdf: bytes, by: User, now: datetime
) -> Confirmation:
    """Keep a printed version, and ask the talent to accept it. `pdf` is `sheet` as it was printed.

    Raises `Refused` where the terms or the number are others by now; the next round prints it again.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    booking = lock_booking(booking)
    if booking.state not in STANDING:
        raise Refused("Only a confirmed booking is put on paper.")
    if booking.confirmations.standing().exists():
        raise Refused("It is on paper already.")
    if number != booking.confirmations.count() + 1 or sheet != paper_of(booking, number, now):
        raise Refused(CHANGED)
    row = Confirmation(
        booking=booking, number=number, terms=loads(sheet.as_json()), pdf=pdf, pdf_hash=sha256(pdf).hexdigest(),
        drawn_at=now, drawn_by=by,
    )  # fmt: skip
    with violation():
        row.save(force_insert=True)
    told = of_talent(booking.talent)
    letters.send(confirmation_letters.to_accept(row, told), told, now)
    return row


def outdate(booking: Booking, *, by: User, now: datetime, accepted: bool = True) -> None:
    """The terms change: what is on paper holds no longer. The caller holds the booking's lock.

    `accepted` False lets one that was accepted stand: the talent is let off something, and need not say yes to that.
    """
    papers = booking.confirmations.standing()
    (papers if accepted else papers.filter(accepted_at=None)).update(outdated_at=now, outdated_by=by)


@action
def accept_confirmation(
    *,
    confirmation: Confirmation,
    name: str,
    pdf_hash: str,
    address: str,
    says_of_age: bool = False,
    by: User,
    now: datetime,
) -> Confirmation:
    """Accept the version that was read: `pdf_hash` is that of the document that stood on the page.

    `name` is typed by who accepts, `address` is where the request came from. The manager is told, and the talent gets
    the document's SHA-256 by letter.
    """
    booking = lock_booking(confirmation.booking)
    row = Confirmation.objects.without_paper().select_for_update(of=("self",)).get(pk=confirmation.pk)
    row.booking = booking
    require(may_accept_terms(row, by, now))
    name = " ".join(name.split())
    if sum(map(str.isalpha, name)) < SHORTEST_NAME:
        raise Refused("Type your full name to accept.")
    if pdf_hash != row.pdf_hash:
        raise Refused("The document on your page is another one. Read it again.")
    if is_of_age(booking.talent.born_on, now.date()) is None and not says_of_age:
        raise Refused("Say that you are 18 or older. A guardian accepts for who is younger.")
    row.accepted_at, row.accepted_by = now, by
    row.accepted_name, row.accepted_from, row.says_of_age = name[:120], address, says_of_age
    with violation():
        row.save(update_fields=["accepted_at", "accepted_by", "accepted_name", "accepted_from", "says_of_age"])
    told = [
        (confirmation_letters.accepted(row), of_talent(booking.talent)),
        (confirmation_letters.accepted_to_manager(row), of_manager(booking)),
    ]
    letters.send_all(told, now)
    return row
