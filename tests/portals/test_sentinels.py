"""What nobody outside may read: rivals, and the other side's money. Words that stand nowhere else are looked for in
every page of both portals, in refused answers, redirects, headers and letters.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import unescape

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from djmoney.money import Money

from accounts.models import User
from accounts.roles import Kind, Permission, Role
from campaigns.applying import may_apply
from campaigns.models import Application
from campaigns.rules import talent_net
from exclusivity.models import Decision, Waiver
from outbox.models import Message
from tests.doors import Row, table_client, table_talent
from tests.factories import NOW, brand_person, office, owner
from tests.portals.outside import signed_in, still_clock, text
from tests.portals.posted import POSTED
from tests.portals.selling import SOLD
from tests.portals.sentinel_world import FEE, PERCENT, PRICE, Office, world

__all__ = ["still_clock", "world"]

pytestmark = pytest.mark.django_db

# The rival to whom the talent is bound: theirs to read where it says what binds.
PROMISED = re.compile(r"qx(?:brand|cola|contract|words)", re.I)
# What the office plans with a rival: nobody's outside.
HIDDEN = re.compile(r"zx(?:brand|campaign|clause|company|draft|goal|later|paper|person|reason|talent)", re.I)
WHERE_IT_SAYS_WHAT_BINDS = {"talent:home", "talent:bound", "talent:notices", "talent:notices-read"}


def address(world: Office, name: str, row: Row) -> str:
    if row.kwargs is not None:
        return reverse(name, kwargs=row.kwargs(world))
    return reverse(name, kwargs={row.by: getattr(getattr(world, row.of), row.by)} if row.of else {})


@dataclass(frozen=True)
class Visit:
    """One URL, and all that it said: headers, body, redirect's page, letters."""

    name: str
    said: str
    status: int
    empty: bool


def visits(world: Office, user: User, rows: dict[str, Row]) -> list[Visit]:
    """Everything that each of the portal's URLs says to the user."""
    found, browser = [], signed_in(user)
    for name, row in rows.items():
        url = address(world, name, row)
        for data in ([None] if row.method == "GET" else []) + POSTED.get(name, []):
            found.append(_visit(name, browser, url, data, user))
    return found


def _visit(name: str, browser: Client, url: str, data: dict[str, str] | None, user: User) -> Visit:
    with transaction.atomic():
        before = set(Message.objects.values_list("pk", flat=True))
        answer = browser.get(url) if data is None else browser.post(url, data, follow=True)
        chain = getattr(answer, "redirect_chain", [])
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        letters = Message.objects.filter(to_address=user.email).exclude(pk__in=before)
        said = [str(answer.headers), str(chain), body.decode(errors="replace")]
        said += [f"{letter.subject}\n{letter.body}" for letter in letters]
        transaction.set_rollback(True)
    return Visit(name, unescape("\n".join(said)), answer.status_code, not body)


@pytest.fixture(scope="module")
def walk(world) -> Callable[[User], list[Visit]]:
    """What all addresses of their portal say to somebody, who walks them once."""
    walks: dict[User, list[Visit]] = {}

    def walked(user: User) -> list[Visit]:
        if user not in walks:
            rows = table_client.ROWS if user.kind == Kind.CLIENT else table_talent.ROWS
            walks[user] = visits(world, user, rows)
        return walks[user]

    return walked


def leaks(said: list[Visit], what: re.Pattern[str], allowed: set[str] = frozenset()) -> set[tuple[str, str]]:
    return {(each.name, word) for each in said if each.name not in allowed for word in what.findall(each.said)}


def letters_to(user: User) -> str:
    return "\n".join(f"{letter.subject}\n{letter.body}" for letter in Message.objects.filter(to_address=user.email))


def test_the_walk_goes_to_every_url_and_gets_in(world, walk):
    """Without it the tests below could pass on 404s."""
    for user, rows in ((world.client, table_client.ROWS), (world.user, table_talent.ROWS)):
        assert {visit.name for visit in walk(user)} == set(rows)
        seen: set[str] = set()
        for visit in walk(user):  # what is read comes before what is sent
            if rows[visit.name].method == "GET" and visit.name not in seen:
                assert visit.status in (rows[visit.name].ok or {200}), visit.name
                assert not visit.empty or visit.status == 302, visit.name
            seen.add(visit.name)


def test_the_desk_reads_all_of_it(world):
    """The control: the words are there, and staff are told."""
    staff = signed_in(owner())
    pages = [reverse("desk:talent-exclusivity", args=[world.talent.public_id]), reverse("desk:brands")]
    said = " ".join(text(staff.get(url)) for url in pages)
    assert set(PROMISED.findall(said)) >= {"Qxbrand"}
    assert set(HIDDEN.findall(said)) >= {"Zxbrand"}
    denied = may_apply(world.open_campaign, world.talent, NOW)
    assert "Qxbrand" in denied.reason
    assert denied.for_outside == "Not possible in this period."


