"""Where a brand's shop tells of orders: what it takes, what it answers, how often."""

import json

import pytest
from django.test import Client

from accounts.models import User
from sales import actions
from sales.models import Sale
from tests.factories import NOW, BrandFactory, booker, office
from tests.portals.outside import still_clock

__all__ = ["still_clock"]
URL = "/api/sales"
ORDER = {"order": "1001", "date": "2026-04-01", "amount": "49.90", "currency": "EUR"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_redis(redis_url):
    """Nobody has called yet."""


@pytest.fixture
def key():
    User.objects.system()
    return actions.make_token(brand=BrandFactory(), label="Shop", by=booker(), now=NOW)


def send(key, said, **headers):
    body = said if isinstance(said, str) else json.dumps(said)
    headers = {"HTTP_AUTHORIZATION": f"Bearer {key}", "content_type": "application/json", **headers}
    return Client(enforce_csrf_checks=True).post(URL, data=body, **headers)


def test_an_order_is_recorded_and_known_the_second_time(key):
    first, second = send(key, ORDER), send(key, {"orders": [ORDER]})
    assert (first.status_code, first.json()) == (200, {"results": [{"order": "1001", "outcome": "recorded"}]})
    assert second.json() == {"results": [{"order": "1001", "outcome": "known"}]}
    assert Sale.objects.count() == 1


def test_each_order_has_its_own_outcome_in_the_order_sent(key):
    office(currency="JPY")
    orders = [
        {"order": 7, "date": "2026-04-01", "amount": 12.5, "currency": "EUR", "refund": True, "note": None},
        "words", {**ORDER, "amount": "free"}, ORDER, {**ORDER, "amount": "50"},
        {"order": "8", "date": "2026-04-01", "amount": 5, "refund": False},
    ]  # fmt: skip
    said = send(key, {"orders": orders}).json()["results"]
    assert [line["outcome"] for line in said] == ["recorded", "refused", "refused", "recorded", "refused", "recorded"]
    assert said[1] == {
        "order": "",
        "outcome": "refused",
        "reason": "An order is an object with order, date and amount.",
    }
    assert said[2]["reason"] == "free is not an amount."
    kept = {(sale.reference, str(sale.amount.amount), str(sale.amount.currency)) for sale in Sale.objects.all()}
    assert kept == {("7", "-12.50", "EUR"), ("1001", "49.90", "EUR"), ("8", "5.00", "JPY")}


@pytest.mark.parametrize(
    ("said", "headers", "status", "words"),
    [
        (ORDER, {"HTTP_AUTHORIZATION": ""}, 401, "Bearer"),
        (ORDER, {"HTTP_AUTHORIZATION": "Bearer js_wrong"}, 401, "Bearer"),
        (ORDER, {"content_type": "text/plain"}, 415, "Send JSON"),
        ("{", {}, 400, "not JSON"),
        ("[" * 9000, {}, 400, "not JSON"),
        ({"orders": []}, {}, 400, "orders"),
        ({"orders": "x"}, {}, 400, "orders"),
        ({"orders": [ORDER] * 501}, {}, 413, "At most 500"),
        ("9" * (512 * 1024 + 1), {}, 413, "At most 512 KB"),
        ({**ORDER, "amount": "0"}, {}, 422, ""),
    ],
)
def test_what_cannot_be_taken_says_why(key, said, headers, status, words):
    answer = send(key, said, **headers)
    assert (answer.status_code, words in answer.json().get("error", "")) == (status, True)
    assert (answer.cookies.output(), Sale.objects.count()) == ("", 0)


def test_a_withdrawn_key_opens_nothing(key):
    token = actions.find_token(key)
    actions.revoke_token(token=token, by=booker(), now=NOW)
    assert send(key, ORDER).status_code == 401


def test_a_key_that_is_withdrawn_while_it_is_used_keeps_nothing(key, monkeypatch):
    token = actions.find_token(key)
    actions.revoke_token(token=token, by=booker(), now=NOW)
    monkeypatch.setattr("portals.public.shop.find_token", lambda _: token)
    assert (send(key, ORDER).status_code, Sale.objects.count()) == (401, 0)


def test_too_many_calls_wait_a_minute(key, monkeypatch):
    monkeypatch.setattr("portals.public.shop.CALLS_A_MINUTE", 1)
    monkeypatch.setattr("portals.public.shop.WRONG_KEYS_A_MINUTE", 1)
    answers = [send(key, ORDER), send(key, ORDER), send("js_x", ORDER), send("js_x", ORDER)]
    assert [answer.status_code for answer in answers] == [200, 429, 401, 429]
    assert answers[1]["Retry-After"] == "60"
