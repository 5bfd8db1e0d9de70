"""Figures as people read them: short, exact, signed, aged, counted."""

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

MINUS = "\N{MINUS SIGN}"
UNITS = ((Decimal(10) ** 9, "B"), (Decimal(10) ** 6, "M"), (Decimal(10) ** 3, "k"))

type Number = int | float | Decimal


def _decimal(value: Number) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def compact(value: Number) -> tuple[str, str]:
    """The figure in three digits and its unit: 1,840,000 is ("1.84", "M"), 58,100 ("58.1", "k"), 940 ("940", "")."""
    number = _decimal(value)
    size, sign = abs(number), MINUS if number < 0 else ""
    for index, (by, unit) in enumerate(UNITS):
        if size < by:
            continue
        short = _three_digits(size / by)
        if short >= 1000 and index:  # 999,950 rounds up into the next unit
            return f"{sign}1.00", UNITS[index - 1][1]
        return f"{sign}{short:,}", unit
    short = _three_digits(size) if size != size.to_integral_value() else size
    if short >= 1000:
        return f"{sign}1.00", "k"
    return f"{sign}{short:f}", ""


def _three_digits(size: Decimal) -> Decimal:
    for places, limit in ((2, Decimal(10)), (1, Decimal(100)), (0, Decimal(10) ** 18)):
        short = _rounded(size, places)
        if short < limit:
            return short
    return _rounded(size, 0)


def exact(value: Number) -> str:
    """All digits, grouped by three: 1,840,000."""
    number = _decimal(value)
    return f"{MINUS if number < 0 else ''}{abs(number):,f}"


def percent(value: Number, places: int = 1) -> str:
    """`value` in per cent: 3.4 is "3.4 %"."""
    number = _rounded(_decimal(value), places)
    return f"{MINUS if number < 0 else ''}{abs(number):,f} %"


def signed_percent(value: Number, places: int = 1) -> str:
    """`value` in per cent, with its sign: 6.1 is "+6.1 %", −0.6 is "−0.6 %", what rounds to nothing is "0.0 %"."""
    number = _rounded(_decimal(value), places)
    return ("+" if number > 0 else "") + percent(number, places)


def age(then: datetime, now: datetime) -> str:
    """How long ago, in the largest whole unit: "now", "5 min", "2 h", "61 d". What lies ahead is "now"."""
    passed = now - then
    if passed < timedelta(minutes=1):
        return "now"
    if passed < timedelta(hours=1):
        return f"{passed // timedelta(minutes=1)} min"
    if passed < timedelta(days=1):
        return f"{passed // timedelta(hours=1)} h"
    return f"{passed.days:,} d"


def signed(value: Number) -> str:
    """With its sign, and no more digits than it has: 7.5 is "+7.5", −4.0 is "−4", nothing is "0"."""
    number = _decimal(value).normalize()
    return f"{'+' if number > 0 else MINUS if number < 0 else ''}{abs(number):,f}"


def counted(number: int, noun: str) -> str:
    """How many of what: 1 account, 1,200 accounts, 0 accounts."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