def test_clients_read_nothing_of_rivals(world, walk):
    said = walk(world.client)
    # All of the market is there to choose from, whoever is bound to what.
    market = {(f"client:brief-{form}", "Qxcola") for form in ("add", "edit")}
    assert leaks(said, PROMISED) | leaks(said, HIDDEN) == market
    assert PROMISED.findall(letters_to(world.client)) + HIDDEN.findall(letters_to(world.client)) == []


@pytest.mark.parametrize("who", ["user", "guardian"])
def test_talents_read_nothing_of_what_is_planned_with_rivals(world, walk, who):
    said = walk(getattr(world, who))
    assert leaks(said, HIDDEN) == set()


def test_talents_read_whom_they_are_bound_to_only_where_it_says_what_binds(world, walk):
    said = walk(world.user)
    # A refused press shows the project again; being led back home is another place, and so are notices of own papers.
    # All of the market is there to choose from, whoever is bound to what.
    assert leaks(said, PROMISED, WHERE_IT_SAYS_WHAT_BINDS) == {("talent:wishes", "Qxcola")}
    assert ("talent:bound", "Qxbrand") in leaks(said, PROMISED)
    assert HIDDEN.findall(letters_to(world.user)) == []


def test_a_refused_application_says_only_that_it_is_not_possible(world):
    url = reverse("talent:apply", args=[world.open_campaign.public_id])
    answer = signed_in(world.user).post(url, {"idea": "Mine"})
    assert answer.status_code == 422
    assert "Not possible in this period." in text(answer)
    assert not Application.objects.filter(campaign=world.open_campaign).exists()


def test_clients_of_the_rival_read_nothing_of_the_brand(world, walk):
    """The other way round: the rival's own person walks too, and finds none of Kirei's."""
    person = User.objects.get(email="zxperson@rival.example")
    said = walk(person)
    assert leaks(said, re.compile(r"kirei|tea time|soda call", re.I)) == set()


def forms(amount: Money) -> set[str]:
    """The ways in which an amount may be written."""
    number = f"{amount.amount:.0f}"
    return {number, f"{amount.amount:,.0f}", f"{amount.amount:,.0f}".replace(",", " ")}


def written(said: list[Visit], words: set[str]) -> set[tuple[str, str]]:
    return {(each.name, word) for each in said for word in words if word in each.said}


def nets() -> set[str]:
    return {form for price in (PRICE, FEE) for form in forms(talent_net(price, office().fee_percent))}


def test_clients_never_read_what_the_talent_receives(world, walk):
    said = [*walk(world.client), Visit("letters", letters_to(world.client), 200, False)]
    assert written(said, nets() | {PERCENT}) == set()
    assert ("client:campaign", "123,457") in written(said, forms(PRICE)), "the control: the brand reads its price"


def test_talents_never_read_what_the_brand_pays(world, walk):
    said = [*walk(world.user), Visit("letters", letters_to(world.user), 200, False)]
    assert written(said, forms(PRICE) | forms(Money(7_654_321, "JPY"))) == set()
    # What an open call offers for a place stands on its own page, with the way to what the talent receives.
    offers = {"talent:project", "talent:apply", "talent:request", "talent:request-yes", "talent:request-no",
              "talent:request-counter", "letters"}  # fmt: skip
    assert {name for name, _ in written(said, forms(FEE))} <= offers
    assert {name for name, _ in written(said, nets())} >= {"talent:piece", "talent:project", "talent:projects"}


def test_readers_of_the_brand_lack_no_page_but_the_answer(world, walk):
    reader = brand_person(world.brand, Role.BRAND_READER)
    said = walk(reader)
    assert leaks(said, PROMISED) | leaks(said, HIDDEN) == set()
    assert [name for name, row in table_client.ROWS.items() if row.right == Permission.APPROVE_DRAFTS] == [
        "client:draft-review",
        "client:drafts-approve",
    ]


def test_the_letter_to_the_rival_names_no_other_client(world):
    letters = Message.objects.filter(kind="waiver_request")
    assert letters.count() == 2
    said = " ".join(f"{letter.subject} {letter.body}" for letter in letters)
    assert re.findall(r"zx(?:brand|campaign|company)|kirei", said, re.I) == []


def test_the_world_is_as_the_tests_need_it(world):
    assert sorted(Waiver.objects.values_list("state", flat=True)) == ["GRANTED", "REQUESTED"]
    assert Decision.objects.exclude(seconded_at=None).count() == 1
    assert world.contract.state == "signed"
    assert world.booking.state == "confirmed"
    assert world.talent.bookings.filter(state="hold").count() == 2
    assert date(2026, 4, 15) in world.contract.days


def test_talents_read_what_they_sold_only_where_the_office_allows_it(world, walk):
    assert written(walk(world.user), forms(SOLD)) == set()
    assert {name for name, _ in written(walk(world.client), forms(SOLD))} >= {"client:results", "client:shop"}
    office(talents_see_sales=True)
    rows = {"talent:piece": table_talent.ROWS["talent:piece"]}
    assert written(visits(world, world.user, rows), {"654,321"}) == {("talent:piece", "654,321")}
