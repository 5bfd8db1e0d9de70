"""Campaigns and contracts of the demo office, brought to where the plan says by the same actions that the pages use."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from djmoney.money import Money

from accounts.models import User
from agency.demo.pictures import film, picture
from agency.demo.plan import ANSWERS, ASKED, CAMPAIGNS, CAPTIONS, CONTRACTS, IDEAS, Paper, Plan
from agency.demo.roster import Roster
from agency.demo.screening import screen
from campaigns import actions
from campaigns.actions import AskedQuestion, WantedLine
from campaigns.models import AmbassadorContract, Booking, Campaign, Deliverable, ReviewSide
from clients.models import Brand, Category
from exclusivity.actions import terms_of
from exclusivity.terms import ClauseTerms
from lib.refusals import Refused
from talent.models import Talent

FILMED = ("reel", "video", "short")
POSTS = {
    "instagram": "https://www.instagram.com/p/{}/", "tiktok": "https://www.tiktok.com/@demo/video/{}", "youtube": "https://www.youtube.com/watch?v={}",
}  # fmt: skip
PUBLIC = ("audience_mix", "audience_from", "audience_to", "audience_countries", "audience")
LEAD = {
    "draft": 12,
    "open": 9,
    "casting": 16,
    "booked": 14,
    "running": 45,
    "reporting": 80,
    "closed": 60,
    "cancelled": 12,
}


class Office:
    """Everybody and everything that the plan needs, by name."""

    def __init__(
        self, rng: Random, *, now: datetime, staff: list[User], brand_people: dict[str, User], roster: Roster
    ) -> None:
        self.rng, self.now, self.staff, self.brand_people, self.roster = rng, now, staff, brand_people, roster
        self.categories = {category.key: category for category in Category.objects.all()}
        self.brands = {brand.name: brand for brand in Brand.objects.all()}
        self.hoshi = Talent.objects.filter(member_of__act__name="Hoshi & Tsubame").order_by("pk").first()

    def day(self, offset: int) -> date:
        return self.now.date() + timedelta(days=offset)

    def named(self, name: str) -> Talent:
        if name == "{hoshi}" and self.hoshi:
            return self.hoshi
        return self.roster.by_name[name]

    def tree(self, keys: tuple[str, ...]) -> list[Category]:
        return [self.categories[key] for key in keys]


def build(office: Office) -> None:
    """All of it: contracts that stand first, then campaigns, then the draft contract that meets one of them."""
    for paper in CONTRACTS:
        if paper.reach != "draft":
            _contract(office, paper)
    _amend(office)
    for plan in CAMPAIGNS:
        _campaign(office, plan)
    for paper in CONTRACTS:
        if paper.reach == "draft":
            _contract(office, paper)
    _challenge(office)
    _asked(office)
    screen(office.rng, office.now, office.staff[:3])


def _asked(office: Office) -> None:
    """Requests by name: one to answer, one with a counter-offer, one agreed, one that nobody answered."""
    for name, whom, fee, hours, then in ASKED:
        campaign = Campaign.objects.select_related("brief").get(name=name)
        by, at = campaign.manager, office.now - timedelta(days=2)
        try:
            row = actions.nominate(
                campaign=campaign, talents=[office.named(whom)], fee=Money(fee, "JPY"), by=by, now=at,
                words="You came to mind first: the brand saw your last film twice.",
                reply_by=office.now + timedelta(hours=hours),
            )[0]  # fmt: skip
        except Refused:
            continue  # bound to a rival, as on the page
        if then == "counter":
            actions.counter_nomination(
                nomination=row, fee=Money(fee * 5 // 4, "JPY"), words="It is two days for me, with the way there.",
                by=by, now=at + timedelta(hours=9),
            )  # fmt: skip
        elif then == "yes":
            actions.accept_nomination(nomination=row, by=by, now=at + timedelta(hours=20))
        elif then == "no":
            actions.decline_nomination(
                nomination=row, words="I am in the mountains that week.", by=by, now=at + timedelta(hours=30)
            )


def _challenge(office: Office) -> None:
    """The second hold asks the first to confirm or let go, by tomorrow."""
    held = Booking.objects.filter(state="hold", rank=2, campaign__name="Rooftop noon").select_related("campaign")
    for booking in held:
        actions.challenge_hold(
            booking=booking, deadline=office.now + timedelta(hours=22), note="The roof is booked for Monday.",
            by=booking.campaign.manager, now=office.now - timedelta(hours=3),
        )  # fmt: skip


def _contract(office: Office, paper: Paper) -> AmbassadorContract:
    start = office.now + timedelta(days=min(paper.first, 0) - 20)
    boss = office.staff[1]
    talent, brand = office.named(paper.talent), office.brands[paper.brand]
    contract = actions.draft_contract(
        brand=brand,
        talent=talent,
        title=paper.title.replace("{hoshi}", talent.name.split()[0]),
        days=(office.day(paper.first), None if paper.last is None else office.day(paper.last)),
        fee=Money(paper.fee, paper.currency),
        duties=paper.duties,
        clauses=[
            ClauseTerms(
                number="4.2",
                category_ids=tuple(c.pk for c in office.tree(paper.categories)),
                territories=paper.territories,
                territory_basis="TARGETED",
                channels=paper.channels,
                activities={"PAID": True, "GIFTED": True, "AFFILIATE": True, "ORGANIC": False},
                tail_length=paper.tail,
                tail_unit="DAY",
                tail_on="ANY_END",
                words=paper.words,
            )
        ],
        by=boss,
        now=start,
    )
    if paper.reach == "draft":
        return contract
    contract = actions.sign_contract(contract=contract, by=boss, now=start + timedelta(days=3))
    if paper.reach == "ended":
        contract = actions.end_contract(
            contract=contract, on=office.day(-42), end_reason="mutual", reason="Both sides agreed in writing.", by=boss,
            now=office.now - timedelta(days=43),
        )  # fmt: skip
    elif paper.reach == "expired" and paper.last is not None:
        contract = actions.end_contract(
            contract=contract, on=office.day(paper.last - 1), end_reason="expiry",
            reason="Ran out; the brand did not renew.",
            by=boss,
            now=office.now + timedelta(days=paper.last),
        )  # fmt: skip
    return contract


def _amend(office: Office) -> None:
    """One contract reads otherwise since last month: its second version stands beside the first."""
    contract = AmbassadorContract.objects.get(title="Velora × Élodie")
    clause = contract.commitment.clauses.get()
    words = clause.words.replace("on Instagram or TikTok", "on Instagram, TikTok or YouTube")
    terms = replace(terms_of(clause), channels=("instagram", "tiktok", "youtube"), words=words)
    actions.amend_clause(
        contract=contract, clause=clause, terms=terms, since=office.day(-30), reason="Films were added by letter.",
        by=office.staff[1], now=office.now - timedelta(days=34),
    )  # fmt: skip


def _campaign(office: Office, plan: Plan) -> None:
    rng = office.rng
    manager = rng.choice(office.staff[1:3])
    start = (
        office.now
        - timedelta(days=LEAD[plan.reach])
        + timedelta(days=min(0, plan.first if plan.reach == "closed" else 0))
    )
    campaign = actions.create_campaign(
        brand=office.brands[plan.brand], name=plan.name, manager=manager, by=manager, now=start
    )
    _brief(office, plan, campaign, manager, start)
    if plan.reach == "draft":
        return
    campaign = actions.open_campaign(campaign=campaign, by=manager, now=start + timedelta(days=1))
    bookings = [_cast(office, campaign, office.named(name), manager, start + timedelta(days=4)) for name in plan.cast]
    _applicants(office, plan, campaign, manager, start + timedelta(days=2))
    if plan.reach == "cancelled":
        actions.cancel_campaign(
            campaign=campaign, reason="The launch moved to the summer.", by=manager, now=office.now - timedelta(days=2)
        )
        return
    if plan.reach in ("open", "casting"):
        return
    for number, booking in enumerate(bookings):
        booking = actions.confirm_booking(booking=booking, by=manager, now=start + timedelta(days=6))
        if plan.reach == "booked":
            continue
        for place, deliverable in enumerate(booking.deliverables.order_by("pk")):
            _deliver(office, plan, deliverable, step=_step(plan, number, place), by=manager)
    if plan.reach in ("reporting", "closed") and plan.fee:
        _spent(plan, campaign, manager, office.now)
    if plan.reach == "closed":
        fresh = Campaign.objects.get(pk=campaign.pk)
        actions.close_campaign(campaign=fresh, by=manager, now=office.now + timedelta(days=plan.last + 12))


def _spent(plan: Plan, campaign: Campaign, by: User, now: datetime) -> None:
    """A goal, a boost that the brand paid, and a studio that the office did."""
    actions.set_goals(campaign=campaign, targets={"views": 400_000, "engagements": 20_000}, by=by, now=now)
    for kind, paid_by, part, note in (
        ("boost", "brand", "0.3", "Two weeks of the best reel as an ad"),
        ("production", "office", "0.05", "Half a day in the studio"),
    ):
        amount = Money(round(plan.fee * Decimal(part)), plan.currency)
        actions.add_cost(campaign=campaign, kind=kind, paid_by=paid_by, amount=amount, note=note, by=by, now=now)


def _step(plan: Plan, booking: int, place: int) -> str:
    if plan.reach in ("reporting", "closed"):
        return "published"
    order = ("client_review", "office_review", "changes", "approved", "published", "planned", "planned")
    return order[(booking * 2 + place) % len(order)]


def _brief(office: Office, plan: Plan, campaign: Campaign, by: User, now: datetime) -> None:
    closes = office.day(8) if plan.reach in ("open", "casting") else (now + timedelta(days=10)).date()
    if plan.reach == "casting":
        closes = office.day(3)
    fields = {
        "goal": plan.goal,
        "product": plan.product,
        "channels": list(plan.channels),
        "territories": list(plan.territories),
        "days": (office.day(plan.first), office.day(plan.last)),
        "apply_until": closes if plan.reach != "draft" else None,
        "places": plan.places,
        "fee": Money(plan.fee, plan.currency) if plan.fee else None,
        "gift": plan.gift,
        "gift_value": Money(plan.gift_value, plan.currency) if plan.gift_value else None,
        "dos": "Daylight. Your own words. The product within the first three seconds." if plan.product else "",
        "donts": "No health claims, no before and after." if plan.product else "",
        "tags": plan.tags,
        "label": {"BRL": "#publi", "EUR": "#ad"}.get(plan.currency, "#PR"),
        "attributes": dict(plan.attributes),
        **dict(zip(PUBLIC, plan.public, strict=True)),
        "exclusive_tail": plan.tail.number,
        "exclusive_tail_unit": plan.tail.unit.upper(),
        "budget": Money(plan.budget, plan.currency) if plan.budget else None,
        "brand_hidden": bool(plan.hidden),
        "brand_words": plan.hidden,
        "reach": "some" if plan.open_countries else "all",
        "open_countries": list(plan.open_countries),
        "min_stage": plan.min_stage,
    }
    wanted = [
        WantedLine(
            kind=w.kind,
            channel=w.channel,
            count=w.count,
            draft_due_on=office.day(w.draft_due),
            live_on=office.day(w.live),
            live_until=office.day(w.until) if w.until is not None else None,
            fee=Money(w.fee, plan.currency) if w.fee else None,
        )
        for w in plan.wanted
    ]
    actions.write_brief(
        campaign=campaign,
        fields=fields,
        categories=office.tree(plan.categories),
        exclusive_categories=office.tree(plan.exclusive),
        wanted=wanted,
        questions=[AskedQuestion(*asked) for asked in plan.asks],
        usage=plan.usage,
        by=by,
        now=now,
    )


def _cast(office: Office, campaign: Campaign, talent: Talent, by: User, now: datetime) -> Booking:
    """Someone the office holds for the campaign."""
    until = office.now + timedelta(days=office.rng.randrange(1, 5), hours=3)
    return actions.place_hold(
        campaign=campaign, talent=talent, by=by, now=now, price=campaign.brief.fee, hold_until=until
    )


def _applicants(office: Office, plan: Plan, campaign: Campaign, by: User, now: datetime) -> None:
    rng = office.rng
    pinned = set(plan.cast)
    pool = [
        t
        for t in office.roster.persons + office.roster.acts
        if t.name not in pinned and t.stage not in ("alumni", "applicant")
    ]
    pool = [t for t in pool if not plan.homes or t.country in plan.homes]
    made = 0
    for talent in rng.sample(pool, len(pool)):
        if made == plan.applicants:
            break
        try:
            application = actions.apply(
                campaign=campaign, talent=talent, idea=rng.choice(IDEAS), proposed_fee=None, by=by,
                answers=_answers(rng, campaign),
                now=now + timedelta(hours=rng.randrange(2, 120)),
            )  # fmt: skip
        except Refused:
            continue  # bound to a rival: the portal would not have let them
        made += 1
        if plan.reach == "casting" and made == 1:
            actions.accept_application(
                application=application,
                answer="We like the slow idea. You hear from us by Friday.",
                by=by,
                now=office.now - timedelta(days=2),
            )
        elif (plan.reach == "casting" and made == 2) or plan.reach == "closed":
            actions.decline_application(
                application=application,
                answer="The brand looks for somebody who films at night.",
                by=by,
                now=office.now - timedelta(days=2),
            )


def _answers(rng: Random, campaign: Campaign) -> dict[int, str]:
    """What an applicant says to the brief's questions."""
    return {question.pk: rng.choice(question.choices or ANSWERS) for question in campaign.brief.questions.all()}


