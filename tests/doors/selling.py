"""What a small office sells and gives."""

from datetime import datetime
from typing import Any

from accounts.models import User
from campaigns import actions
from sales import actions as selling


def sell_and_give(world: Any, mine: Any, owner: User, now: datetime) -> None:
    """A link, a code, a key of the shop and a file of orders; and a gift that the brand is to ship."""
    gift = actions.propose_gift(
        talent=mine.talent, brand=mine.brand, campaign=None, product="A lamp", words="", value=None, is_lent=False,
        shipped_from="brand", by=owner, now=now,
    )  # fmt: skip
    world.gift = actions.accept_gift(
        gift=gift, ship_to="Alpha", ship_address="A street", ship_phone="", by=mine.user, now=now
    )
    said = {"booking": mine.booking, "by": owner, "now": now}
    world.tracked_link = selling.make_link(piece=None, target="https://shop.example/", utm=False, label="", **said)
    world.discount_code = selling.make_code(code="ALPHA", terms="10 % off", first=now.date(), last=None, **said)
    key = selling.make_token(brand=mine.brand, label="Shop", by=owner, now=now)
    world.sales_key = selling.find_token(key)
    orders = b"order,date,amount\n1,2026-01-01,5"
    file = {"brand": mine.brand, "filename": "a.csv", "content": orders, "currency": "JPY", "now": now}
    world.sale_import = selling.start_sales(by=owner, **file)
    world.brands_file = selling.start_sales(by=mine.client, **file)
