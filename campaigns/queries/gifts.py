"""Gifts that wait for somebody."""

from accounts.models import User
from accounts.roles import Permission, can
from campaigns.models import Gift, GiftState
from campaigns.models.gift import ShippedBy
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


def gifts_to_ship(user: User) -> list[Gift]:
    """What the brand itself has to ship, for who may ship it. One query."""
    if not can(user, Permission.SHIP_GIFTS):
        return []
    rows = Gift.objects.visible_to(user).filter(state=GiftState.ACCEPTED, shipped_from=ShippedBy.BRAND)
    return list(rows.select_related("talent", "brand").order_by("answered_at"))
