"""Every address of the portals, found in the URL table itself, is asked for everything by everybody: nothing that says
"zx" stands anywhere but at the desk. What a rival plans changes no page of a client by a single letter.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, path

from accounts.models import User
from accounts.roles import Kind
from campaigns import actions
from campaigns.models import (
    AmbassadorContract,
    Booking,
    Campaign,
    Deliverable,
    Draft,
)
from campaigns.usage import Length
from clients.models import Category
from exclusivity.actions import record_waiver, take_over
from exclusivity.models import Clause, Finding
from outbox.models import Message
from portals.client import urls as client_urls
from talent.models import Talent
from tests.campaigns import steps
from tests.campaigns.rivals import clause
from tests.factories import (
    NOW,
    ActMemberFactory,
    BrandFactory,
    CampaignFactory,
    CategoryFactory,
    CompanyFactory,
    TalentFactory,
    brand_person,
    days,
    manager,
    owner,
    talent_user,
)
from tests.portals.outside import signed_in, still_clock
from tests.portals.posted import POSTED
from tests.portals.sentinel_world import world

__all__ = ["still_clock", "world"]

pytestmark = pytest.mark.django_db

SENTINEL = re.compile(
    r"zx(?:brand|campaign|category|clause|company|draft|duties|goal|later|manager|move|note|number|paper|person|rank"
    r"|reason|release|rival|second|signed|talent|third|waiver|words|writing)",
    re.I,
)
OURS = ("client", "talent")
KIT, LIST = "kit/<str:token>", "shortlist/<str:token>"
PUBLIC = {
    "", "healthz", "pictures/<str:key>", "invitation/<str:token>", KIT, f"{KIT}/media-kit.pdf", f"{KIT}/portrait",
    "l/<str:code>", "api/sales",
    "calendar/<str:token>.ics",
    LIST, f"{LIST}/name", f"{LIST}/answer", f"{LIST}/send", f"{LIST}/pictures/<str:public_id>",
    f"{LIST}/portraits/<str:public_id>", "digest/<str:token>",
}  # fmt: skip
NOTHING = "nothingofours"
KINDS: dict[str, list[type[Model]]] = {}
TOKENS = re.compile(r'[A-Za-z0-9]{64}|name="form_key" value="[^"]*"')
NEUTRAL = "Not possible in this period."
OFFERS_THE_MARKET = re.compile(r"/talent/profile/wishes|/client/briefs/(add|\w+/edit)")
READS_WHAT_BINDS = {"/talent/", "/talent/bound/", "/talent/as"}
SIGNED = {"Zxthird", "Zxsigned"}
"""The brand and the words of the one paper that the talent signed with a rival of their brand."""


def routes(portal: str) -> list[str]:
    """The routes below a portal, as the URL table has them."""
    top = next(r for r in get_resolver().url_patterns if str(r.pattern) == f"{portal}/")
    return [f"/{portal}/{route}" for route in _below(top)]


def _below(resolver: Any, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _below(entry, f"{prefix}{entry.pattern}")
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.pattern}"


def filled(route: str, browser: Client) -> list[str]:
    """The route with ids in it, of each kind that it looks for: the first, which is ours, and the last, a rival's."""
    if "<" not in route:
        return [route]
    if "<str:platform>" in route:
        return [route.replace("<str:platform>", name) for name in ("tiktok", "instagram")]
    assert re.findall(r"<[^>]+>", route) == ["<str:public_id>"], f"say in this test what stands for {route}"
    ids: dict[str, None] = {}
    for model in looked_for(route, browser):
        keys = list(model._default_manager.order_by("pk").values_list("public_id", flat=True))
        ids |= dict.fromkeys([*keys[:1], *keys[-1:]])
    return [route.replace("<str:public_id>", key) for key in ids]


def looked_for(route: str, browser: Client) -> list[type[Model]]:
    """The kinds of things that an address looks for: seen in what it asks the database for an id of nothing."""
    if route in KINDS:  # the same whoever asks
        return KINDS[route]
    url = route.replace("<str:public_id>", NOTHING)
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        answers = [browser.get(url), browser.post(url, {}), browser.head(url)]
        transaction.set_rollback(True)
    tables = {
        table
        for statement in (query["sql"] for query in asked)
        for table in re.findall(rf'"(\w+)"\."public_id" = \'{NOTHING}\'', statement)
    }
    assert tables, f"{route} looks for nothing by its id, and answers {[answer.status_code for answer in answers]}"
    KINDS[route] = [model for model in apps.get_models() if model._meta.db_table in tables]
    return KINDS[route]


def sent(portal: str) -> list[dict[str, str] | None]:
    """Read, then press with nothing, then with all that the forms of the portal take."""
    filled_in: dict[str, str] = {}
    for name, forms in POSTED.items():
        if name.startswith(portal):
            filled_in |= forms[0]
    return [None, {}, filled_in, {**filled_in, "answer": "approve", "url": "https://www.instagram.com/p/9/"}]


