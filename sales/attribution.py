"""Whose an order is: by the code that was valid on its day, else by the link, else nobody's."""

from collections.abc import Iterable, Sequence
from datetime import date

from clients.models import Brand
from sales.models import DiscountCode, Sale, TrackedLink

RULE = (
    "An order is a talent’s by the discount code that was valid on its day; without one, by the code of their link "
    "that the shop passes on (utm_content). A refund goes to whose the order is. Others are nobody’s."
)


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
    """Write on each sale whose it is. Refunds follow their order, kept or among these, where that is somebody's."""
    finder = Finder(brand, [(sale.told_code, sale.told_link) for sale in sales])
    for sale in sales:
        finder.put(sale)
    bare = [sale for sale in sales if sale.amount.amount < 0]
    if not bare:
        return
    names = [sale.reference for sale in bare]
    kept = Sale.objects.filter(brand=brand, reference__in=names, amount__gt=0, dropped_at=None)
    orders = {sale.reference: sale for sale in kept}
    orders |= {sale.reference: sale for sale in sales if sale.amount.amount > 0}
    for refund in bare:
        order = orders.get(refund.reference)
        if order is not None and order.booking_id is not None:
            refund.booking_id, refund.code_id, refund.link_id = order.booking_id, order.code_id, order.link_id


def attribute_late(brand: Brand, *, code: str = "", link: str = "") -> int:
    """Give what came in before a code or a link was noted to whom it belongs. Returns how many orders moved."""
    told = {"told_code": code} if code else {"told_link": link}
    names = Sale.objects.filter(brand=brand, dropped_at=None, **told).values("reference")
    rows = Sale.objects.select_for_update().filter(brand=brand, dropped_at=None, booking=None, reference__in=names)
    sales = list(rows.order_by("pk"))
    attribute(brand, sales)
    moved = [sale for sale in sales if sale.booking_id is not None]
    Sale.objects.bulk_update(moved, ["booking", "code", "link"], batch_size=500)
    return len(moved)
