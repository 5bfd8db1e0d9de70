"""Letters of the sign-in pages are rows in the outbox first."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from outbox.models import Job, Message
from outbox.work import run
from tests.factories import PASSWORD, booker, office

pytestmark = pytest.mark.django_db


def test_a_reset_letter_goes_through_the_outbox_and_its_link_works(client):
    office(name="Yama Office")
    user = booker(name="Mia", email="mia@people.example")
    client.post(reverse("account_reset_password"), {"email": "MIA@people.example"})
    letter = Message.objects.get()
    assert (letter.to_address, letter.to_name, letter.secret, letter.state) == (user.email, "Mia", True, "queued")
    assert (letter.subject, mail.outbox) == ("Yama Office: choose a new password", [])
    assert letter.body.startswith("Hello Mia,\n\nSomebody asked for a new password for you at Yama Office.")
    run(Job.objects.get(kind="outbox.send_message").pk)
    (sent,) = mail.outbox
    page = client.get(re.search(r"https?://\S+", sent.body).group(), follow=True)
    client.post(page.request["PATH_INFO"], {"password1": "birch-lantern-52", "password2": "birch-lantern-52"})
    user.refresh_from_db()
    assert (user.check_password("birch-lantern-52"), user.check_password(PASSWORD)) == (True, False)


def test_a_reset_for_an_unknown_address_looks_the_same_on_the_page(client):
    booker(email="mia@people.example")
    answers = [
        client.post(reverse("account_reset_password"), {"email": email})
        for email in ("mia@people.example", "nobody@people.example")
    ]
    assert [(a.status_code, a.url) for a in answers] == [(302, reverse("account_reset_password_done"))] * 2


def test_nobody_signs_up_by_themselves(client):
    page = client.post(reverse("account_signup"), {"email": "eve@people.example", "password1": PASSWORD})
    assert "eve@people.example" not in list(Message.objects.values_list("to_address", flat=True))
    assert page.status_code in (200, 403, 404)
    from accounts.models import User

    assert not User.objects.filter(email="eve@people.example").exists()


def test_sign_in_is_by_address_whatever_its_case(client):
    booker(email="mia@people.example")
    answer = client.post(reverse("account_login"), {"login": "mia@PEOPLE.example", "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, "/")
