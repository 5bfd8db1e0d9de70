"""What nobody outside may read: rivals, and the other side's money. Words that stand nowhere else are looked for in
every page of both portals, in refused answers, redirects, headers and letters.
"""

import re
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from djmoney.money import Money

from accounts.models import User
from accounts.roles import Permission, Role
from campaigns import actions
from campaigns.checks import may_apply
from campaigns.models import (
    AmbassadorContract,
    Application,
    Booking,
    Campaign,
    ClientBrief,
    Confirmation,
    Deliverable,
    Draft,
    DraftFile,
    Gift,
    Nomination,
    Shortlist,
    ShortlistPost,
    Thread,
    Upload,
)
from campaigns.papers import draw_up
from campaigns.promises import sketch_of
from campaigns.rules import talent_net
from campaigns.shortlists import Plan, PostShown
from clients.models import Brand
from exclusivity.actions import (
    ask_waiver,
    grant_waiver,
    propose_override,
    record_check,
    second_override,
    share_check,
)
from exclusivity.actions.waivers import Consent
from exclusivity.consents import WaiverScope
from exclusivity.models import Check, Decision, Finding, Waiver
from lib.sealed import seal
from outbox.models import Message
from sales.models import SaleImport, SalesToken
from stats.models import Handshake
from talent.actions import add_away
from talent.models import Away, SocialAccount, Talent
from tests.campaigns import steps
from tests.campaigns.rivals import clause
from tests.doors import Row, table_client, table_talent
from tests.factories import (
    NOW,
    BrandFactory,
    CampaignFactory,
    CategoryFactory,
    CompanyFactory,
    SocialAccountFactory,
    TalentFactory,
    brand_person,
    days,
    manager,
    office,
    owner,
    talent_user,
)
from tests.portals.outside import signed_in, still_clock, text
from tests.portals.posted import POSTED
from tests.portals.selling import given, sent, sold

__all__ = ["still_clock"]

# The rival to whom the talent is bound: theirs to read where it says what binds.
PROMISED = re.compile(r"qx(?:brand|cola|contract|words)", re.I)
# What the office plans with a rival: nobody's outside.
HIDDEN = re.compile(r"zx(?:brand|campaign|clause|company|draft|goal|later|paper|person|reason|talent)", re.I)
PRICE, FEE, PERCENT = Money(123_457, "JPY"), Money(234_567, "JPY"), "17.5"
WHERE_IT_SAYS_WHAT_BINDS = {"talent:home", "talent:bound", "talent:notices", "talent:notices-read"}


@dataclass
class Office:
    """One talent, bound to a rival of the brand that also works with them. Attributes are the `of` of the doors."""

    brand: Brand
    talent: Talent
    client: User
    user: User
    guardian: User
    open_campaign: Campaign
    campaign: Campaign
    application: Application
    nomination: Nomination
    booking: Booking
    confirmation: Confirmation
    away: Away
    deliverable: Deliverable
    draft: Draft
    draft_file: DraftFile
    upload: Upload
    contract: AmbassadorContract
    check: Check
    tiktok: SocialAccount
    snap: SocialAccount
    handshake: Handshake
    shortlist: Shortlist
    shortlist_post: ShortlistPost
    sales_key: SalesToken
    brands_file: SaleImport
    client_brief: ClientBrief
    gift: Gift
    brand_thread: Thread
    talent_thread: Thread


def _sign(brand: Brand, talent: Talent, category: Any, title: str, **values: Any) -> AmbassadorContract:
    contract = _draft(brand, talent, category, title, **values)
    return actions.sign_contract(contract=contract, by=manager(), now=NOW)


def _draft(brand: Brand, talent: Talent, category: Any, title: str, **values: Any) -> AmbassadorContract:
    return actions.draft_contract(
        brand=brand, talent=talent, title=title, days=days("2026-01-01", "2027-01-01"), fee=Money(7_654_321, "JPY"),
        duties="Six posts", clauses=[clause(category, **values)], by=manager(), now=NOW,
    )  # fmt: skip


