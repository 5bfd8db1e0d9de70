"""The brand's answers: kept as they go, sent when they say so; and the place that follows from a yes."""

from datetime import datetime

from accounts.models import User
from accounts.roles import Kind, Permission, can
from campaigns import letters, shortlist_letters
from campaigns.actions.applications import accept_application
from campaigns.actions.bookings import place_hold
from campaigns.models import (
    Application,
    ApplicationState,
    Booking,
    Reply,
    Shortlist,
    ShortlistAnswer,
    ShortlistEntry,
    ShortlistGuest,
)
from campaigns.people import managers_of
from campaigns.shortlist_checks import is_open, may_answer
from campaigns.shortlists import choice_of
from lib.actions import action
from lib.refusals import Denied, Refused, require


def _may_speak(shortlist: Shortlist, by: User, guest: ShortlistGuest | None, now: datetime) -> None:
    """A brand's person for their brand; a guest, whom the system speaks for, on the list that their link opens."""
    if guest is None:
        require(may_answer(shortlist, by))
        if not Shortlist.objects.visible_to(by).filter(pk=shortlist.pk).exists():
            require(Denied("This shortlist belongs to another brand.", "There is nothing here to answer.", "stranger"))
        return
    require(is_open(shortlist))
    link = guest.link
    if by.kind != Kind.SYSTEM or link.shortlist_id != shortlist.pk:
        require(Denied("This guest looks at another shortlist.", "There is nothing here to answer.", "stranger"))
    if link.revoked_at is not None or link.expires_at <= now:
        require(Denied("This link is over. Ask the office for a new one.", code="link"))


def _locked(shortlist_id: int) -> Shortlist:
    rows = Shortlist.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("campaign__brand", "campaign__manager").get(pk=shortlist_id)


@action
def answer_entry(
    *,
    entry: ShortlistEntry,
    by: User,
    now: datetime,
    choice: str = "",
    comment: str = "",
    guest: ShortlistGuest | None = None,
) -> ShortlistAnswer:
    """Keep a choice, a comment or both. The last choice holds; every word stays readable with its name.

    Pressing what holds already changes nothing and returns it.
    """
    shortlist = _locked(entry.shortlist_id)
    _may_speak(shortlist, by, guest, now)
    choice, comment = _said(choice, comment)
    holds = choice_of(entry.answers.all())
    if holds is not None and choice == holds.choice and not comment:
        return holds
    return ShortlistAnswer.objects.create(
        entry=entry, choice=choice, comment=comment, guest=guest, said_at=now, said_by=by
    )


@action
def note_answer(
    *, entry: ShortlistEntry, told_by: str, by: User, now: datetime, choice: str = "", comment: str = ""
) -> ShortlistAnswer:
    """Write down what somebody of the brand (`told_by`, their name) said by telephone; the office has it at once."""
    require(can(by, Permission.RUN_CAMPAIGNS))
    require(is_open(_locked(entry.shortlist_id)))
    if not told_by.strip():
        raise Refused("Say who told you.")
    choice, comment = _said(choice, comment)
    return ShortlistAnswer.objects.create(
        entry=entry, choice=choice, comment=comment, told_by=told_by.strip(), said_at=now, said_by=by, sent_at=now,
        sent_by=by,
    )  # fmt: skip


def _said(choice: str, comment: str) -> tuple[str, str]:
    """A choice, words, or both."""
    comment = comment.strip()
    if choice and choice not in Reply.values:
        raise Refused("Choose yes, backup or no.")
    if not choice and not comment:
        raise Refused("Choose yes, backup or no, or write a comment.")
    return choice, comment


@action
def send_shortlist_answers(
    *, shortlist: Shortlist, by: User, now: datetime, guest: ShortlistGuest | None = None
) -> list[ShortlistAnswer]:
    """Give the office all that was said and not sent yet, whoever of the brand said it. The manager is told."""
    shortlist = _locked(shortlist.pk)
    _may_speak(shortlist, by, guest, now)
    rows = list(
        ShortlistAnswer.objects.select_for_update(of=("self",))
        .filter(entry__shortlist=shortlist, sent_at=None)
        .select_related("entry")
        .order_by("entry__order", "said_at", "pk")
    )
    if not rows:
        raise Refused("Everything you said is with the office already.")
    for row in rows:
        row.sent_at, row.sent_by = now, by
        row.save(update_fields=["sent_at", "sent_by"])
    who = guest.name if guest is not None else by.name
    told = shortlist_letters.answered(shortlist, _holding(rows), who)
    letters.send(told, managers_of(shortlist.campaign), now)
    return rows


def _holding(rows: list[ShortlistAnswer]) -> list[ShortlistAnswer]:
    """What was overruled before it was sent is left out of the letter; comments stay."""
    last = {row.entry_id: row.pk for row in rows if row.choice}
    return [row for row in rows if row.comment or last.get(row.entry_id) == row.pk]


@action
def hold_chosen(*, entry: ShortlistEntry, by: User, now: datetime) -> Booking:
    """Keep a place for somebody whom the brand said yes to, at the price on the list.

    Who applied and waits for an answer is accepted with it, and told.
    """
    require(can(by, Permission.RUN_CAMPAIGNS))
    campaign, talent = entry.shortlist.campaign, entry.talent
    holds = choice_of(entry.answers.filter(sent_at__isnull=False))
    if holds is None or holds.choice == Reply.NO:
        require(Denied(f"{campaign.brand.name} has not said yes to {talent.name}.", code="choice"))
    application = Application.objects.filter(campaign=campaign, talent=talent).first()
    if application is not None and application.state == ApplicationState.APPLIED:
        accept_application(
            application=application, answer="The brand would like to work with you.", price=entry.price, by=by, now=now
        )
        return campaign.bookings.filter(talent=talent).latest("created_at")
    accepted = application is not None and application.state == ApplicationState.ACCEPTED
    return place_hold(
        campaign=campaign, talent=talent, application=application if accepted else None, price=entry.price, by=by,
        now=now,
    )  # fmt: skip