def _deliver(office: Office, plan: Plan, deliverable: Deliverable, *, step: str, by: User) -> None:
    """Bring one piece as far as `step`."""
    if step == "planned":
        return
    rng = office.rng
    back = {"published": 9, "approved": 4, "changes": 2, "client_review": 1, "office_review": 0}[step]
    sent = office.now - timedelta(days=back, hours=rng.randrange(1, 9))
    if plan.reach in ("reporting", "closed") and deliverable.live_on:
        sent = office.now + (deliverable.live_on - office.day(0)) - timedelta(days=2)
    brief = deliverable.booking.campaign.brief
    draft = actions.submit_draft(
        deliverable=deliverable,
        caption=rng.choice(CAPTIONS).format(tags=plan.tags, label=brief.label).strip(),
        label=brief.label,
        link="",
        note=rng.choice(("", "", "The light was gone at five, so the end is darker.", "Cut to 38 seconds.")),
        pictures=[picture(rng, f"{deliverable.public_id}.jpg")],
        films=[film(f"{deliverable.public_id}.webm")] if deliverable.kind in FILMED else [],
        by=by,
        now=sent,
    )
    if step == "office_review":
        return
    actions.review_draft(
        draft=draft, side=ReviewSide.OFFICE, approved=True, comment="", by=by, now=sent + timedelta(hours=2)
    )
    if step == "client_review":
        return
    client = office.brand_people.get(plan.brand, by)
    if step == "changes":
        actions.review_draft(
            draft=draft,
            side=ReviewSide.CLIENT,
            approved=False,
            comment="Lovely. Could the label come first, before the tags?",
            remarks=[
                actions.Pointed(file=draft.files.all()[0], text="A little more sky here", x=Decimal(62), y=Decimal(24))
            ],
            by=client,
            now=sent + timedelta(hours=20),
        )
        return
    actions.review_draft(
        draft=draft, side=ReviewSide.CLIENT, approved=True, comment="", by=client, now=sent + timedelta(hours=20)
    )
    if step == "published":
        address = POSTS[deliverable.channel].format("".join(rng.choices("ABCDEFGHJKLMNPabcdefghijkmnp23456789", k=11)))
        actions.give_post_address(deliverable=deliverable, url=address, by=by, now=sent + timedelta(days=2))