def _rivals(talent: Talent, soda: Any) -> None:
    """A signed contract (Qx), and beside it a draft, a hold, an open finding and people that are the office's (Zx)."""
    family = CompanyFactory(name="Zxcompany")
    bound = BrandFactory(name="Qxbrand", company=family, categories=[soda])
    cola = CategoryFactory(name="Qxcola", parent=soda)
    _sign(bound, talent, soda, "Qxcontract", words="Qxwords: no other soda.", except_category_ids=())
    _sign(bound, TalentFactory(name="Zxtalent"), cola, "Zxpaper")
    person = brand_person(bound, name="Zxperson", email="zxperson@rival.example")
    steps.client_brief(bound, by=person, name="Zxpaper", goal="Zxgoal", words="Zxwords")
    other = BrandFactory(name="Zxbrand", company=family, categories=[soda])
    _draft(other, talent, soda, "Zxdraft", words="Zxclause")
    secret = CampaignFactory(brand=other, name="Zxcampaign", brief__goal="Zxgoal")
    steps.hold(secret, talent)
    # The talent is told that this place is no longer held, never why.
    told = steps.hold(CampaignFactory(name="Told", state="running"), talent)
    actions.release_hold(booking=told, reason="Zxreason", by=manager(), now=NOW)
    _consents(bound, other, talent, soda)
    CampaignFactory(brand=other, name="Zxlater", state="draft")
    Campaign.objects.filter(pk=secret.pk).update(state="running")  # closed to applications, so that no one is asked


def _consents(bound: Brand, other: Brand, talent: Talent, soda: Any) -> None:
    """What the office asked of the rival, what it was granted, and a clash that two people let stand."""
    clause = bound.commitments.get(talents=talent).clauses.get()
    for state in ("GRANTED", "REQUESTED"):
        waiver = ask_waiver(
            clause=clause, scope=WaiverScope(brand_id=other.pk, channels=("tiktok",) if state == "GRANTED" else ()),
            to_name="Zxperson", to_address="zxperson@rival.example", words="Zxreason", by=manager(), now=NOW,
        )  # fmt: skip
        if state == "GRANTED":
            consent = Consent("Zxperson", "Zxreason", NOW.date(), writing="Zxpaper", conditions="Zxclause")
            grant_waiver(waiver=waiver, consent=consent, by=manager(), now=NOW)
    stranger = BrandFactory(name="Zxbrand, another", categories=[soda])
    meets = CampaignFactory(brand=stranger, name="Zxcampaign, again", brief__categories=[soda])
    held = steps.hold(meets, talent)
    Campaign.objects.filter(pk=meets.pk).update(state="running")
    clash = Finding.objects.get(one=clause.commitment, other=held.commitment)
    proposed = propose_override(finding=clash, reason="Zxreason", by=owner(), now=NOW)
    second_override(override=proposed, reason="Zxreason", by=manager(), now=NOW)


@pytest.fixture
def world(db) -> Office:
    office(fee_percent=PERCENT)
    soda, tea = CategoryFactory(name="Soda", key="test-soda"), CategoryFactory(name="Tea", key="test-tea")
    talent = TalentFactory(name="Aoi")
    SocialAccountFactory(talent=talent)
    tiktok = SocialAccountFactory(talent=talent, platform="tiktok", handle="aoi.tok")
    snap = SocialAccountFactory(talent=talent, platform="snapchat", handle="aoi.snap")
    brand = BrandFactory(name="Kirei", categories=[tea])
    client, user = brand_person(brand, name="Petra"), talent_user(talent, name="Aoi")
    open_campaign = CampaignFactory(brand=brand, name="Soda call", brief__fee=FEE.amount, brief__categories=[soda])
    free = CampaignFactory(brand=brand, name="Tea call", brief__fee=FEE.amount, brief__categories=[tea])
    application = steps.apply(free, talent)
    named = CampaignFactory(brand=brand, name="Tea, please", brief__fee=FEE.amount, brief__categories=[tea])
    nomination = steps.nominate(named, talent)
    campaign = CampaignFactory(brand=brand, name="Tea time", brief__fee=FEE.amount, brief__categories=[tea])
    booking = steps.book(campaign, talent, price=PRICE)
    deliverable = steps.piece(booking)
    draft = steps.submit(deliverable, pictures=[ContentFile(b"\xff\xd8", name="a.jpg")])
    upload = Upload.objects.create(
        deliverable=deliverable, name="a.mp4", size=9, file="films/a.mp4", begun_at=NOW, begun_by=user
    )
    steps.answer(draft)
    contract = _sign(brand, talent, tea, "Kirei and Aoi")
    _rivals(talent, soda)
    handshake = Handshake.objects.create(
        account=tiktok, session="another", verifier=seal("verifier"), created_at=NOW, created_by=user
    )
    shortlist = _proposed(campaign, talent)
    return Office(
        brand, talent, client, user, talent_user(talent, Role.GUARDIAN), open_campaign, campaign, application,
        nomination, booking, draw_up(booking=booking, by=manager(), now=NOW),
        add_away(talent=talent, first=NOW.date(), last=NOW.date(), by=manager(), now=NOW), deliverable, draft,
        draft.files.get(), upload, contract,
        _checked(open_campaign, talent), tiktok, snap, handshake,
        shortlist, ShortlistPost.objects.get(), sold(booking), sent(booking, client),
        steps.client_brief(brand, by=client, name="Tea in spring"), given(talent, brand, user),
        *_threads(campaign, talent, client, user),
    )  # fmt: skip


