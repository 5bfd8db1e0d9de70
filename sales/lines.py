"""An order as a file or a shop says it; pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from djmoney.money import Money

from lib.money_words import coin
from lib.parse_days import DayError, parse_day
from lib.parse_figures import FigureError, decimal_of

FIELDS = {
    "order": "Order number",
    "date": "Day of the order",
    "amount": "Amount",
    "currency": "Currency",
    "code": "Discount code",
    "link": "Link (utm_content)",
    "refund": "Is a refund",
}
NEEDED = ("order", "date", "amount")
YES = {"1", "yes", "y", "true", "refund", "refunded", "return", "返金", "ja", "oui", "sí"}
LARGEST = Decimal(10) ** 11
_SIGNS = re.compile(r"[\s\u00a0\u202f'’]|[$€£¥￥₩₹]|[A-Za-z]{3}$|^[A-Za-z]{3}")


_CURRENCY = re.compile(r"[$€£¥￥₩₹]|[A-Za-z]{3}(?=\)?$)|(?<=^)[A-Za-z]{3}")
MEANT = {
    "$": ("USD", "AUD", "CAD", "TWD"), "€": ("EUR",), "£": ("GBP",), "¥": ("JPY",), "￥": ("JPY",), "₩": ("KRW",),
    "₹": ("INR",),
}  # fmt: skip
"""The currencies that a sign may mean."""


def _currency_in(amount: str) -> str:
    """The sign or the three letters that stand by an amount; empty where none do."""
    found = _CURRENCY.search(amount.strip())
    return found[0] if found else ""


class LineError(ValueError):
    """A line that is no order. `str()` is a sentence for people."""


@dataclass(frozen=True, slots=True)
class SaleLine:
    """An order, or below nothing a refund."""

    number: int
    reference: str
    ordered_on: date
    amount: Money
    code: str = ""
    link: str = ""


def parse_amount(text: str) -> Decimal:
    """`1,234.50`, `1.234,50`, `-5`, `(5.00)`, `¥1,200`: a comma or point before three digits groups thousands.

    Raises `LineError`.
    """
    shown = text.strip()[:40]
    bare = _SIGNS.sub("", shown.replace("−", "-"))
    negative = bare.startswith("(") and bare.endswith(")")
    bare = bare.strip("()")
    if bare.endswith("-"):  # as some ledgers write it
        bare, negative = bare[:-1], True
    if bare.startswith("-"):
        bare, negative = bare[1:], True
    if not re.fullmatch(r"\d[\d.,]*", bare.removeprefix("+")):
        raise LineError(f"{shown or 'Nothing'} is not an amount.")
    try:
        value = decimal_of(bare.removeprefix("+"), shown)
    except FigureError as error:
        raise LineError(f"{shown} is not an amount.") from error
    if not value.is_finite() or abs(value) >= LARGEST:
        raise LineError(f"{shown} is not an amount.")
    if value != value.quantize(Decimal("0.01")):
        raise LineError(f"{shown} has more than two decimals.")
    return -value if negative else value


def line_of(number: int, said: Mapping[str, str], *, currency: str, today: date) -> SaleLine:
    """What a line says. `currency` is of lines that name none. Raises `LineError`."""
    reference = " ".join(said.get("order", "").split())
    if not reference:
        raise LineError("It has no order number.")
    if len(reference) > 120:
        raise LineError("Its order number is longer than 120 letters.")
    try:
        day = parse_day(said.get("date", ""))
    except DayError as error:
        raise LineError(str(error)) from error
    if day > today:
        raise LineError(f"{day:%-d %B %Y} has not come yet.")
    amount = parse_amount(said.get("amount", ""))
    if said.get("refund", "").strip().casefold() in YES:
        amount = -abs(amount)
    if amount == 0:
        raise LineError("Its amount is 0.")
    named = _currency_in(said.get("amount", ""))
    money = (said.get("currency", "").strip() or (named if len(named) == 3 else "") or currency).upper()
    if money not in settings.CURRENCIES:
        raise LineError(f"{money[:12] or 'Nothing'} is not a currency of the office.")
    if named and money not in MEANT.get(named, (named.upper(),)):
        raise LineError(f"Its amount says {named}, its currency is {money}.")
    if amount % coin(money):
        raise LineError(f"{money} has no digits after the point: {said['amount'].strip()[:40]}.")
    code, link = said.get("code", "").strip().upper(), said.get("link", "").strip()
    if len(code) > 40 or len(link) > 40:
        raise LineError("A code or a link has at most 40 letters.")
    return SaleLine(number, reference, day, Money(amount, money), code, link)
