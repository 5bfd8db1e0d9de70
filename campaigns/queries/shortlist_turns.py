"""What shortlists that were sent give the office to do, and what waits for brands."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from campaigns.models import BookingState, Reply, Shortlist, ShortlistAnswer, ShortlistEntry, ShortlistState
from campaigns.models.booking import STANDING
from campaigns.models.campaign import TAKING
from campaigns.queries.entries import Entry
from campaigns.queries.shortlists import with_answers
from campaigns.shortlists import choice_of
from lib.figures import counted


def is_unread(shortlist: Shortlist, answer: ShortlistAnswer) -> bool:
    """Whether an answer came in since somebody at the desk read them; what a colleague heard is read already, and so is
    what came to the version before.
    """
    if answer.sent_at is None or answer.told_by:
        return False
    if answer.carried and shortlist.sent_at is not None and answer.sent_at <= shortlist.sent_at:
        return False
    return shortlist.read_at is None or answer.sent_at > shortlist.read_at


def turns(rows: "QuerySet[Shortlist]", today: date) -> tuple[list[Entry], list[Entry]]:
    """To do and waiting. Five queries.

    Whoever was chosen is to be held, answers are to be read, and late ones are to be asked for.
    """
    todo: list[Entry] = []
    waiting: list[Entry] = []
    rows = rows.filter(state=ShortlistState.SENT, campaign__state__in=TAKING).select_related(
        "campaign__brand", "campaign__brief"
    )
    for row in rows.prefetch_related(Prefetch("entries", with_answers()), "campaign__bookings"):
        entries = list(row.entries.all())
        sent = {entry.pk: [a for a in entry.answers.all() if a.sent_at] for entry in entries}
        chosen = {pk: choice_of(answers) for pk, answers in sent.items()}
        todo += _to_hold(row, entries, chosen)
        todo += _to_read(row, [a for answers in sent.values() for a in answers if is_unread(row, a)], chosen)
        todo += _to_fill(row, entries, chosen)
        left = sum(answer is None for answer in chosen.values())
        if left:
            late = bool(row.answer_by and row.answer_by < today)
            entry = _line(
                row, "clock-exclamation" if late else "hourglass",
                f"Answers from {row.campaign.brand.name} to shortlist {row.number}",
                f"{row.campaign.name}. {left} of {len(entries)} open", "Open shortlist", since=row.sent_at,
                due=row.answer_by, late=late,
            )  # fmt: skip
            (todo if late else waiting).append(entry)
    return todo, waiting


def _to_hold(row: Shortlist, entries: list[ShortlistEntry], chosen: dict[int, Any]) -> list[Entry]:
    past = (BookingState.HOLD, *STANDING, BookingState.CANCELLED)
    taken = {b.talent_id for b in row.campaign.bookings.all() if b.state in past}
    return [
        _line(
            row,
            "user-plus",
            f"Hold {entry.talent.name} for {row.campaign.brand.name}",
            f"{row.campaign.name}. The brand said yes",
            "Hold place",
            face=entry.talent,
            since=holds.sent_at,
        )  # fmt: skip
        for entry in entries
        if (holds := chosen[entry.pk]) and holds.choice == Reply.YES and entry.talent_id not in taken
    ]


def _to_fill(row: Shortlist, entries: list[ShortlistEntry], chosen: dict[int, Any]) -> list[Entry]:
    """A place was given up, and the brand has named whom it would take then; nobody whom it said yes to waits."""
    bookings = list(row.campaign.bookings.all())
    taken = {b.talent_id for b in bookings if b.state in (BookingState.HOLD, *STANDING)}
    gone = {b.talent_id for b in bookings} - taken
    said = [(entry.talent_id, chosen[entry.pk].choice) for entry in entries if chosen[entry.pk]]
    free = row.campaign.brief.places - len(taken)
    backups = sum(choice == Reply.BACKUP and talent not in taken | gone for talent, choice in said)
    if (
        free < 1
        or not gone
        or not backups
        or any(choice == Reply.YES and talent not in taken | gone for talent, choice in said)
    ):
        return []
    return [
        _line(
            row, "user-search", f"Fill {counted(free, 'free place')} for {row.campaign.brand.name}",
            f"{row.campaign.name}. {counted(backups, 'backup')} on shortlist {row.number}", "Open shortlist",
        )
    ]  # fmt: skip


def _to_read(row: Shortlist, fresh: list[ShortlistAnswer], chosen: dict[int, Any]) -> list[Entry]:
    if not fresh:
        return []
    said = []
    for choice in Reply:
        count = sum(bool(answer) and answer.choice == choice for answer in chosen.values())
        said += [f"{count} {choice.label.lower()}"] if count else []
    words = sum(bool(answer.comment) for answer in fresh)
    said += [counted(words, "comment")] if words else []
    return [
        _line(
            row,
            "messages",
            f"Read what {row.campaign.brand.name} says to shortlist {row.number}",
            f"{row.campaign.name}. {', '.join(said)}",
            "Read answers",
            since=max(answer.sent_at for answer in fresh if answer.sent_at),
        )  # fmt: skip
    ]


def _line(row: Shortlist, icon: str, title: str, line: str, label: str, **more: Any) -> Entry:
    return Entry(
        icon=icon, title=title, line=line, url_name="desk:campaign-shortlist", public_id=row.campaign.public_id,
        action_label=label, mark=row.campaign.brand, **more,
    )  # fmt: skip
