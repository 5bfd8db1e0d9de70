"""A contract as people write it, without its clauses; and its end."""

from datetime import date, timedelta
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.conf import settings
from djmoney.money import Money

from accounts.models import Office
from campaigns.models import AmbassadorContract
from clients.models import Brand
from exclusivity.axes import Activity
from exclusivity.models.commitment import Commitment
from exclusivity.presets import PRESETS
from portals.amounts import AmountField
from portals.desk.choosing import choose_from
from portals.desk.plain import DAY, DeskForm
from talent.models import Talent

CURRENCIES = [(code, code) for code in settings.CURRENCIES]
TEXT = forms.Textarea(attrs={"rows": 3})
ASKED = tuple(activity for activity in Activity if activity not in (Activity.OWN_BRAND, Activity.ANNOUNCE))
SAID = [("yes", "Yes"), ("no", "No"), ("", "Not stated")]


def several(label: str) -> forms.SelectMultiple:
    """Several out of many, by typing."""
    return forms.SelectMultiple(attrs={"data-choose": "1", "aria-label": label})


class ContractForm(DeskForm):
    """Who stands for whom, how long, for what. What it forbids is written clause by clause."""

    brand = forms.ModelChoiceField(
        Brand.objects.none(), to_field_name="public_id", widget=forms.Select(attrs={"data-choose": "1"})
    )
    talent = forms.ModelChoiceField(
        Talent.objects.none(), to_field_name="public_id", widget=forms.Select(attrs={"data-choose": "1"})
    )
    title = forms.CharField(max_length=120)
    first = forms.DateField(widget=DAY, label="First day")
    last = forms.DateField(widget=DAY, required=False, label="Last day", help_text="Empty: until further notice.")
    fee = AmountField(label="The brand pays")
    currency = forms.ChoiceField(choices=CURRENCIES)
    duties = forms.CharField(required=False, widget=TEXT, help_text="what the talent does for the brand")
    preset = forms.ChoiceField(
        required=False,
        choices=[
            ("", "No clause yet"),
            *((preset.key, f"{preset.name}: {preset.line}") for preset in PRESETS.values()),
        ],
        label="Its first clause",
        help_text="Comes next, filled in; change whatever the paper says otherwise.",
    )

    def __init__(self, *args: Any, contract: AmbassadorContract | None = None, **options: Any) -> None:
        self.contract = contract
        if contract is not None:
            options["initial"] = self._written(contract)
        super().__init__(*args, **options)
        if contract is None:
            self.initial.setdefault("currency", Office.objects.current().currency)
        fields: Any = self.fields
        if contract is None:
            fields["brand"].queryset = Brand.objects.filter(archived_at=None).order_by("name")
            choose_from(self, "talent", Talent.objects.filter(archived_at=None).order_by("name"))
        else:
            del fields["brand"], fields["talent"], fields["preset"]

    def _written(self, contract: AmbassadorContract) -> dict[str, Any]:
        days, fee = contract.days, contract.fee
        return {
            "title": contract.title,
            "first": days.lower,
            "last": days.upper - timedelta(days=1) if days.upper else None,
            "fee": fee,
            "currency": str(fee.currency) if fee is not None else Office.objects.current().currency,
            "duties": contract.duties,
        }

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day comes before the first.")
        return data

    def term(self) -> tuple[date, date | None] | None:
        """Half-open days; None where no first day is typed yet."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        return (first, last + timedelta(days=1) if last else None) if first else None

    def money(self) -> Money | None:
        data = self.cleaned_data
        return Money(data["fee"], data["currency"]) if data["fee"] is not None else None

    def layout(self) -> Layout:
        new = self.contract is None
        top, end = ([Div("brand", "talent", css_class="half")], ["preset"]) if new else ([], [])
        return Layout(
            *top, "title", Div("first", "last", css_class="half"), Div("fee", "currency", css_class="half"), "duties",
            *end,
        )  # fmt: skip


class EndForm(DeskForm):
    """The last day, whose doing it was, and why."""

    on = forms.DateField(widget=DAY, label="Last day on which it stands")
    end_reason = forms.ChoiceField(label="Whose doing", help_text="A tail may hang on it.")
    reason = forms.CharField(max_length=600, widget=TEXT, label="Why, for the office")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = Commitment._meta.get_field("end_reason").choices or ()
        self.fields["end_reason"].choices = [pair for pair in choices if pair[0] != "expiry"]  # type: ignore[attr-defined]
