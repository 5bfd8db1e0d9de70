"""Asking a talent by name, and a request in each of its two turns."""

from datetime import timedelta

import pytest
from djmoney.money import Money

from campaigns import actions
from lib.refusals import Refused
from outbox.models import Message
from tests.factories import NOW, booker

DAY = timedelta(days=1)
DUE = NOW + 2 * DAY
YEN = Money(150_000, "JPY")


def ask(campaign, *talents, **values):
    said = {"fee": YEN, "words": " You came to mind first. ", "reply_by": DUE, "by": booker(), "now": NOW, **values}
    return actions.nominate(campaign=campaign, talents=talents, **said)


def refusal(verb, **values) -> str:
    with pytest.raises(Refused) as refused:
        verb(**values)
    return str(refused.value)


def letters(address: str) -> list[str]:
    found = [message.subject for message in Message.objects.filter(to_address=address).order_by("pk")]
    Message.objects.all().delete()
    return found


@pytest.fixture
def asked(campaign, talent, by):
    found = ask(campaign, talent, by=by)[0]
    Message.objects.all().delete()
    return found


@pytest.fixture
def countered(asked, aoi):
    row = actions.counter_nomination(
        nomination=asked, fee=Money(200_000, "JPY"), words=" Two days. ", by=aoi, now=NOW + DAY
    )
    return row
