"""An office in which words that stand nowhere else mark what rivals plan, and amounts what the other side is paid."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from djmoney.money import Money

from accounts.models import User
from accounts.roles import Role
from campaigns import actions
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
from exclusivity.models import Check, Finding
from lib.sealed import seal
from sales.models import SaleImport, SalesToken
from stats.models import Handshake
from talent.actions import add_away
from talent.models import Away, SocialAccount, Talent
from tests.campaigns import steps
from tests.campaigns.rivals import clause
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
from tests.portals.selling import given, sent, sold

PRICE, FEE, PERCENT = Money(123_457, "JPY"), Money(234_567, "JPY"), "17.5"


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
    secret = CampaignFactory(brand=other, name="Zxcampaign", brief__goal="Zxgoal", brief__reach="named")
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
    meets = CampaignFactory(brand=stranger, name="Zxcampaign, again", brief__categories=[soda], brief__reach="named")
    held = steps.hold(meets, talent)
    Campaign.objects.filter(pk=meets.pk).update(state="running")
    clash = Finding.objects.get(one=clause.commitment, other=held.commitment)
    proposed = propose_override(finding=clash, reason="Zxreason", by=owner(), now=NOW)
    second_override(override=proposed, reason="Zxreason", by=manager(), now=NOW)


def built() -> Office:
    """All of it, at `NOW`."""
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


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[Office]:
    """One for all tests here, in a transaction that nobody commits; each visit undoes what it wrote."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: NOW)
        yield built()
        transaction.set_rollback(True)
