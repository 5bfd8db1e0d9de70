"""Sending a letter: once, by its own id."""

from email.utils import formataddr
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from lib.moves import move
from outbox.handlers import handles
from outbox.models import Message
from outbox.models.job import MAX_ATTEMPTS
from outbox.work import Work


@handles("outbox.send_message")
def send_message(work: Work, *, message_id: int) -> str:
    """Hand the letter to the mail server. Its Message-ID is the row's, so that a second try can be recognised."""
    message = Message.objects.get(pk=message_id)
    if message.state != Message.State.QUEUED:
        return f"Already {message.get_state_display().lower()}"
    headers = {"Message-ID": f"<{message.public_id}@{settings.DEFAULT_FROM_EMAIL.rsplit('@', 1)[-1]}>"}
    if message.unsubscribe:  # RFC 8058: mail programs show a button that posts there
        headers |= {
            "List-Unsubscribe": f"<{message.unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }  # fmt: skip
    letter = EmailMessage(
        subject=message.subject,
        body=message.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[formataddr((message.to_name, message.to_address)) if message.to_name else message.to_address],
        headers=headers,
    )
    try:
        letter.send()
    except (OSError, SMTPException, ValueError) as error:  # ValueError: an address or a subject that no mail can carry
        if work.job.attempts < MAX_ATTEMPTS and not isinstance(error, ValueError):
            raise
        with work.finishing("Not delivered"):
            move(message, Message.State.FAILED, last_error=str(error)[:500])
        return f"Not delivered: {error}"
    with work.finishing():
        move(message, Message.State.SENT, sent=timezone.now())
    return f"Sent to {message.to_address}"