def said(browser: Client, url: str, data: dict[str, str] | None) -> tuple[int, str]:
    """The status; headers, redirects, page and new letters to people outside. Nothing is kept."""
    with transaction.atomic():
        before = set(Message.objects.values_list("pk", flat=True))
        answer = browser.get(url) if data is None else browser.post(url, data, follow=True)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        letters = [f"{m.subject}\n{m.body}" for m in outside_letters().exclude(pk__in=before)]
        transaction.set_rollback(True)
    whole = [str(answer.headers), str(getattr(answer, "redirect_chain", "")), body.decode(errors="replace"), *letters]
    return answer.status_code, unescape("\n".join(whole))


def outside_letters() -> Any:
    """What leaves the house, but for what the rival's own people are written: they know their own paper."""
    staff = User.objects.filter(kind=Kind.STAFF).values("email")
    return Message.objects.exclude(to_address__in=staff).exclude(to_address="zxperson@rival.example")


def leaks(user: User, below: str = "") -> set[tuple[str, str]]:
    """Where in their portal, or in a part of it, somebody reads a sentinel."""
    portal = "client" if user.kind == Kind.CLIENT else "talent"
    found = set()
    browser = signed_in(user)
    for route in routes(portal):
        if not route.startswith(f"/{portal}/{below}"):
            continue
        for url in filled(route, browser):
            for data in sent(portal):
                status, words = said(browser, url, data)
                found |= {(url, word) for word in SENTINEL.findall(words)}
                # Another's, or of another kind: a 404 stays one whatever is sent. So does a page that is only read.
                if status == 404 or (status == 405 and data is not None):
                    break
    return found


def _paper(brand: Any, talent: Talent, category: Any, title: str, **words: str) -> AmbassadorContract:
    return actions.draft_contract(
        brand=brand, talent=talent, title=title, days=days("2026-01-01", "2027-01-01"), fee=None,
        duties=words["duties"], clauses=[clause(category, words=words["words"], number=words["number"])],
        by=manager(), now=NOW,
    )  # fmt: skip


def rare() -> Category:
    """What only the rivals keep to themselves. It is in the market before anybody plans with it."""
    return Category.objects.filter(name="Zxcategory").first() or CategoryFactory(name="Zxcategory", parent=None)


def plot(world: Any) -> None:
    """What rivals plan with the same talent: everything that has a name says zx."""
    soda = rare()
    tea = world.brand.categories.get()
    family = CompanyFactory(name="Zxcompanyone")
    brand = BrandFactory(name="Zxrival", company=family, categories=[soda, tea])
    second = BrandFactory(name="Zxsecond", company=CompanyFactory(name="Zxcompanytwo"), categories=[soda, tea])
    boss = manager(name="Zxmanager", email="boss@office.example")
    # A hold before ours, one behind, a challenge between them, one ranked by hand, one moved, one released.
    held = []
    for each in (brand, second):
        campaign = CampaignFactory(
            brand=each, name=f"Zxcampaign {each.name}", manager=boss, brief__goal="Zxgoal", brief__reach="named"
        )
        campaign.brief.exclusive_categories.set([soda, tea])
        held.append(steps.hold(campaign, world.talent))
        Campaign.objects.filter(pk=campaign.pk).update(state="running")
    actions.rank_hold(booking=held[1], rank=held[0].rank, reason="Zxrank", by=boss, now=NOW)
    actions.challenge_hold(booking=held[0], note="Zxnote", by=boss, now=NOW)
    actions.move_booking(
        booking=held[1], days=(days("2026-05-02", "2026-05-30").lower, days("2026-05-02", "2026-05-30").upper),
        channels=["instagram"], territories=["JP"], usage=Length(7), by=boss, now=NOW, reason="Zxmove",
    )  # fmt: skip
    actions.release_hold(booking=held[0], reason="Zxrelease", by=boss, now=NOW)
    # A draft with a clause, a waiver asked for, and a finding that names them.
    paper = _paper(brand, world.talent, soda, "Zxpaper", number="Zxnumber", words="Zxwords", duties="Zxduties")
    record_waiver(
        clause=Clause.objects.get(commitment=paper.commitment), state="GRANTED", brand=second, by=boss, now=NOW,
        writing="Zxwriting", reason="Zxwaiver",
    )  # fmt: skip


def clash(world: Any) -> None:
    """The world changed: what is booked with us clashes with what a rival has signed elsewhere."""
    tea = world.brand.categories.get()
    brand = BrandFactory(name="Zxthird", company=CompanyFactory(name="Zxcompanythree"), categories=[tea])
    signed = dict.fromkeys(("number", "words", "duties"), "Zxsigned")
    paper = _paper(brand, world.talent, tea, "Zxsigned", **signed)
    take_over(commitment=paper.commitment, status="signed", by=manager(), now=NOW, bound_at=NOW)
    found = Finding.objects.filter(other=paper.commitment) | Finding.objects.filter(one=paper.commitment)
    assert found.filter(verdict="BLOCK").exists(), "the booking clashes now"


