"""Writing to one another about a project."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import File

from accounts.models import User
from accounts.roles import Kind
from campaigns import letters, thread_letters
from campaigns.attachments import MOST_FILES, attached
from campaigns.models import Booking, Campaign, Thread, ThreadMessage
from campaigns.threads import may_open, may_write, readers
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation
from talent.models import Talent


@action
def open_thread(
    *,
    campaign: Campaign,
    audience: str,
    title: str,
    text: str,
    by: User,
    now: datetime,
    booking: Booking | None = None,
    talent: Talent | None = None,
    attachments: Sequence[File] = (),  # type: ignore[type-arg]
) -> Thread:
    """Begin a thread with its first message. Who reads it holds for good.

    `booking`: it is about this booking alone, and its talent is the one who is meant.
    """
    if booking is not None:
        campaign, talent = booking.campaign, booking.talent
    talent = talent if audience == Thread.Audience.TALENT else None
    if audience not in Thread.Audience.values:
        raise Refused("Choose who reads it.")
    require(may_open(by, campaign, booking, audience, talent))
    with violation():
        thread = Thread.objects.create(
            campaign=campaign, booking=booking, talent=talent, audience=audience, title=" ".join(title.split()),
            opened_at=now, opened_by=by,
        )  # fmt: skip
    _say(thread, text, attachments, by, now)
    return thread


@action
def write_message(
    *,
    thread: Thread,
    text: str,
    by: User,
    now: datetime,
    attachments: Sequence[File] = (),  # type: ignore[type-arg]
) -> ThreadMessage:
    """Write the next message, with files that its readers alone may read; the others of them are told."""
    thread = _lock(thread)
    require(may_write(by, thread.audience, thread.campaign, thread.talent))
    if by.kind != Kind.STAFF and thread.settled_at is not None:
        thread.settled_at = thread.settled_by = None
        thread.save(update_fields=["settled_at", "settled_by"])
    return _say(thread, text, attachments, by, now)


@action
def settle_thread(*, thread: Thread, by: User, now: datetime) -> Thread:
    """The office says that what was written last needs no answer."""
    thread = _lock(thread)
    if by.kind != Kind.STAFF:
        raise Refused("The office says what needs no answer.")
    require(may_write(by, thread.audience, thread.campaign, thread.talent))
    last = thread.messages.select_related("written_by").last()
    if thread.settled_at is not None or last is None or last.written_by.kind == Kind.STAFF:
        raise Refused("Nothing waits for an answer here.")
    thread.settled_at, thread.settled_by = now, by
    thread.save(update_fields=["settled_at", "settled_by"])
    return thread


def _lock(thread: Thread) -> Thread:
    rows = Thread.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("campaign__brand", "talent").get(pk=thread.pk)


def _say(thread: Thread, text: str, attachments: Sequence[File], by: User, now: datetime) -> ThreadMessage:  # type: ignore[type-arg]
    if len(attachments) > MOST_FILES:
        raise Refused(f"A message has at most {MOST_FILES} files. Send the others with the next.")
    rows = [attached(file) for file in attachments]
    with violation():
        message = ThreadMessage.objects.create(thread=thread, text=text.strip(), written_at=now, written_by=by)
    for row in rows:
        row.message = message
        row.save()
    names = [row.name for row in rows]
    told = [
        (thread_letters.wrote(message, names, kind), [one for one in people if one.reader != by.public_id])
        for kind, people in readers(thread).items()
    ]
    letters.send_all(told, now)
    return message
