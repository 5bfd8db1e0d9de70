"""Orders come in: each counts once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from accounts.roles import Kind
from clients.models import Brand
from lib.actions import action
from lib.refusals import Refused
from sales.attribution import attribute, refunds_follow
from sales.lines import SaleLine
from sales.models import Sale, SaleImport, SalesToken

NEW, KNOWN, REFUSED = "new", "known", "refused"


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a line: it is new, known already, or refused for `reason`."""

    line: SaleLine
    kind: str
    reason: str = ""


def fates_of(brand: Brand, lines: Sequence[SaleLine]) -> list[Fate]:
    """What becomes of each line beside what is known. One query."""
    there = Sale.objects.filter(brand=brand, reference__in={line.reference for line in lines}, dropped_at=None)
    known = {(sale.reference, sale.amount.amount > 0): _facts(sale) for sale in there}
    seen: dict[tuple[str, bool], tuple[object, ...]] = {}
    fates = []
    for line in lines:
        key = line.reference, line.amount.amount > 0
        said = (line.amount, line.ordered_on, line.code, line.link)
        name = "Order" if key[1] else "The refund of"
        if key in known:
            if known[key] == said:
                fates.append(Fate(line, KNOWN))
            else:
                fates.append(Fate(line, REFUSED, f"{name} {line.reference} is known already, and says otherwise."))
        elif key in seen:
            fates.append(Fate(line, REFUSED, f"{name} {line.reference} stands here twice."))
        else:
            seen[key] = said
            fates.append(Fate(line, NEW))
    return fates


def _facts(sale: Sale) -> tuple[object, ...]:
    return sale.amount, sale.ordered_on, sale.told_code, sale.told_link


def lock_brand(brand: Brand) -> Brand:
    """Orders of one brand come in one after the other."""
    return Brand.objects.select_for_update(of=("self",), no_key=True).get(pk=brand.pk)


def write(
    brand: Brand,
    lines: Sequence[SaleLine],
    *,
    by: User,
    now: datetime,
    came_in: SaleImport | None = None,
    token: SalesToken | None = None,
) -> list[Fate]:
    """Keep the new ones. The caller holds the brand's lock."""
    fates = fates_of(brand, lines)
    sales = [
        Sale(
            brand=brand, reference=fate.line.reference, ordered_on=fate.line.ordered_on, amount=fate.line.amount,
            told_code=fate.line.code, told_link=fate.line.link, came_in=came_in, token=token, created_at=now,
            created_by=by,
        )
        for fate in fates
        if fate.kind == NEW
    ]  # fmt: skip
    attribute(brand, sales)
    Sale.objects.bulk_create(sales, batch_size=500)
    refunds_follow(brand, sales)
    return fates


@action
def record_sales(*, token: SalesToken, lines: Sequence[SaleLine], by: User, now: datetime) -> list[Fate]:
    """The brand's shop tells of orders. The same order twice is kept once."""
    if by.kind != Kind.SYSTEM:
        raise Refused("A shop tells of orders with its key.")
    brand = lock_brand(token.brand)
    if not SalesToken.objects.filter(pk=token.pk, revoked_at=None).exists():
        raise Refused("This key was withdrawn.")
    return write(brand, lines, by=by, now=now, token=token)
