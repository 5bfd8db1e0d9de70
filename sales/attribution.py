"""Whose an order is: by the code that was valid on its day, else by the link, else nobody's."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Q

from clients.models import Brand
from sales.models import DiscountCode, Sale, TrackedLink

RULE = (
    "An order counts for the talent whose discount code it used on a day when that was valid; without such a code, for "
    "the talent whose link led to it (the shop passes it on as utm_content). A refund is taken from the same talent. "
    "Orders with neither count for nobody."
)
WHOSE = ["booking", "code", "link"]


class Finder:
    """The brand's codes and links, looked up once for many orders. Two queries."""

    def __init__(self, brand: Brand, told: Iterable[tuple[str, str]]) -> None:
        pairs = list(told)
        codes = {code for code, _ in pairs if code}
        links = {link for _, link in pairs if link}
        self.codes: dict[str, list[DiscountCode]] = {}
        for row in DiscountCode.objects.filter(brand=brand, code__in=codes):
            self.codes.setdefault(row.code, []).append(row)
        named = TrackedLink.objects.filter(booking__campaign__brand=brand, code__in=links)
        self.links = {link.code: link for link in named}

    def put(self, sale: Sale) -> None:
        """Write on the sale whose it is; it is saved by whoever asks."""
        code = self._code(sale.told_code, sale.ordered_on)
        link = self.links.get(sale.told_link) if code is None else None
        found = code or link
        sale.code, sale.link = code, link
        sale.booking_id = found.booking_id if found is not None else None

    def _code(self, told: str, day: date) -> DiscountCode | None:
        valid = (row for row in self.codes.get(told, []) if day in row.days)
        return next(valid, None)


def attribute(brand: Brand, sales: Sequence[Sale]) -> None:
    """Write on each sale whose it is. Refunds follow their order, kept or among these."""
    finder = Finder(brand, [(sale.told_code, sale.told_link) for sale in sales])
    for sale in sales:
        finder.put(sale)
    bare = [sale for sale in sales if sale.amount.amount < 0]
    if not bare:
        return
    names = [sale.reference for sale in bare]
    kept = Sale.objects.filter(brand=brand, reference__in=names, amount__gt=0, dropped_at=None)
    orders = {sale.reference: sale for sale in kept}
    _follow(bare, orders | {sale.reference: sale for sale in sales if sale.amount.amount > 0})


def _follow(refunds: Iterable[Sale], orders: Mapping[str, Sale]) -> list[Sale]:
    """Write on each refund whose its order is, be it nobody's; those on which that is something else."""
    moved = []
    for refund in refunds:
        order = orders.get(refund.reference)
        if order is not None:
            before = _whose(refund)
            refund.booking_id, refund.code_id, refund.link_id = _whose(order)
            if _whose(refund) != before:
                moved.append(refund)
    return moved


def _whose(sale: Sale) -> tuple[int | None, int | None, int | None]:
    return sale.booking_id, sale.code_id, sale.link_id


def refunds_follow(brand: Brand, orders: Iterable[Sale]) -> None:
    """A refund may be told before its order: when that comes, it goes where the order goes."""
    came = {order.reference: order for order in orders if order.amount.amount > 0}
    early = Sale.objects.select_for_update(of=("self",)).filter(
        brand=brand, reference__in=came, amount__lt=0, dropped_at=None
    )
    Sale.objects.bulk_update(_follow(early.order_by("pk"), came), WHOSE, batch_size=500)


def attribute_late(brand: Brand, code: str) -> None:
    """Give the orders that came in before this code was noted, with their refunds, to whom they belong by the rule.

    What came by a link as well was the link's until now.
    """
    names = Sale.objects.filter(brand=brand, dropped_at=None, told_code=code).values("reference")
    rows = Sale.objects.select_for_update(of=("self",)).filter(brand=brand, dropped_at=None, reference__in=names)
    sales = list(rows.filter(Q(code=None) | Q(amount__lt=0)).order_by("pk"))
    before = [_whose(sale) for sale in sales]
    attribute(brand, sales)
    moved = [sale for sale, was in zip(sales, before, strict=True) if _whose(sale) != was]
    Sale.objects.bulk_update(moved, WHOSE, batch_size=500)
