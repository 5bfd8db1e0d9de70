"""Writing to people."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from lib.kept_inserts import insert_all
from lib.moves import move
from lib.refusals import Refused
from outbox.actions.jobs import enqueue, publish_all
from outbox.models import Job, Message, Way
from outbox.models.job import Queue
from outbox.models.message import LET_GO


def draft(
    *,
    to_address: str,
    subject: str,
    body: str,
    kind: str,
    now: datetime,
    to_name: str = "",
    about: str = "",
    thing: str = "",
    reader: str = "",
    way: str = Way.MAIL,
    unsubscribe: str = "",
    secret: bool = False,
) -> Message:
    """A letter that waits for a person to read, change and send it. Written in the caller's transaction."""
    message = _written(
        to_address=to_address, to_name=to_name, subject=subject, body=body, kind=kind, about=about, thing=thing,
        reader=reader, way=way, unsubscribe=unsubscribe, secret=secret, now=now,
    )  # fmt: skip
    message.save()
    return message


def _written(*, subject: str, now: datetime, **said: Any) -> Message:
    return Message(subject=" ".join(subject.split())[:200], written=now, **said)


def _work(message: Message) -> dict[str, Any]:
    title = f"Letter to {message.to_name or message.to_address}: {message.subject}"
    return {
        "kind": "outbox.send_message", "title": title[:200], "args": {"message_id": message.pk}, "queue": Queue.MAIL,
    }  # fmt: skip


def _key(message: Message) -> str:
    """A letter is sent once."""
    return f"message:{message.pk}"


@transaction.atomic
def send(message: Message) -> Message:
    """Let a draft go, by the way that its reader chose; or once more one that was not delivered."""
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    again = message.state == Message.State.FAILED
    move(message, LET_GO[Way(message.way)], last_error="")
    if message.state != Message.State.QUEUED:
        return message
    enqueue(**_work(message), unique_key=None if again else _key(message))
    return message


def post(**letter: object) -> Message:
    """Write a letter and let it go at once. Arguments as for `draft`."""
    return post_all([letter])[0]


def post_all(letters: Sequence[dict[str, Any]]) -> list[Message]:
    """Write letters and let them go, each by its way, in two statements however many they are."""
    with transaction.atomic(savepoint=False):
        messages = insert_all(_written(**letter, state=LET_GO[Way(letter.get("way", Way.MAIL))]) for letter in letters)
        _hand_over(messages)
    return messages


def _hand_over(messages: Sequence[Message]) -> None:
    """Write the jobs of those that go by mail."""
    mailed = [message for message in messages if message.state == Message.State.QUEUED]
    now = timezone.now()
    jobs = insert_all(
        Job(**_work(message), unique_key=_key(message), run_after=now, dispatched=now) for message in mailed
    )
    transaction.on_commit(lambda: publish_all(jobs), robust=True)


def draft_all(letters: Sequence[dict[str, Any]]) -> list[Message]:
    """Write letters that wait for a person, in one statement. Each with the arguments of `draft`."""
    return Message.objects.bulk_create(_written(**letter) for letter in letters)


@transaction.atomic
def send_all(messages: Iterable[Message]) -> list[Message]:
    """Let those of these drafts go that still wait; what somebody sent or dropped meanwhile stays as it is."""
    rows = Message.objects.select_for_update(of=("self",)).filter(
        pk__in=[message.pk for message in messages], state=Message.State.DRAFT
    )
    sent = list(rows.order_by("pk"))
    for message in sent:
        move(message, LET_GO[Way(message.way)])
    _hand_over(sent)
    return sent


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
