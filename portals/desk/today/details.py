"""What a line of the queue is about: the short form of its page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.roles import Permission, can
from campaigns.models import (
    AmbassadorContract,
    Application,
    Booking,
    Campaign,
    ClientBrief,
    Deliverable,
    DeliverableState,
    Draft,
    Gift,
    Outreach,
    Thread,
)
from campaigns.models.deliverable import DONE
from campaigns.options import clock_words
from campaigns.queries import Entry
from campaigns.queries.holds import lines_around
from campaigns.rules import office_share, talent_net
from exclusivity.consents import scope_words, stands, told_rows
from exclusivity.models import Finding, Waiver
from lib.figures import counted
from portals.components.facts import day, days, figure, money_amount
from portals.desk.exclusivity.explain import Explained, explained_of
from portals.history import timeline
from stats.stages import path_of
from talent.models import Talent


@dataclass(slots=True)
class Details:
    """Facts as (label, value) pairs, a longer text, what is owed, the money, the latest deeds."""

    facts: list[tuple[str, Any]] = field(default_factory=list)
    text: str = ""
    text_title: str = ""
    explained: Explained | None = None
    pieces: list[Any] = field(default_factory=list)
    money: dict[str, Any] | None = None
    entries: list[Any] = field(default_factory=list)


def money_of(booking: Booking, user: User) -> dict[str, Any] | None:
    """Price, office fee and what the talent receives; None without the right or a price."""
    if not can(user, Permission.READ_MONEY) or booking.price is None:
        return None
    return {
        "price": booking.price,
        "percent": booking.fee_percent,
        "share": office_share(booking.price, booking.fee_percent),
        "net": talent_net(booking.price, booking.fee_percent),
    }


def _cancelled(row: Booking, user: User, now: datetime) -> Details:
    return Details(
        facts=[
            ("Campaign", row.campaign.name),
            ("Cancelled", day(row.cancelled_at)),
            *((str(piece), piece.get_state_display()) for piece in row.deliverables.order_by("pk")),
        ],
        text=row.end_reason,
        text_title="Why",
        money=money_of(row, user),
        entries=timeline(row, 4, money=bool(can(user, Permission.READ_MONEY))),
    )


def _option(row: Booking) -> list[tuple[str, Any]]:
    line = lines_around([row]).get(row.pk)
    if line is None:
        return []
    facts: list[tuple[str, Any]] = [("Option", line.own.place)]
    if line.first:
        facts.append(("Behind", line.first.booking.campaign.brand.name))
    if line.own.challenge:
        asks = line.own.challenge
        facts.append(("Challenged by", asks.challenger.campaign.brand.name))
        facts.append(("Answer by", clock_words(asks.deadline)))
    return facts


def _booking(row: Booking, user: User, now: datetime) -> Details:
    brief = row.campaign.brief
    return Details(
        facts=[
            ("Campaign", row.campaign.name),
            ("Shows", days(row.days)),
            *_option(row),
            ("Held until", clock_words(row.hold_until) if row.hold_until else "no end"),
            ("Its own clause", ", ".join(c.name for c in brief.exclusive_categories.all()) or "Forbids nothing"),
        ],
        explained=explained_of(row.commitment, now),
        pieces=list(brief.wanted.all()),
        money=money_of(row, user),
        entries=timeline(row, 4),
    )


def _application(row: Application, user: User, now: datetime) -> Details:
    facts = [
        ("Campaign", row.campaign.name),
        ("Applied", day(row.created_at)),
        ("Followers", figure(row.followers, none="unknown", loose=True)),
        ("Tier", row.tier or "Unrated"),
    ]
    if can(user, Permission.READ_MONEY):
        facts.append(("Asks for", money_amount(row.proposed_fee, none="the brief’s fee")))
    return Details(facts=facts, text=row.idea or "Nothing written.", text_title="The idea", entries=timeline(row, 4))


def _with_brand(row: Draft) -> list[tuple[str, Any]]:
    """By when the brand answers, and when it was reminded."""
    piece = row.deliverable
    if piece.state != DeliverableState.CLIENT_REVIEW:
        return []
    nudge = row.nudges.order_by("-sent_at").first()
    return [
        ("Answer due", day(piece.turn_due_on) if piece.turn_due_on else "no day"),
        ("Brand reminded", day(nudge.sent_at) if nudge else "not yet"),
    ]


def _draft(row: Draft, user: User, now: datetime) -> Details:
    piece = row.deliverable
    return Details(
        facts=[
            ("Campaign", piece.booking.campaign.name),
            ("Piece", f"{piece}, {piece.get_channel_display()}"),
            ("Version", row.version),
            ("Label", row.label or "none"),
            ("Goes live", days(piece.live_on, piece.live_by)),
            *_with_brand(row),
        ],
        text=row.caption,
        text_title="Caption",
        entries=timeline(piece, 4),
    )


def _piece(row: Deliverable, user: User, now: datetime) -> Details:
    """A piece that the talent owes, and when they were reminded of it last."""
    nudge = row.nudges.order_by("-sent_at").first()
    return Details(
        facts=[
            ("Campaign", row.booking.campaign.name),
            ("State", row.get_state_display()),
            ("Draft due", day(row.draft_by) if row.draft_by else "no day"),
            ("Goes live", days(row.live_on, row.live_by) if row.live_on else "no day"),
            ("Reminded", day(nudge.sent_at) if nudge else "not yet"),
        ],
        entries=timeline(row, 4),
    )


def _clash(row: Finding, user: User, now: datetime) -> Details:
    return Details(
        facts=[
            ("Talent", row.talent.name),
            ("One", f"{row.one.brand}, {row.one.get_status_display().lower()}"),
            ("Other", f"{row.other.brand}, {row.other.get_status_display().lower()}"),
            ("Since", day(row.raised_at)),
        ],
        text=row.because,
        text_title="Because",
    )


def _waiver(row: Waiver, user: User, now: datetime) -> Details:
    facts = [
        ("Clause", f"{row.clause.number} of {row.clause.commitment.brand.name}"),
        ("Covers", scope_words(row)),
        ("Asked", f"{row.asked_of or 'nobody named'}"),
        ("State", row.get_state_display()),
    ]
    return Details(facts=facts, text=stands(row), text_title="Where it stands", entries=timeline(row, 4))


def _contract(row: AmbassadorContract, user: User, now: datetime) -> Details:
    facts = [("Contract", row.title), ("Term", days(row.days)), ("State", row.get_state_display())]
    return Details(facts=facts, text=row.duties, text_title="Duties", entries=timeline(row, 4))


def _client_brief(row: ClientBrief, user: User, now: datetime) -> Details:
    facts = [
        ("Brand", row.brand.name),
        ("Product", row.product or "not said"),
        ("Shows", days(row.days, none="not said")),
        ("Talents", row.places or "not said"),
    ]
    if can(user, Permission.READ_MONEY):
        facts.append(("Budget", money_amount(row.budget, none="not said")))
    return Details(facts=facts, text=row.goal, text_title="What it is to do", entries=timeline(row, 4))


def _thread(row: Thread, user: User, now: datetime) -> Details:
    last = row.messages.select_related("written_by").last()
    facts = [("Campaign", row.campaign.name), ("Read by", row.read_by)]
    if last is None:
        return Details(facts=facts)
    return Details(facts=facts, text=last.text, text_title=last.written_by.name)


def _outreach(row: Outreach, user: User, now: datetime) -> Details:
    facts = [("About", row.campaign.name if row.campaign else "no campaign"), ("Written by", row.created_by.name)]
    return Details(facts=facts, text=row.body, text_title="The letter, its fields still in it")


def _gift(row: Gift, user: User, now: datetime) -> Details:
    facts = [
        ("From", row.brand.name),
        ("Campaign", row.campaign.name if row.campaign else "none"),
        ("Ships", row.get_shipped_from_display()),
        ("State", row.get_state_display()),
    ]
    if can(user, Permission.READ_MONEY):
        facts.append(("Worth", money_amount(row.value, none="unknown")))
    return Details(facts=facts, text=row.words, text_title="With the words", entries=timeline(row, 4))


def _campaign(row: Campaign, user: User, now: datetime) -> Details:
    owed = [
        piece
        for booking in row.bookings.prefetch_related("deliverables")
        for piece in booking.deliverables.all()
        if piece.state not in DONE
    ]
    return Details(
        facts=[
            ("Brand", row.brand.name),
            ("State", row.get_state_display()),
            ("Shows", days(row.brief.days)),
            ("Still owed", counted(len(owed), "piece")),
        ],
        entries=timeline(row, 4),
    )


def _next_stage(row: Talent, user: User, now: datetime) -> Details:
    path = path_of(row)
    facts = [("Stage", row.get_stage_display()), ("Followers", figure(row.followers, none="unknown", loose=True))]
    facts += [(step.label, f"{step.figure}, {step.asks}") for step in path.steps] if path else []
    return Details(facts=facts, entries=timeline(row, 4))


ABOUT: dict[str, tuple[Any, Callable[..., Details]]] = {
    "desk:booking": (
        Booking.objects.select_related("campaign__brief", "commitment", "talent").prefetch_related(
            "campaign__brief__wanted", "campaign__brief__exclusive_categories"
        ),
        _booking,
    ),
    "desk:booking-settle": (Booking.objects.select_related("campaign"), _cancelled),
    "desk:application": (Application.objects.select_related("campaign"), _application),
    "desk:draft": (Draft.objects.select_related("deliverable__booking__campaign"), _draft),
    "desk:deliverable": (Deliverable.objects.select_related("booking__campaign"), _piece),
    "desk:clash": (Finding.objects.select_related("talent", "one__brand", "other__brand"), _clash),
    "desk:waiver": (told_rows(Waiver.objects.all()), _waiver),
    "desk:talent-next-stage": (Talent.objects.all(), _next_stage),
    "desk:client-brief": (ClientBrief.objects.select_related("brand"), _client_brief),
    "desk:thread": (Thread.objects.select_related("campaign__brand", "talent"), _thread),
    "desk:outreach": (Outreach.objects.select_related("campaign", "created_by"), _outreach),
    "desk:gift": (Gift.objects.select_related("brand", "campaign"), _gift),
    "desk:contract": (AmbassadorContract.objects.all(), _contract),
    **dict.fromkeys(
        (
            "desk:campaign",
            "desk:campaign-screening",
            "desk:campaign-shortlist",
            "desk:campaign-decisions",
            "desk:campaign-results",
            "desk:campaign-edit",
            "desk:campaign-work",
        ),
        (Campaign.objects.select_related("brand", "brief"), _campaign),
    ),
}


def details(user: User, entry: Entry, now: datetime) -> Details:
    """What stands behind a line."""
    rows, tell = ABOUT.get(entry.url_name, (None, None))
    row = rows.filter(public_id=entry.public_id).first() if rows is not None else None
    return tell(row, user, now) if row is not None and tell is not None else Details()
