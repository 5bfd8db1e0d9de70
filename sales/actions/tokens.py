"""Keys with which a brand's shop tells us of orders."""

from datetime import datetime

from accounts.guest_links import fresh_token, token_hash, withdraw
from accounts.models import User
from clients.models import Brand
from lib.actions import action
from lib.refusals import Refused, require
from sales.actions.sales import lock_brand
from sales.checks import may_bring_in
from sales.models import SalesToken

PREFIX = "js_"
MOST = 10
"""Keys of one brand that work at once."""


@action
def make_token(*, brand: Brand, label: str, by: User, now: datetime) -> str:
    """A key for the brand's shop. Returns it; only its hash is kept."""
    require(may_bring_in(by, brand))
    brand = lock_brand(brand)
    if not label.strip():
        raise Refused("Say for what the key is.")
    if brand.sales_tokens.filter(revoked_at=None).count() >= MOST:
        raise Refused(f"A brand has at most {MOST} keys. Withdraw one first.")
    token = PREFIX + fresh_token()[0]
    SalesToken.objects.create(
        brand=brand, label=label.strip()[:80], token_hash=token_hash(token), hint=token[-4:], created_at=now,
        created_by=by,
    )  # fmt: skip
    return token


@action
def revoke_token(*, token: SalesToken, by: User, now: datetime) -> None:
    """Withdraw a key: what it told stays, what it tells from now on is refused."""
    require(may_bring_in(by, token.brand))
    withdraw(SalesToken.objects.select_for_update(of=("self",)).get(pk=token.pk), by, now)


def find_token(token: str) -> SalesToken | None:
    """The key's row; None where it is unknown or withdrawn."""
    rows = SalesToken.objects.filter(token_hash=token_hash(token), revoked_at=None)
    return rows.select_related("brand").first()
