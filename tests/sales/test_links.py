"""Tracked links: where they may lead, what is counted, and what is kept of who follows them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, connections
from django.test import Client
from django.urls import reverse

from lib.refusals import Refused
from lib.tallies import tally
from sales import actions, clicks
from sales.addresses import checked_target, with_utm
from sales.models import LinkDay, TrackedLink
from tests.campaigns import steps
from tests.factories import NOW, booker, brand_person, owner, reader, talent_user
from tests.sales.conftest import SHOP, link

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1"


@pytest.fixture(autouse=True)
def empty_redis(redis_url):
    """Nobody has clicked yet."""


def follow(code, method="get", agent=PHONE, **headers):
    send = getattr(Client(), method)
    return send(reverse("tracked-link", args=[code]), HTTP_USER_AGENT=agent, **headers)


def counts():
    return list(LinkDay.objects.values_list("clicks", "visitors", "machines"))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (" https://shop.example/a?b=1#c ", "https://shop.example/a?b=1#c"),
        ("HTTPS://shop.example", "https://shop.example"),
        ("https://shop.example:443/", "https://shop.example/"),
        ("https://店.example/", "https://xn--hxt.example/"),
    ],
)
def test_an_address_of_a_shop_is_kept(said, kept):
    assert checked_target(said) == kept


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("http://shop.example/", "https://"),
        ("javascript:alert(1)", "https://"),
        ("//shop.example/", "https://"),
        ("https://shop.example/a b", "no spaces"),
        ("https://shop.example\\@evil.example/", "no spaces"),
        ("https://me:secret@shop.example/", "a password"),
        ("https://shop.example:8443/", "a port"),
        ("https://shop.example:x/", "not an address"),
        ("https://localhost/", "public internet"),
        ("https://shop/", "public internet"),
        ("https://printer.local/", "public internet"),
        ("https://db.internal./", "public internet"),
        ("https://10.0.0.8/", "public internet"),
        ("https://8.8.8.8/", "public internet"),
        ("https://[::1]/", "public internet"),
        ("https://127.1/", "public internet"),
        ("https://0x7f.0x1/", "public internet"),
        ("https://", "public internet"),
        ("https://-shop-.example/", "not an address"),
    ],
)
def test_an_address_that_leads_elsewhere_is_refused(said, words):
    with pytest.raises(Refused, match=words):
        checked_target(said)


def test_utm_parameters_are_added_beside_what_the_address_has():
    said = with_utm(f"{SHOP}&utm_source=tv#top", platform="", campaign="Sun & Sea", code="abc")
    assert said == (
        "https://shop.kirei.example/sun?size=s&utm_source=tv&utm_medium=influencer&utm_campaign=sun-sea&utm_content=abc#top"
    )
    with pytest.raises(Refused, match="longer than 1000"):
        with_utm(f"https://shop.example/{'a' * 990}", platform="youtube", campaign="x", code="abc")


def test_a_link_belongs_to_a_booking_that_stands(booking, campaign):
    made = link(booking, piece=booking.deliverables.first(), utm=True)
    told = "utm_source=instagram&utm_medium=influencer&utm_campaign=summer-sun"
    assert made.target == f"{SHOP}&{told}&utm_content={made.code}"
    with pytest.raises(Refused, match="Only who is booked"):
        link(steps.hold(campaign))
    with pytest.raises(Refused, match="of another booking"):
        link(steps.book(campaign), piece=booking.deliverables.first())
    with pytest.raises(Refused):
        link(booking, by=reader())
    people = {
        "owner": owner(), "brand": brand_person(campaign.brand), "talent": booking.talent.access.get().user,
        "another": talent_user(steps.book(campaign).talent), "another brand": brand_person(steps.book().campaign.brand),
    }  # fmt: skip
    seen = {who: TrackedLink.objects.visible_to(user).count() for who, user in people.items()}
    assert seen == {"owner": 1, "brand": 1, "talent": 1, "another": 0, "another brand": 0}


def test_who_follows_a_link_is_at_the_shop_at_once_without_a_cookie(booking, django_assert_num_queries):
    made = link(booking)
    with django_assert_num_queries(3):  # the link, the office's clock, the count
        answer = follow(made.code)
    assert (answer.status_code, answer["Location"], answer.cookies.output()) == (302, SHOP, "")
    assert ("no-store" in answer["Cache-Control"], answer["Referrer-Policy"]) == (True, "no-referrer")
    assert counts() == [(1, 1, 0)]
    assert follow(made.code, "post").status_code == 405


def test_clicks_count_all_and_a_visitor_once_a_day(booking, monkeypatch):
    made = link(booking)
    for agent in (PHONE, PHONE, f"{PHONE} another"):
        follow(made.code, agent=agent)
    follow(made.code, HTTP_X_FORWARDED_FOR="9.9.9.9")  # no proxy is trusted: the same visitor
    assert counts() == [(4, 2, 0)]
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=400))
    follow(made.code)
    assert sorted(counts()) == [(1, 1, 0), (4, 2, 0)]


@pytest.mark.parametrize(
    ("method", "agent", "headers"),
    [
        ("get", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", {}),
        ("get", "facebookexternalhit/1.1", {}),
        ("get", "curl/8.7.1", {}),
        ("get", "", {}),
        ("head", PHONE, {}),
        ("get", PHONE, {"HTTP_SEC_PURPOSE": "prefetch;prerender"}),
        ("get", PHONE, {"HTTP_PURPOSE": "prefetch"}),
    ],
)
def test_robots_and_who_fetches_ahead_are_counted_apart(booking, method, agent, headers):
    made = link(booking)
    assert follow(made.code, method, agent, **headers).status_code == 302
    assert counts() == [(0, 0, 1)]


def test_more_than_twenty_clicks_of_one_visitor_do_not_inflate(booking):
    made = link(booking)
    for _ in range(23):
        follow(made.code)
    assert counts() == [(20, 1, 3)]


def test_without_redis_clicks_count_and_visitors_do_not(booking, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    made = link(booking)
    assert follow(made.code).status_code == 302
    assert (counts(), tally("x", seconds=9)) == ([(1, 0, 0)], None)


def test_redis_gone_between_secret_and_count_counts_the_click(booking, monkeypatch):
    made = link(booking)
    monkeypatch.setattr(clicks, "passing_secret", lambda *a, **k: None)
    follow(made.code)
    assert counts() == [(1, 0, 0)]


def test_a_click_that_cannot_be_written_still_leads_to_the_shop(booking, monkeypatch):
    made = link(booking)

    def broken(*_):
        raise DatabaseError("lock timeout")

    monkeypatch.setattr(connection, "cursor", broken)
    clicks.count_click(made, clicks.Request("GET", "bot/1", ""), NOW)
    monkeypatch.undo()
    assert counts() == []


def test_a_link_that_is_over_and_one_that_never_was_are_one_page(booking):
    made = link(booking)
    for _ in range(2):
        actions.end_link(link=made, by=booker(), now=NOW)
    over, unknown = follow(made.code), follow("2222")
    assert (over.status_code, over.content) == (410, unknown.content)
    assert (b"Kirei" in over.content, counts()) == (False, [])


@pytest.mark.django_db(transaction=True)
def test_none_of_many_clicks_at_once_is_lost(booking):
    made = link(booking)

    def click(number):
        try:
            clicks.count_click(made, clicks.Request("GET", PHONE, f"10.0.0.{number}"), NOW)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(click, range(40)))
    assert counts() == [(40, 40, 0)]
