"""Writing to people."""

from datetime import datetime

from django.db import transaction

from lib.moves import move
from lib.refusals import Refused
from outbox.actions.jobs import enqueue
from outbox.models import Message
from outbox.models.job import Queue


def draft(
    *,
    to_address: str,
    subject: str,
    body: str,
    kind: str,
    now: datetime,
    to_name: str = "",
    about: str = "",
    secret: bool = False,
) -> Message:
    """A letter that waits for a person to read, change and send it. Written in the caller's transaction."""
    return Message.objects.create(
        to_address=to_address,
        to_name=to_name,
        subject=" ".join(subject.split())[:200],
        body=body,
        kind=kind,
        about=about,
        secret=secret,
        written=now,
    )


@transaction.atomic
def send(message: Message) -> Message:
    """Let a draft, or one that was not delivered, go."""
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    again = message.state == Message.State.FAILED
    move(message, Message.State.QUEUED, last_error="")
    enqueue(
        "outbox.send_message",
        title=f"Letter to {message.to_name or message.to_address}: {message.subject}",
        args={"message_id": message.pk},
        unique_key=None if again else f"message:{message.pk}",
        queue=Queue.MAIL,
    )
    return message


@transaction.atomic
def post(**letter: object) -> Message:
    """Write a letter and let it go at once. Arguments as for `draft`."""
    return send(draft(**letter))  # type: ignore[arg-type]


@transaction.atomic
def edit_draft(message: Message, *, subject: str, body: str) -> Message:
    """Change what has not gone."""
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if message.state != Message.State.DRAFT:
        raise Refused("This message has gone. Write another one.")
    message.subject, message.body = " ".join(subject.split())[:200], body
    message.save(update_fields=["subject", "body"])
    return message


@transaction.atomic
def drop_message(message: Message) -> Message:
    """Decide that it will not go."""
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    move(message, Message.State.DROPPED)
    return message
