"""Signing in and what belongs to it, and the pages for when something is missing: in our frame, in our words."""

import re

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.template.loader import render_to_string
from django.urls import reverse

from tests.factories.base import PASSWORD
from tests.factories.people import booker

pytestmark = pytest.mark.django_db
BANNED = re.compile(r"\b(please|invalid|successful(ly)?|sorry|oops)\b|!<|! ", re.IGNORECASE)


def said(response, status=200):
    """The words of a page in our frame."""
    assert response.status_code == status
    body = response.content.decode()
    assert "css/tokens.css" in body and 'id="content"' in body
    return body


def heading(body):
    return " ".join(re.sub(r"<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)</h1>", body, re.DOTALL)[1]).split())


@pytest.fixture
def signed_in(client):
    user = booker(name="Daichi Okabe", email="daichi@office.example")
    assert client.login(email=user.email, password=PASSWORD) or client.force_login(user) is None
    return client


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("account_login", "Sign in"),
        ("account_reset_password", "Set a new password"),
        ("account_reset_password_done", "Look at your mail"),
        ("account_reset_password_from_key_done", "Your new password is set"),
        ("account_signup", "You come in by invitation"),
        ("account_inactive", "Your access is closed"),
    ],
)
def test_the_pages_before_signing_in_have_our_words(client, name, title):
    body = said(client.get(reverse(name)))
    assert heading(body) == title
    assert not BANNED.search(re.sub(r"<script.*?</script>", "", body, flags=re.DOTALL))


@pytest.mark.parametrize(
    ("name", "title"),
    [("account_change_password", "Change your password"), ("account_logout", "Sign out of Our office?")],
)
def test_the_pages_of_somebody_signed_in_have_our_words(signed_in, name, title):
    from accounts.models import Office

    Office.objects.current()
    assert heading(said(signed_in.get(reverse(name)))) == title


def test_a_wrong_password_says_so_and_keeps_the_address(client):
    body = said(client.post(reverse("account_login"), {"login": "a@b.example", "password": "x"}))
    assert 'role="alert"' in body and 'value="a@b.example"' in body


def test_a_used_link_says_so_and_offers_a_new_one(client):
    body = said(client.get(reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "x-y"})))
    assert heading(body) == "This link no longer works"
    assert reverse("account_reset_password") in body


def test_a_fresh_link_asks_for_the_new_password(client):
    user = booker()
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    body = said(client.get(f"/accounts/password/reset/key/{key}/", follow=True))
    assert heading(body) == "Your new password"
    assert body.count('type="password"') >= 1


@pytest.mark.parametrize("name", ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn"])
def test_two_step_pages_stand_in_our_frame(signed_in, name):
    url = reverse(name)
    response = signed_in.get(url, follow=True)
    if response.redirect_chain:
        assert heading(said(response)) == "Confirm that it is you"
        response = signed_in.post(response.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    body = said(response)
    assert "<style" not in body and " style=" not in body


def test_a_stranger_address_is_answered_in_our_frame(signed_in):
    assert heading(said(signed_in.get("/no/such/page"), 404)) == "Nothing here"


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html"])
def test_the_last_resort_pages_need_nothing_but_themselves(name):
    body = render_to_string(name, {})
    assert heading(body) and "css/tokens.css" in body