def _threads(campaign: Campaign, talent: Talent, client: User, user: User) -> tuple[Thread, Thread]:
    """What the brand and the talent each write to the office: theirs, and nobody else's to read."""
    said = {"campaign": campaign, "title": "A question", "talent": talent, "now": NOW}
    zx, plan = ContentFile(b"Zxreason", name="Zxreason.txt"), ContentFile(b"A plan", name="plan.txt")
    actions.open_thread(audience="office", text="Zxreason", by=manager(), attachments=[zx], **said)
    return (
        actions.open_thread(audience="brand", text="When do they shoot?", by=client, attachments=[plan], **said),
        actions.open_thread(audience="talent", text="When do I shoot?", by=user, attachments=[plan], **said),
    )


def _proposed(campaign: Campaign, talent: Talent) -> Shortlist:
    """The talent on a list, at the price of their booking."""
    draft = actions.draft_shortlist(campaign=campaign, by=manager(), now=NOW)
    (entry,) = actions.add_entries(shortlist=draft, talents=[talent], by=manager(), now=NOW)
    shown = PostShown("https://www.instagram.com/p/1/", picture=ContentFile(b"\xff\xd8", name="b.jpg"))
    actions.write_entry(entry=entry, why="Tea at dawn", price=PRICE, posts=[shown], by=manager(), now=NOW)
    return actions.send_shortlist(shortlist=draft, figures={}, plan=Plan(), by=manager(), now=NOW)


def _checked(campaign: Campaign, talent: Talent) -> Check:
    """The office looked, found Qxbrand in the way, and shared what it may say."""
    asked = [("Brand", "Kirei"), ("Product", "Soda")]
    made = record_check(sketch=sketch_of(campaign), talents=[talent], asked=asked, by=manager(), now=NOW)
    assert made.answers.get().verdict == "BLOCK"
    return share_check(check=made, by=manager(), now=NOW)


def address(world: Office, name: str, row: Row) -> str:
    if row.kwargs is not None:
        return reverse(name, kwargs=row.kwargs(world))
    return reverse(name, kwargs={row.by: getattr(getattr(world, row.of), row.by)} if row.of else {})


def visits(world: Office, user: User, rows: dict[str, Row]) -> list[tuple[str, str]]:
    """Everything that each of the portal's URLs says to the user: (name, headers, body, redirect's page, letters)."""
    found = []
    for name, row in rows.items():
        url = address(world, name, row)
        for data in ([None] if row.method == "GET" else []) + POSTED.get(name, []):
            found.append((name, _said(signed_in(user), url, data, user)))
    return found


def _said(browser: Client, url: str, data: dict[str, str] | None, user: User) -> str:
    with transaction.atomic():
        before = set(Message.objects.values_list("pk", flat=True))
        answer = browser.get(url) if data is None else browser.post(url, data, follow=True)
        chain = getattr(answer, "redirect_chain", [])
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        letters = Message.objects.filter(to_address=user.email).exclude(pk__in=before)
        said = [str(answer.headers), str(chain), body.decode(errors="replace")]
        said += [f"{letter.subject}\n{letter.body}" for letter in letters]
        transaction.set_rollback(True)
    return unescape("\n".join(said))


def leaks(said: list[tuple[str, str]], what: re.Pattern[str], allowed: set[str] = frozenset()) -> set[tuple[str, str]]:
    return {(name, word) for name, body in said if name not in allowed for word in what.findall(body)}


