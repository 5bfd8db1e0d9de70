"""Letters: rows first, sent once."""

from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.db import transaction

from lib.refusals import Refused
from outbox.actions import draft, drop_message, edit_draft, post, send
from outbox.models import Job, Message
from outbox.models.job import MAX_ATTEMPTS
from outbox.work import run
from tests.factories import NOW, MessageFactory

pytestmark = pytest.mark.django_db
MIA = {"to_address": "mia@people.example", "to_name": "Mia, 美亜"}
LETTER = {**MIA, "subject": "You are\n in", "body": "Hello.", "kind": "test"}


def the_job() -> Job:
    return Job.objects.get(kind="outbox.send_message", state="pending")


def test_post_writes_letter_and_job_and_the_job_sends_it():
    message = post(**LETTER, now=NOW)
    assert (message.state, message.subject, mail.outbox) == ("queued", "You are in", [])
    assert the_job().queue == "mail"
    assert run(the_job().pk) is True
    message.refresh_from_db()
    (letter,) = mail.outbox
    assert (message.state, message.sent is not None) == ("sent", True)
    assert (letter.subject, letter.body, letter.from_email) == ("You are in", "Hello.", "office@jimusho.example")
    assert letter.message()["Message-ID"] == f"<{message.public_id}@jimusho.example>"
    assert letter.recipients() == ["=?utf-8?b?TWlhLCDnvo7kupw=?= <mia@people.example>"]


@pytest.mark.django_db(transaction=True)
def test_post_in_a_transaction_that_is_undone_leaves_neither():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        post(**LETTER, now=NOW)
        raise ZeroDivisionError
    assert (Message.objects.count(), Job.objects.count()) == (0, 0)


def test_a_letter_that_is_told_twice_goes_once():
    message = post(**LETTER, now=NOW)
    first = the_job()
    second = Job.objects.create(kind="outbox.send_message", title="again", args=first.args, run_after=NOW)
    assert [run(first.pk), run(second.pk)] == [True, True]
    second.refresh_from_db()
    message.refresh_from_db()
    assert (len(mail.outbox), second.result, message.state) == (1, "Already sent", "sent")


def test_a_server_that_hangs_up_is_tried_five_times_and_then_the_letter_has_failed(monkeypatch):
    def hang_up(self):
        raise SMTPServerDisconnected("Connection unexpectedly closed")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", hang_up)
    message = post(**LETTER, now=NOW)
    job = the_job()
    states = []
    for _ in range(MAX_ATTEMPTS):
        run(job.pk)
        message.refresh_from_db()
        states.append(message.state)
        Job.objects.filter(pk=job.pk).update(run_after=NOW)
    job.refresh_from_db()
    assert states == ["queued"] * 4 + ["failed"]
    assert (message.last_error, message.sent) == ("Connection unexpectedly closed", None)
    assert (job.state, job.result) == ("done", "Not delivered: Connection unexpectedly closed")


def test_a_failed_letter_can_be_sent_again():
    message = MessageFactory(state="failed", last_error="No")
    send(message)
    assert run(the_job().pk) is True
    message.refresh_from_db()
    assert (message.state, message.last_error, len(mail.outbox)) == ("sent", "", 1)


def test_a_letter_that_no_mail_can_carry_fails_at_once(monkeypatch):
    message = post(**{**LETTER, "to_name": "Mia\nBcc: all@people.example"}, now=NOW)
    run(the_job().pk)
    message.refresh_from_db()
    assert (message.state, mail.outbox) == ("failed", [])


def test_a_draft_waits_is_changed_and_goes():
    message = draft(**LETTER, now=NOW)
    assert (message.state, Job.objects.count()) == ("draft", 0)
    edit_draft(message, subject="Other", body="Words")
    send(message)
    run(the_job().pk)
    assert [(m.subject, m.body) for m in mail.outbox] == [("Other", "Words")]


def test_what_has_gone_is_neither_changed_nor_dropped_nor_sent_again():
    message = post(**LETTER, now=NOW)
    for verb in (drop_message, send, lambda m: edit_draft(m, subject="x", body="y")):
        with pytest.raises(Refused):
            verb(message)
    message.refresh_from_db()
    assert (message.state, message.body, Job.objects.count()) == ("queued", "Hello.", 1)


def test_a_dropped_draft_does_not_go():
    message = drop_message(draft(**LETTER, now=NOW))
    with pytest.raises(Refused, match="is dropped and cannot become going out"):
        send(message)