def waiting(world: Any) -> Draft:
    return Draft.objects.get(deliverable__state="client_review")


def people(world: Any) -> dict[str, User]:
    """The one who is blocked, the act they are in, their client, and another client of theirs."""
    rare()
    act = TalentFactory(name="Midori", kind="act")
    ActMemberFactory(member=world.talent, act=act)
    other = BrandFactory(name="Ocha")
    steps.book(CampaignFactory(brand=other, brief__categories=[CategoryFactory(name="Ceramics")]), world.talent)
    return {
        "talent": world.user, "act": talent_user(act), "client": world.client, "other client": brand_person(other),
    }  # fmt: skip


@pytest.mark.parametrize("side", ["clients", "talents"])
def test_nobody_outside_reads_what_rivals_plan_or_why_what_they_booked_clashes(world, side):
    everybody = people(world)
    plot(world)
    clash(world)
    names = ("client", "other client") if side == "clients" else ("talent", "act")
    found = {name: leaks(everybody[name]) for name in names}
    # The talent signed that one paper, and reads it where it says what binds.
    own = {(url, word) for url, word in found.get("talent", set()) if url in READS_WHAT_BINDS and word in SIGNED}
    # All of the market is there to choose from, whoever is bound to what.
    market = {(url, "Zxcategory") for leaked in found.values() for url, _ in leaked if OFFERS_THE_MARKET.fullmatch(url)}
    assert {name: leaked - own - market for name, leaked in found.items()} == dict.fromkeys(names, set())
    assert bool(own) == (side == "talents")


def test_a_client_who_approves_into_a_clash_reads_that_the_office_looks_into_it(world):
    draft = waiting(world)
    browser = signed_in(world.client)
    url = f"/client/drafts/{draft.public_id}/"
    assert NEUTRAL not in said(browser, url, None)[1]
    clash(world)
    page = said(browser, url, None)[1]
    assert f"{NEUTRAL} The office looks into it." in page
    answer = browser.post(f"{url}answer", {"answer": "approve"})
    assert (answer.status_code, NEUTRAL in answer.content.decode()) == (422, True)
    assert draft.deliverable.state == Deliverable.objects.get(pk=draft.deliverable_id).state
    assert browser.post(f"{url}answer", {"answer": "changes", "comment": "Slower"}).status_code == 302


def test_no_letter_to_anybody_outside_names_a_rival(world):
    plot(world)
    letters = "\n".join(f"{m.to_name} {m.subject} {m.body}" for m in outside_letters())
    assert SENTINEL.findall(letters) == []
    inside = "\n".join(m.body for m in Message.objects.filter(to_address="boss@office.example"))
    assert {"Zxnote", "Zxrival", "Zxsecond"} <= set(SENTINEL.findall(inside))


def pages(user: User) -> dict[str, str]:
    """What the portal shows of what they may see, but for what changes at each look."""
    browser, portal = signed_in(user), "client" if user.kind == Kind.CLIENT else "talent"
    found = {}
    for route in routes(portal):
        for url in [route] if "<" not in route else []:
            found[url] = TOKENS.sub("", said(browser, url, None)[1])
    return found


def test_what_rivals_plan_changes_no_letter_of_a_page(world):
    """No count, no order, no word: pages are the same whether or not somebody else wants the talent."""
    everybody = people(world)
    before = {name: pages(user) for name, user in everybody.items()}
    plot(world)
    assert {name: pages(user) for name, user in everybody.items()} == before
    assert len(before["client"]) > 4


def test_the_public_addresses_take_nothing_that_leads_anywhere():
    table = get_resolver().url_patterns
    public = [r for r in table if isinstance(r, URLResolver) and str(r.pattern) == ""]
    assert {route for resolver in public for route in _below(resolver)} == PUBLIC


def test_the_control_a_new_address_that_leaks_is_found(world, monkeypatch):
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse("Beside Zxrival")

    monkeypatch.setattr(client_urls, "urlpatterns", client_urls.urlpatterns)
    client_urls.urlpatterns.append(path("newest/", page, name="newest"))
    try:
        assert leaks(world.client, "n") == {("/client/newest/", "Zxrival")}
    finally:
        client_urls.urlpatterns.pop()


def test_the_control_a_refusal_that_says_too_much_is_found(world, monkeypatch):
    clash(world)
    monkeypatch.setattr("lib.refusals.Denied.for_outside", property(lambda self: self.reason))
    assert {word for _, word in leaks(world.client, "drafts")} >= SIGNED


def test_the_control_staff_read_it(world):
    plot(world)
    staff = signed_in(owner())
    booking = Booking.objects.get(state="hold", campaign__brand__name="Zxsecond")
    page = staff.get(f"/desk/bookings/{booking.public_id}/").content.decode()
    assert {"Zxsecond", "Zxcategory"} <= set(SENTINEL.findall(page))
