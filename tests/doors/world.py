"""A small office in which everybody owns something, strangers included: data that could leak must be there."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from django.core.files.base import ContentFile
from django.utils import timezone
from djmoney.money import Money

from accounts.actions import invite
from accounts.models import Invitation, User
from accounts.roles import GRANTS, Role
from agency.demo.pictures import picture
from campaigns import actions
from campaigns.models import (
    AmbassadorContract,
    Application,
    Booking,
    BriefTemplate,
    Campaign,
    ClientBrief,
    Cost,
    Deliverable,
    Draft,
    DraftFile,
    Gift,
    LetterTemplate,
    Nomination,
    Outreach,
    Shortlist,
    ShortlistEntry,
    ShortlistLink,
    ShortlistPost,
    Thread,
    Upload,
)
from campaigns.promises import sketch_of
from campaigns.shortlists import Plan, PostShown
from clients.actions import add_brand, add_category, add_company, add_contact, add_name, set_owner
from clients.models import Brand, BrandMember, BrandName, Category, Company, Contact, Ownership
from exclusivity.actions import (
    add_clash,
    add_trade,
    ask_waiver,
    grant_waiver,
    propose_override,
    record_check,
    share_check,
)
from exclusivity.actions.waivers import Consent
from exclusivity.consents import WaiverScope
from exclusivity.models import CategoryClash, Check, Clause, Commitment, CompanyTrade, Decision, Finding, Waiver
from exclusivity.terms import ClauseTerms
from lib.sealed import seal
from outbox.actions import draft as draft_message
from outbox.actions import enqueue
from outbox.models import Job, Message
from sales.models import DiscountCode, SaleImport, SalesToken, TrackedLink
from stats.actions import import_history
from stats.models import Benchmark, HandCounts, HandFigures, Handshake, HistoryImport, PriceTable, Signal
from talent.actions import add_account, add_talent, join_act, make_kit_link, make_segment, save_view, start_import
from talent.models import ActMember, KitLink, RosterImport, RosterView, SocialAccount, Talent, TalentAccess, TierScheme
from talent.models.segment import Segment
from tests.campaigns import steps
from tests.doors.dates import put_dates
from tests.doors.selling import sell_and_give
from tests.doors.written import letters_to_many, thread_of
from tests.factories import BenchmarkFactory, PriceTableFactory, SignalFactory


@dataclass
class World:
    """What the rows of the table mean by their `of`."""

    people: dict[str, User] = field(default_factory=dict)
    company: Company = None  # type: ignore[assignment]
    ownership: Ownership = None  # type: ignore[assignment]
    trade: CompanyTrade = None  # type: ignore[assignment]
    brand: Brand = None  # type: ignore[assignment]
    contact: Contact = None  # type: ignore[assignment]
    brand_name: BrandName = None  # type: ignore[assignment]
    brand_member: BrandMember = None  # type: ignore[assignment]
    category: Category = None  # type: ignore[assignment]
    category_clash: CategoryClash = None  # type: ignore[assignment]
    talent: Talent = None  # type: ignore[assignment]
    act: Talent = None  # type: ignore[assignment]
    act_member: ActMember = None  # type: ignore[assignment]
    account: SocialAccount = None  # type: ignore[assignment]
    tiktok: SocialAccount = None  # type: ignore[assignment]
    handshake: Handshake = None  # type: ignore[assignment]
    open_campaign: Campaign = None  # type: ignore[assignment]
    campaign: Campaign = None  # type: ignore[assignment]
    application: Application = None  # type: ignore[assignment]
    nomination: Nomination = None  # type: ignore[assignment]
    hold: Booking = None  # type: ignore[assignment]
    booking: Booking = None  # type: ignore[assignment]
    confirmation: object = None
    appointment: object = None
    away: object = None
    deliverable: Deliverable = None  # type: ignore[assignment]
    draft: Draft = None  # type: ignore[assignment]
    draft_file: DraftFile = None  # type: ignore[assignment]
    upload: Upload = None  # type: ignore[assignment]
    cost: Cost = None  # type: ignore[assignment]
    hand_figures: HandFigures = None  # type: ignore[assignment]
    snap: SocialAccount = None  # type: ignore[assignment]
    hand_counts: HandCounts = None  # type: ignore[assignment]
    contract: AmbassadorContract = None  # type: ignore[assignment]
    draft_contract: AmbassadorContract = None  # type: ignore[assignment]
    draft_promise: Commitment = None  # type: ignore[assignment]
    draft_clause: Clause = None  # type: ignore[assignment]
    clause: Clause = None  # type: ignore[assignment]
    check: Check = None  # type: ignore[assignment]
    finding: Finding = None  # type: ignore[assignment]
    override: Decision = None  # type: ignore[assignment]
    waiver: Waiver = None  # type: ignore[assignment]
    asked_waiver: Waiver = None  # type: ignore[assignment]
    shortlist: Shortlist = None  # type: ignore[assignment]
    shortlist_post: ShortlistPost = None  # type: ignore[assignment]
    shortlist_link: ShortlistLink = None  # type: ignore[assignment]
    draft_shortlist: Shortlist = None  # type: ignore[assignment]
    draft_entry: ShortlistEntry = None  # type: ignore[assignment]
    gift: Gift = None  # type: ignore[assignment]
    tracked_link: TrackedLink = None  # type: ignore[assignment]
    discount_code: DiscountCode = None  # type: ignore[assignment]
    sales_key: SalesToken = None  # type: ignore[assignment]
    sale_import: SaleImport = None  # type: ignore[assignment]
    brands_file: SaleImport = None  # type: ignore[assignment]
    brief_template: BriefTemplate = None  # type: ignore[assignment]
    client_brief: ClientBrief = None  # type: ignore[assignment]
    brand_thread: Thread = None  # type: ignore[assignment]
    talent_thread: Thread = None  # type: ignore[assignment]
    outreach: Outreach = None  # type: ignore[assignment]
    letter_template: LetterTemplate = None  # type: ignore[assignment]
    invitation: Invitation = None  # type: ignore[assignment]
    colleague: User = None  # type: ignore[assignment]
    message: Message = None  # type: ignore[assignment]
    job: Job = None  # type: ignore[assignment]
    history_import: HistoryImport = None  # type: ignore[assignment]
    roster_import: RosterImport = None  # type: ignore[assignment]
    kit_link: KitLink = None  # type: ignore[assignment]
    roster_view: RosterView = None  # type: ignore[assignment]
    segment: Segment = None  # type: ignore[assignment]
    tier_scheme: TierScheme = None  # type: ignore[assignment]
    benchmark: Benchmark = None  # type: ignore[assignment]
    price_table: PriceTable = None  # type: ignore[assignment]
    signal: Signal = None  # type: ignore[assignment]


def person(name: str, role: Role) -> User:
    user = User(name=name, email=f"{name.lower().replace(' ', '.')}@doors.example", role=role, kind=GRANTS[role].kind)
    user.set_password("a quiet sentence")
    user.save()
    return user


@dataclass
class Side:
    """One brand with its person, one talent with theirs, and everything between them."""

    brand: Brand
    client: User
    talent: Talent
    user: User
    open_campaign: Campaign
    campaign: Campaign
    application: Application
    nomination: Nomination
    booking: Booking
    deliverable: Deliverable
    draft: Draft
    contract: AmbassadorContract


def _brief(campaign: Campaign, category: Category, owner: User, now: datetime) -> None:
    today = now.date()
    actions.write_brief(
        campaign=campaign,
        fields={
            "goal": "Show it", "product": "A thing", "channels": ["instagram"], "territories": ["JP"],
            "days": (today + timedelta(days=10), today + timedelta(days=20)), "apply_until": today + timedelta(days=5),
            "places": 5, "fee": Money(100_000, "JPY"), "label": "#PR",
        },
        categories=[category],
        exclusive_categories=[],
        wanted=[
            actions.WantedLine(
                kind="reel", channel="instagram", count=1,
                draft_due_on=today + timedelta(days=6), live_on=today + timedelta(days=11),
            )
        ],
        by=owner,
        now=now,
    )  # fmt: skip


def _campaign(brand: Brand, name: str, category: Category, owner: User, now: datetime) -> Campaign:
    campaign = actions.create_campaign(brand=brand, name=name, manager=owner, by=owner, now=now)
    _brief(campaign, category, owner, now)
    return actions.open_campaign(campaign=Campaign.objects.get(pk=campaign.pk), by=owner, now=now)


def _side(token: str, category: Category, owner: User, now: datetime) -> Side:
    company = add_company(name=f"{token} Company", by=owner, now=now)
    brand = add_brand(company=company, name=f"{token} Brand", categories=[category], by=owner, now=now)
    client = person(f"{token} Client", Role.BRAND_APPROVER)
    BrandMember.objects.create(brand=brand, user=client, created_at=now, created_by=owner)
    talent = add_talent(
        name=f"{token} Talent", country="JP", email=f"{token.lower()}@talent.example", by=owner, now=now
    )
    user = person(f"{token} Person", Role.TALENT)
    TalentAccess.objects.create(talent=talent, user=user, created_at=now, created_by=owner)
    add_account(talent=talent, platform="youtube", handle=f"{token.lower()}.tube", by=owner, now=now)
    still_open = _campaign(brand, f"{token} Open", category, owner, now)
    application = actions.apply(campaign=still_open, talent=talent, idea="Mine", proposed_fee=None, by=user, now=now)
    nomination = actions.nominate(
        campaign=_campaign(brand, f"{token} Named", category, owner, now), talents=[talent], fee=None, words="You",
        reply_by=now + timedelta(days=2), by=owner, now=now,
    )[0]  # fmt: skip
    running = _campaign(brand, f"{token} Running", category, owner, now)
    hold = actions.place_hold(campaign=running, talent=talent, by=owner, now=now, price=Money(100_000, "JPY"))
    booking = actions.confirm_booking(booking=hold, by=owner, now=now)
    deliverable = booking.deliverables.get()
    draft = actions.submit_draft(
        deliverable=deliverable, caption="Look #PR", label="#PR", link="", note="",
        pictures=[ContentFile(picture(Random(1), "x.jpg").read(), name="x.jpg")], by=user, now=now,
    )  # fmt: skip
    actions.review_draft(draft=draft, side="office", approved=True, comment="", by=owner, now=now)
    contract = _contract(brand, talent, category, owner, now, "FR")
    contract = actions.sign_contract(contract=contract, by=owner, now=now)
    return Side(
        brand, client, talent, user, still_open, running, application, nomination, booking, deliverable, draft, contract
    )


def _contract(
    brand: Brand, talent: Talent, category: Category, owner: User, now: datetime, country: str
) -> AmbassadorContract:
    return actions.draft_contract(
        brand=brand, talent=talent, title=f"{brand.name} × {talent.name}",
        days=(now.date(), now.date() + timedelta(days=300)),
        fee=Money(5_000_000, "JPY"), duties="Eight posts",
        clauses=[
            ClauseTerms(
                number="1", category_ids=(category.pk,), territories=(country,), territory_basis="TARGETED",
                tail_length=30, tail_on="ANY_END",
            )
        ],
        by=owner, now=now,
    )  # fmt: skip


def build_world() -> World:
    now = timezone.now().astimezone(UTC)
    people = {
        role.value: person(f"Staff {role.label}", role)
        for role in (Role.OWNER, Role.MANAGER, Role.BOOKER, Role.FINANCE, Role.READER)
    }
    owner = people["owner"]
    category = add_category(name="Doors", key="doors", by=owner, now=now)
    other_category = add_category(name="Windows", key="windows", by=owner, now=now)
    mine, theirs = _side("Alpha", category, owner, now), _side("Omega", other_category, owner, now)
    people |= {"client": mine.client, "other_client": theirs.client, "talent": mine.user, "other_talent": theirs.user}
    reader = person("Alpha Reader", Role.BRAND_READER)
    BrandMember.objects.create(brand=mine.brand, user=reader, created_at=now, created_by=owner)
    guardian = person("Alpha Guardian", Role.GUARDIAN)
    TalentAccess.objects.create(talent=mine.talent, user=guardian, created_at=now, created_by=owner)
    people |= {"client_reader": reader, "guardian": guardian}
    world = World(people=people, category=category)
    names = "brand talent open_campaign campaign application nomination booking deliverable draft contract"
    for name in names.split():
        setattr(world, name, getattr(mine, name))
    world.draft_file = mine.draft.files.get()
    put_dates(world, mine.booking, owner, now)
    world.upload = Upload.objects.create(
        deliverable=mine.deliverable, name="a.mp4", size=9, file="films/a.mp4", begun_at=now, begun_by=mine.user
    )
    for audience, by in (("brand", mine.client), ("talent", mine.user)):
        setattr(world, f"{audience}_thread", thread_of(mine, audience, by, now))
    world.letter_template, world.outreach = letters_to_many(mine.talent, owner, now)
    world.cost = actions.add_cost(
        campaign=mine.campaign, kind="boost", paid_by="brand", amount=Money(1, "JPY"), note="", by=owner, now=now
    )
    world.hand_figures = HandFigures.objects.create(
        deliverable=mine.deliverable, as_of=now.date(), views=1, entered_at=now, entered_by=owner
    )
    world.company = mine.brand.company
    world.account = mine.talent.accounts.get()
    world.tiktok = add_account(talent=mine.talent, platform="tiktok", handle="alpha.tok", by=owner, now=now)
    world.snap = add_account(talent=mine.talent, platform="snapchat", handle="alpha.snap", by=owner, now=now)
    world.hand_counts = HandCounts.objects.create(
        account=world.snap,
        as_of=now.date(),
        followers=1,
        evidence="evidence/none.jpg",
        entered_at=now,
        entered_by=owner,
    )
    world.handshake = Handshake.objects.create(
        account=world.tiktok, session="another", verifier=seal("verifier"), created_at=now, created_by=mine.user
    )
    _rest(world, mine, theirs, other_category, owner, now)
    _shortlists(world, mine, owner, now)
    sell_and_give(world, mine, owner, now)
    world.brief_template = actions.save_template(campaign=mine.campaign, name="A reel", by=owner, now=now)
    for side in (theirs, mine):
        world.client_brief = steps.client_brief(side.brand, by=side.client)
    return world


def _shortlists(world: World, mine: Side, owner: User, now: datetime) -> None:
    """One that was sent, with a picture and a guest link, and the draft of the next."""
    shown = PostShown("https://www.instagram.com/p/1/", picture=picture(Random(2), "y.jpg"))
    draft = actions.draft_shortlist(campaign=mine.campaign, by=owner, now=now)
    (entry,) = actions.add_entries(shortlist=draft, talents=[mine.talent], by=owner, now=now)
    actions.write_entry(entry=entry, why="Fits", price=Money(9, "JPY"), posts=[shown], by=owner, now=now)
    world.shortlist = actions.send_shortlist(shortlist=draft, figures={}, plan=Plan(), by=owner, now=now)
    world.shortlist_post = ShortlistPost.objects.get()
    actions.make_shortlist_link(shortlist=world.shortlist, label="Agency", days=7, by=owner, now=now)
    world.shortlist_link = ShortlistLink.objects.get()
    world.draft_shortlist = actions.draft_shortlist(campaign=mine.campaign, by=owner, now=now)
    world.draft_entry = world.draft_shortlist.entries.get()


def _rest(world: World, mine: Side, theirs: Side, other: Category, owner: User, now: datetime) -> None:
    """What only the desk has doors to."""
    sketch = sketch_of(mine.open_campaign, clock="Asia/Tokyo")
    asked = [("Brand", mine.brand.name)]
    check = record_check(sketch=sketch, talents=[theirs.talent], asked=asked, by=owner, now=now)
    world.check = share_check(check=check, by=owner, now=now)
    world.ownership = set_owner(
        child=mine.brand.company, parent=theirs.brand.company, since=now.date(), by=owner, now=now
    )
    world.trade = add_trade(company=mine.brand.company, category=other, by=owner, now=now)
    world.category_clash = add_clash(one=world.category, other=other, by=owner, now=now)
    world.contact = add_contact(brand=mine.brand, name="Contact", by=owner, now=now)
    world.brand_name = add_name(brand=mine.brand, kind="alias", value="Alphabet", by=owner, now=now)
    world.brand_member = mine.brand.members.get(user=mine.client)
    world.act = add_talent(name="The Doors Act", kind="act", by=owner, now=now)
    world.act_member = join_act(act=world.act, member=mine.talent, since=now.date(), by=owner, now=now)
    world.hold = actions.place_hold(
        campaign=theirs.campaign, talent=mine.talent, by=owner, now=now, price=Money(90_000, "JPY")
    )
    world.draft_contract = _contract(theirs.brand, mine.talent, world.category, owner, now, "JP")
    world.draft_promise = world.draft_contract.commitment
    world.draft_clause = world.draft_promise.clauses.get()
    world.clause = mine.contract.commitment.clauses.get()
    world.finding = Finding.objects.order_by("pk").first()  # type: ignore[assignment]
    assert world.finding is not None, "the draft contract should stand against the confirmed booking"
    _consents(world, mine, theirs, owner, now)
    world.colleague = invite(email="new@doors.example", name="New Colleague", role=Role.BOOKER, by=owner, now=now)
    world.invitation = world.colleague.invitations.get()
    world.message = draft_message(to_address="x@doors.example", subject="Hello", body="A body", kind="note", now=now)
    world.job = enqueue("outbox.tidy", title="Throw away")
    Job.objects.filter(pk=world.job.pk).update(state="stuck", finished=now)
    make_kit_link(talent=world.talent, label="Brand", days=30, by=owner, now=now)
    world.kit_link = world.talent.kit_links.get()
    world.segment = make_segment(name="Some", query="", talents=[mine.talent], by=owner, now=now)
    world.roster_view = save_view(name="Ours", query="", columns=[], is_shared=True, by=owner, now=now)
    world.history_import = import_history(
        filename="past.csv", content=b"Date,Followers\n2024-01-01,5\nsoon,6\n", account=world.account, by=owner, now=now
    )
    world.roster_import = start_import(
        filename="a.csv", content=b"name,handle\nMia,mia.x\n", by=owner, now=now, platform="instagram"
    )
    world.tier_scheme = TierScheme.objects.filter(in_use=False).first() or TierScheme.objects.create(
        key="doors", name="Doors"
    )
    world.benchmark, world.price_table = BenchmarkFactory(), PriceTableFactory(created_by=owner)
    world.signal = SignalFactory(account=world.account)


def _consents(world: World, mine: Side, theirs: Side, owner: User, now: datetime) -> None:
    """A waiver with its paper, one that is only asked for, and a proposal to override a clash."""

    def asked(brand: Brand) -> Waiver:
        return ask_waiver(
            clause=world.clause, scope=WaiverScope(brand_id=brand.pk), to_name="Contact", to_address="", by=owner,
            now=now,
        )  # fmt: skip

    world.waiver, world.asked_waiver = asked(theirs.brand), asked(mine.brand)
    paper = ContentFile(b"%PDF-1.7", name="paper.pdf")
    consent = Consent("Contact", "Director", now.date(), document=paper, document_name="paper.pdf")
    grant_waiver(waiver=world.waiver, consent=consent, by=owner, now=now)
    other = person("Second Owner", Role.OWNER)
    rival = add_brand(
        company=add_company(name="Rival Company", by=owner, now=now), name="Rival Brand", categories=[world.category],
        by=owner, now=now,
    )  # fmt: skip
    draft = _contract(rival, mine.talent, world.category, owner, now, "JP")
    clash = Finding.objects.get(one=mine.booking.commitment, other=draft.commitment)
    world.override = propose_override(finding=clash, reason="Once", by=other, now=now)
