"""A file of orders: what its columns are, and what becomes of its rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from lib.refusals import Refused
from sales.actions.sales import REFUSED, Fate, fates_of
from sales.lines import FIELDS, NEEDED, LineError, SaleLine, line_of
from sales.models import SaleImport
from talent.importing.columns import plain
from talent.importing.reading import Table, read_table

MOST = 20_000
SHOWN = 200
_NAMES = {
    "order": "order, order number, order no, order id, order reference, order name, name, reference, invoice, "
    "注文番号, bestellnummer, numéro de commande, pedido, número do pedido, numero ordine",
    "date": "date, day, created at, order date, ordered at, paid at, processed at, 注文日, datum, fecha, data",
    "amount": "amount, total, order total, net amount, net sales, revenue, subtotal, value, 金額, 合計, "
    "betrag, montant, importe, valor, importo",
    "currency": "currency, currency code, 通貨, währung, devise, moneda, moeda, valuta",
    "code": "code, discount code, coupon, coupon code, promo code, voucher, クーポン, クーポンコード, gutscheincode, "
    "code promo, cupón, cupom",
    "link": "link, utm_content, utm content, link code, ref, referral, click",
    "refund": "refund, is refund, type, kind, refunded, 返金",
}
_FIELD = {plain(name): key for key, names in _NAMES.items() for name in names.split(", ")}


@dataclass(frozen=True, slots=True)
class Seen:
    """How a file is read: its orders, and what each row would do, as far as that was asked."""

    table: Table
    lines: list[SaleLine] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    """Rows that cannot be read or kept: number and reason, the known-otherwise included."""
    missing: list[str] = field(default_factory=list)
    fates: list[Fate] = field(default_factory=list)

    def with_fates(self, fates: list[Fate]) -> "Seen":
        """The same, with what becomes of each order."""
        refused = [(fate.line.number, fate.reason) for fate in fates if fate.kind == REFUSED]
        return replace(self, fates=fates, refused=sorted([*self.refused, *refused]))

    @property
    def counts(self) -> Counter[str]:
        return Counter(fate.kind for fate in self.fates if fate.kind != REFUSED) + Counter({REFUSED: len(self.refused)})


def guessed(headings: Sequence[str]) -> dict[str, str]:
    """Each heading with what it is, or nothing; no field twice."""
    mapping: dict[str, str] = {}
    for heading in headings:
        found = _FIELD.get(plain(heading), "")
        mapping[heading] = "" if found in mapping.values() else found
    return mapping


def checked_mapping(mapping: Mapping[str, str], headings: Sequence[str]) -> dict[str, str]:
    """As it is kept. Raises `Refused` for a field that does not exist or stands twice."""
    kept = {heading: mapping.get(heading, "") for heading in headings}
    used = [name for name in kept.values() if name]
    if any(name not in FIELDS for name in used):
        raise Refused("A column is something that the page does not offer.")
    twice = next((name for name, times in Counter(used).items() if times > 1), None)
    if twice:
        raise Refused(f"Two columns are the {FIELDS[twice].lower()}.")
    return kept


def table_of(sale_import: SaleImport) -> Table:
    """The file's rows as texts. Raises `Refused`."""
    table = read_table(sale_import.filename, bytes(sale_import.content), most=MOST)
    if table.is_long:
        raise Refused(f"{sale_import.filename} has more than {MOST:,} rows. Split it.")
    return table


def read(sale_import: SaleImport, today: date) -> Seen:
    """What each row says. Nothing is asked of the database."""
    table = table_of(sale_import)
    places = {name: table.headings.index(heading) for heading, name in sale_import.mapping.items() if name}
    missing = [FIELDS[name] for name in NEEDED if name not in places]
    if missing:
        return Seen(table, missing=missing)
    lines: list[SaleLine] = []
    refused: list[tuple[int, str]] = []
    for number, cells in table.rows:
        said = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
        try:
            lines.append(line_of(number, said, currency=sale_import.currency, today=today))
        except LineError as error:
            refused.append((number, str(error)))
    return Seen(table, lines, refused)


def seen(sale_import: SaleImport, today: date) -> Seen:
    """What each row would do now. Nothing is written."""
    said = read(sale_import, today)
    return said.with_fates(fates_of(sale_import.brand, said.lines))