def letters_to(user: User) -> str:
    return "\n".join(f"{letter.subject}\n{letter.body}" for letter in Message.objects.filter(to_address=user.email))


def test_the_walk_goes_to_every_url_and_gets_in(world):
    """Without it the tests below could pass on 404s."""
    for user, rows in ((world.client, table_client.ROWS), (world.user, table_talent.ROWS)):
        names = {name for name, _ in visits(world, user, rows)}
        assert names == set(rows)
        for name, row in rows.items():
            if row.method == "GET":
                answer = signed_in(user).get(address(world, name, row))
                assert answer.status_code in (row.ok or {200}), name
                assert b"".join(answer)[:1] != b"" or answer.status_code == 302, name


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


def test_clients_read_nothing_of_rivals(world):
    said = visits(world, world.client, table_client.ROWS)
    assert leaks(said, PROMISED) | leaks(said, HIDDEN) == set()
    assert PROMISED.findall(letters_to(world.client)) + HIDDEN.findall(letters_to(world.client)) == []


@pytest.mark.parametrize("who", ["user", "guardian"])
def test_talents_read_nothing_of_what_is_planned_with_rivals(world, who):
    said = visits(world, getattr(world, who), table_talent.ROWS)
    assert leaks(said, HIDDEN) == set()


def test_talents_read_whom_they_are_bound_to_only_where_it_says_what_binds(world):
    said = visits(world, world.user, table_talent.ROWS)
    # A refused press shows the project again; being led back home is another place, and so are notices of own papers.
    assert leaks(said, PROMISED, WHERE_IT_SAYS_WHAT_BINDS) == set()
    assert ("talent:bound", "Qxbrand") in leaks(said, PROMISED)
    assert HIDDEN.findall(letters_to(world.user)) == []


def test_a_refused_application_says_only_that_it_is_not_possible(world):
    url = reverse("talent:apply", args=[world.open_campaign.public_id])
    answer = signed_in(world.user).post(url, {"idea": "Mine"})
    assert answer.status_code == 422
    assert "Not possible in this period." in text(answer)
    assert not Application.objects.filter(campaign=world.open_campaign).exists()


def test_clients_of_the_rival_read_nothing_of_the_brand(world):
    """The other way round: the rival's own person walks too, and finds none of Kirei's."""
    person = User.objects.get(email="zxperson@rival.example")
    said = visits(world, person, table_client.ROWS)
    assert leaks(said, re.compile(r"kirei|tea time|soda call", re.I)) == set()


def forms(amount: Money) -> set[str]:
    """The ways in which an amount may be written."""
    number = f"{amount.amount:.0f}"
    return {number, f"{amount.amount:,.0f}", f"{amount.amount:,.0f}".replace(",", " ")}


def written(said: list[tuple[str, str]], words: set[str]) -> set[tuple[str, str]]:
    return {(name, word) for name, body in said for word in words if word in body}


def nets() -> set[str]:
    return {form for price in (PRICE, FEE) for form in forms(talent_net(price, office().fee_percent))}


def test_clients_never_read_what_the_talent_receives(world):
    said = [*visits(world, world.client, table_client.ROWS), ("letters", letters_to(world.client))]
    assert written(said, nets() | {PERCENT}) == set()
    assert ("client:campaign", "123,457") in written(said, forms(PRICE)), "the control: the brand reads its price"


def test_talents_never_read_what_the_brand_pays(world):
    said = [*visits(world, world.user, table_talent.ROWS), ("letters", letters_to(world.user))]
    assert written(said, forms(PRICE) | forms(Money(7_654_321, "JPY"))) == set()
    # What an open call offers for a place stands on its own page, with the way to what the talent receives.
    offers = {"talent:project", "talent:apply", "talent:request", "talent:request-yes", "talent:request-no",
              "talent:request-counter", "letters"}  # fmt: skip
    assert {name for name, _ in written(said, forms(FEE))} <= offers
    assert {name for name, _ in written(said, nets())} >= {"talent:piece", "talent:project", "talent:projects"}


def test_readers_of_the_brand_lack_no_page_but_the_answer(world):
    reader = brand_person(world.brand, Role.BRAND_READER)
    said = visits(world, reader, table_client.ROWS)
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
