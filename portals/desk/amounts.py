"""Amounts in forms."""

from decimal import Decimal

from djmoney.money import Money


def plain_amount(amount: Money | None) -> Decimal | None:
    """As somebody would type it: without decimals where there are none."""
    if amount is None:
        return None
    whole = amount.amount.to_integral_value()
    return whole if whole == amount.amount else amount.amount
