"""axe finds nothing on the pages that people open every day, by light and by dark; nothing sticks out of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import invite
from campaigns import actions
from campaigns.models import AmbassadorContract, Thread
from campaigns.papers import draw_up
from campaigns.promises import sketch_of
from exclusivity.actions import ask_waiver, propose_override, record_check, share_check
from exclusivity.consents import wished
from exclusivity.models import Finding
from tests.axe import faults
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival
from tests.factories import (
    BrandFactory,
    CampaignFactory,
    CategoryFactory,
    ContactFactory,
    FindingFactory,
    SocialAccountFactory,
    TalentFactory,
    booker,
    brand_person,
    owner,
    talent_user,
)
from tests.journeys.conftest import DESKTOP, PHONE, letter, link_in

SHOWN = {
    "sign-in": "accounts/login/",
    "password reset": "accounts/password/reset/",
    "used invitation": "invitation/used",
    "invitation": "invitation/{token}",
    "today": "desk/",
    "roster": "desk/talents/",
    "talent": "desk/talents/{talent}/",
    "timeline": "desk/talents/{talent}/exclusivity/",
    "timeline explained": "desk/talents/{talent}/exclusivity/?show={held}",
    "timeline as a table": "desk/talents/{talent}/exclusivity/?view=table",
    "brand": "desk/brands/{brand}/",
    "campaign": "desk/campaigns/{campaign}/",
    "casting": "desk/campaigns/{campaign}/casting",
    "screening": "desk/campaigns/{campaign}/screening",
    "criteria": "desk/campaigns/{campaign}/criteria",
    "decisions": "desk/campaigns/{campaign}/decisions",
    "matching": "desk/campaigns/{campaign}/matching",
    "shortlist": "desk/campaigns/{campaign}/shortlist",
    "work": "desk/campaigns/{campaign}/work",
    "results of a campaign": "desk/campaigns/{campaign}/results",
    "brief": "desk/campaigns/{campaign}/edit",
    "cancel": "desk/campaigns/{campaign}/cancel",
    "place a hold": "desk/campaigns/{campaign}/hold",
    "calendar": "desk/calendar/",
    "all results": "desk/results/",
    "letters to many": "desk/outreach/",
    "write to many": "desk/outreach/write?campaign={campaign}&of=applied",
    "gifts": "desk/gifts/",
    "gift": "desk/gifts/{gift}/",
    "offer a gift": "desk/gifts/offer",
    "thread": "desk/threads/{thread}/",
    "notices": "desk/notices/",
    "piece": "desk/pieces/{piece}/",
    "hold": "desk/bookings/{hold}/",
    "contract": "desk/ambassadors/{contract}/",
    "who is free": "desk/who-is-free/?brief={campaign}&talent={talent}",
    "check": "desk/checks/{check}/",
    "checks": "desk/checks/",
    "clause": "desk/clauses/{clause}/",
    "clause with windows and exceptions": "desk/clauses/{clause}/?preset=CAMPAIGN_CATEGORY&carve={held}",
    "versions of a clause": "desk/clauses/{clause}/versions",
    "clashes": "desk/clashes/",
    "clash": "desk/clashes/{clash}/",
    "waivers": "desk/waivers/",
    "waiver": "desk/waivers/{waiver}/",
    "consent": "desk/waivers/{waiver}/grant",
    "waiver request": "desk/clauses/{clause}/waivers/ask?for={wish}",
    "gallery": "desk/gallery/",
    "client home": "client/",
    "checked": "client/checked/",
    "talent home": "talent/",
    "open project": "talent/projects/{campaign}/",
    "request by name": "talent/requests/{asked}/",
    "when are you away": "talent/calendar/",
    "write a brief": "client/briefs/add",
    "results": "client/campaigns/{campaign}/results",
    "shortlist to answer": "client/shortlists/{shortlist}/",
    "gifts of a brand": "client/gifts/",
    "thread of a brand": "client/threads/{thread}/",
    "applications": "talent/applications/",
    "gift for a talent": "talent/gifts/{gift}/",
    "results of a talent": "talent/results/",
    "terms": "talent/terms/{terms}/",
    "piece of a talent": "talent/work/{piece}/",
}
"""Page to address. Those before "today" are seen by who is not signed in."""


@pytest.fixture
def world(boss):
    """Something of each kind on each page."""
    now = timezone.now()
    soda = CategoryFactory(name="Soda", key="test-soda")
    talent = TalentFactory(name="Aoi Tanaka", native_name="田中 葵", followers=12_000, city="Osaka", manager=boss)
    SocialAccountFactory(talent=talent, handle="aoitube", measured=True)
    other = TalentFactory(name="Emi Hara")
    brand = BrandFactory(name="Kirei", categories=[soda])
    ContactFactory(brand=brand, email="kenta@kirei.example")
    campaign = CampaignFactory(brand=brand, name="Yuzu summer", manager=booker(name="Ren Mori"))
    tents = BrandFactory(name="Mori", categories=[CategoryFactory(name="Tents", key="test-tents")])
    booking = steps.book(CampaignFactory(brand=tents, name="Night out"), talent)
    bind_to_rival(talent, soda)
    people = {"desk": boss, "client": brand_person(brand), "talent": talent_user(talent)}
    hold = actions.place_hold(campaign=campaign, talent=talent, by=boss, now=now)
    people["other"] = talent_user(other)
    said = {"idea": "A picnic.", "proposed_fee": None, "now": campaign.opened_at}
    actions.apply(campaign=campaign, talent=other, by=people["other"], **said)
    FindingFactory()
    contract = AmbassadorContract.objects.get()
    check = record_check(sketch=sketch_of(campaign), talents=[talent, other], asked=[("Days", "May")], by=boss, now=now)
    share_check(check=check, by=boss, now=now)
    ids = {"check": check, "talent": talent, "brand": brand, "campaign": campaign, "hold": hold, "contract": contract}
    ids["held"], ids["clause"] = hold.commitment, contract.commitment.clauses.get()
    clause, clash = contract.commitment.clauses.get(), Finding.objects.get(other=hold.commitment)
    waiver = ask_waiver(
        clause=clause,
        scope=wished(hold.commitment),
        to_name="Petra",
        to_address="petra@lumeya.example",
        by=boss,
        now=now,
    )
    propose_override(finding=clash, reason="One reel.", by=owner(name="Emi"), now=now)
    consents = {"clause": clause, "clash": clash, "waiver": waiver, "wish": hold.commitment}
    ids |= consents
    invite(email="kai@office.example", name="Kai", role="reader", by=boss, now=now)
    ids["asked"] = steps.nominate(CampaignFactory(), talent, reply_by=now + timedelta(days=2), now=now)
    ids |= at_work(campaign, booking, other, people, now)
    token = link_in(letter("kai@office.example")).rsplit("/", 1)[-1]
    return people, {"token": token, **{name: thing.public_id for name, thing in ids.items()}}


def at_work(campaign, booking, other, people, now):
    """What follows a casting: a list sent, a booking on paper, a piece that is live, a gift and messages."""
    boss, brand = people["desk"], campaign.brand
    shortlist = steps.proposed(campaign, [other], by=boss, now=now)
    piece = steps.publish(steps.piece(booking))
    given = {
        "campaign": campaign, "product": "A lamp", "words": "", "value": None, "is_lent": False,
        "shipped_from": "brand", "by": boss, "now": now,
    }  # fmt: skip
    gift = actions.propose_gift(talent=booking.talent, brand=brand, **given)
    said = {"audience": Thread.Audience.BRAND, "title": "Daylight", "text": "Noon?", "talent": None}
    thread = actions.open_thread(campaign=campaign, **said, by=boss, now=now)
    terms = draw_up(booking=booking, by=boss, now=now)
    return {"shortlist": shortlist, "piece": piece, "gift": gift, "thread": thread, "terms": terms}


def sticking_out(page, of_desk):
    """By how much a page of the desk is wider than a phone."""
    if not of_desk:
        return []
    page.set_viewport_size(PHONE["viewport"])
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    page.set_viewport_size(DESKTOP)
    return [("too wide for a phone", wide)] if wide > 0 else []


def test_axe_finds_nothing_on_the_everyday_pages(opens, site, world):
    people, ids = world
    options = {"color_scheme": "light", "reduced_motion": "reduce"}
    pages = {"accounts": opens(**options)}
    pages["invitation"] = pages["accounts"]
    for portal in ("desk", "client", "talent"):
        pages[portal] = opens(people[portal], phone=portal == "talent", **options)
    found = {}
    for name, address in SHOWN.items():
        page = pages[address.split("/")[0]]
        answer = page.goto(f"{site}/{address.format(**ids)}")
        assert answer.status == (410 if name == "used invitation" else 200), name
        if complaints := faults(page) + sticking_out(page, address.startswith("desk/")):
            found[name] = complaints
    assert found == {}


def test_the_control_faint_words_are_found_by_dark_alone(opens, site):
    page = opens(color_scheme="light", reduced_motion="reduce")
    page.goto(f"{site}/accounts/login/")
    assert faults(page) == []
    words = "document.querySelector('h1')"
    page.evaluate(f"{words}.style.color = 'light-dark(black, #333)'")
    assert [rule for rule, _ in faults(page)] == ["color-contrast"]
