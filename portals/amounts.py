"""Amounts of money in forms: typed as people write them, and shown as somebody would type them."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from djmoney.money import Money

from lib.money_words import coin
from lib.parse_figures import FigureError, decimal_of, tidied

FIGURES = "Write it in figures alone, such as 150000."


def plain_amount(amount: Money | Decimal | None) -> str:
    """Without decimals where there are none: 4800, 12.50; in a price of one of many all that are known: 0.0125."""
    if amount is None:
        return ""
    value = Decimal(amount.amount if isinstance(amount, Money) else amount).normalize()
    return f"{value:f}" if value.as_tuple().exponent != -1 else f"{value:.2f}"


class AmountField(forms.DecimalField):
    """How much, in the currency that stands beside it. `150,000` and `１５００００` are read as they are meant.

    `fine`: what one of many costs, which may be less than a coin.
    """

    widget = forms.TextInput

    def __init__(self, *, required: bool = False, fine: bool = False, **options: Any) -> None:
        self.fine = fine
        said = {"invalid": FIGURES, "min_value": "It cannot be less than 0."} | options.pop("error_messages", {})
        options = {"min_value": Decimal(0), "max_digits": 14, "decimal_places": 2} | options
        super().__init__(required=required, error_messages=said, **options)
        if isinstance(self.widget, forms.TextInput):
            self.widget.attrs.setdefault("inputmode", "decimal")
            self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> Any:  # Django's stubs take a decimal for an integer
        if isinstance(value, str) and value.strip():
            value = self._read(tidied(value))
        return super().to_python(value)

    def _read(self, text: str) -> Decimal:
        minus = text.startswith("-")
        bare = text.removeprefix("-").strip()
        if not re.fullmatch(r"[\d.,][\d., ']*", bare) or not bare[-1].isdigit():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            read = decimal_of(bare, bare, has_unit=self.fine)  # 1.125 of one view is no thousand
        except FigureError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        return -read if minus else read

    def prepare_value(self, value: Any) -> Any:
        """What was typed stays as it was typed."""
        return plain_amount(value) if isinstance(value, Money | Decimal) else value


class AmountsForm(forms.Form):
    """A form with amounts in one currency: the one that is chosen in it, or else `currency`."""

    currency_of_all = ""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        currency = data.get("currency") or self.currency_of_all
        for name, field in self.fields.items():
            amount = data.get(name)
            if not (currency and amount and isinstance(field, AmountField)) or field.fine:
                continue
            if amount % coin(currency):
                places = -coin(currency).as_tuple().exponent  # type: ignore[operator]
                most = f"at most {places} digits" if places else "no digits"
                self.add_error(name, f"{currency} has {most} after the point.")
        return data
