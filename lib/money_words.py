"""An amount of money as people read it: the same words on pages, in letters and on paper."""

from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import get_currency_precision

from lib import figures

SIGNS = {"JPY": "¥", "EUR": "€", "USD": "$", "GBP": "£", "KRW": "₩", "INR": "₹", "BRL": "R$"}


def coin(currency: str) -> Decimal:
    """The smallest part of a currency that is written: 1 yen, 0.01 euro, 0.001 dinar of Kuwait."""
    return Decimal(1).scaleb(-get_currency_precision(currency))


def money_text(amount: Decimal | int | str, currency: str, *, short: bool = False, fine: bool = False) -> str:
    """€ 9,400.00, ¥ 1,140,000, GHS 86,000.00; short: ¥ 7.4 M; fine, for what one of many cost: ¥ 0.301."""
    value = Decimal(str(amount))
    sign = SIGNS.get(currency, currency)
    minus = f"{figures.MINUS} " if value < 0 else ""
    if short and abs(value) >= 1000:
        digits, unit = figures.compact(abs(value))
        if "." in digits:
            digits = digits.rstrip("0").rstrip(".")
        return f"{minus}{sign} {digits} {unit}"
    places = coin(currency)
    if fine and 0 < abs(value) < 100:
        places = min(places, Decimal(1).scaleb(value.adjusted() - 2))
    return f"{minus}{sign} {abs(value).quantize(places, rounding=ROUND_HALF_UP):,f}"
