"""Jobs and letters."""

import factory
from factory.django import DjangoModelFactory

from outbox.models import Job, Message
from tests.factories.base import NOW


class JobFactory(DjangoModelFactory):
    class Meta:
        model = Job

    kind = "outbox.tidy"
    title = factory.Sequence(lambda n: f"Job {n}")
    run_after = NOW


class MessageFactory(DjangoModelFactory):
    class Meta:
        model = Message

    to_address = factory.Sequence(lambda n: f"reader{n}@people.example")
    subject = "News from the office"
    body = "Hello."
    kind = "test"
    written = NOW
