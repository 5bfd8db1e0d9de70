"""Gifts that wait for somebody."""

from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.roles import Permission, can
from campaigns.models import Gift, GiftState
from campaigns.models.gift import ShippedBy
from campaigns.queries.due import UNDER_WAY
from campaigns.queries.entries import Entry

TALENTS_TURN = {
    GiftState.PROPOSED: ("Say whether you want {}", "Answer"),
    GiftState.SHIPPED: ("Say when {} has arrived", "It has arrived"),
    GiftState.RECEIVED: ("Say whether you show {}", "Answer"),
}


def gifts_of_talent(user: User) -> list[Entry]:
    """What a talent's user has to say about gifts. One query."""
    rows = Gift.objects.visible_to(user).filter(state__in=TALENTS_TURN).select_related("talent", "brand")
    return [
        Entry(
            icon="gift",
            title=TALENTS_TURN[GiftState(row.state)][0].format(row.product),
            line=row.brand.name,
            url_name="talent:gift",
            public_id=row.public_id,
            action_label=TALENTS_TURN[GiftState(row.state)][1],
            face=row.talent,
            mark=row.brand,
            since=row.since,
        )
        for row in rows
    ]


def gifts_to_ship(user: User) -> QuerySet[Gift]:
    """What the brand itself has to ship, for who may ship it."""
    if not can(user, Permission.SHIP_GIFTS):
        return Gift.objects.none()
    rows: QuerySet[Gift] = Gift.objects.visible_to(user).filter(state=GiftState.ACCEPTED, shipped_from=ShippedBy.BRAND)
    return rows.select_related("talent", "brand").order_by("answered_at", "pk")


OFFICES_VIEW = {
    GiftState.PROPOSED: ("Answer of {talent} about {product}", "Look"),
    GiftState.ACCEPTED: ("Ship {product} to {talent}", "Ship"),
    GiftState.SHIPPED: ("{product} on its way to {talent}", "Look"),
}


def gifts_of_office(user: User, now: datetime, *, mine: bool) -> tuple[list[Entry], list[Entry]]:
    """What the office has to ship or to ask after, and what waits for the talent or for the brand that ships. One
    query.
    """
    rows = Gift.objects.filter(state__in=OFFICES_VIEW).select_related("talent", "brand", "campaign")
    if mine:
        rows = rows.filter(Q(campaign__manager=user) | Q(campaign=None, created_by=user))
    todo: list[Entry] = []
    waiting: list[Entry] = []
    for row in rows:
        ships = row.state == GiftState.ACCEPTED and row.shipped_from == ShippedBy.OFFICE
        lost = row.state == GiftState.SHIPPED and row.shipped_at is not None and row.shipped_at <= now - 2 * UNDER_WAY
        (todo if ships or lost else waiting).append(_seen_by_office(row, ships, lost))
    return todo, waiting


def _seen_by_office(row: Gift, ours: bool, lost: bool) -> Entry:
    title, label = OFFICES_VIEW[GiftState(row.state)]
    if lost:
        title, label = "Ask {talent} whether {product} has arrived", "Open gift"
    if row.state == GiftState.ACCEPTED and not ours:
        title, label = "{brand} ships {product} to {talent}", "Look"
    return Entry(
        icon="package" if ours else "gift",
        title=title.format(talent=row.talent.name, product=row.product, brand=row.brand.name),
        line=row.campaign.name if row.campaign is not None else f"{row.brand.name}, without a campaign",
        url_name="desk:gift",
        public_id=row.public_id,
        action_label=label,
        face=row.talent,
        mark=row.brand,
        since=row.since,
    )
