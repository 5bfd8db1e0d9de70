"""What is asked about gifts."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone

from campaigns.models import Campaign, Gift
from campaigns.models.gift import ShippedBy
from clients.models import Brand
from portals.amounts import AmountField
from portals.desk.campaigns.forms import CURRENCIES, TEXT, money
from portals.desk.choosing import choose_from
from portals.desk.plain import DAY, DeskForm
from talent.models import Talent

CHOOSE = forms.Select(attrs={"data-choose": "1"})


class ProposeForm(DeskForm):
    """To whom, from which brand, what, and what it is worth."""

    talent = forms.ModelChoiceField(Talent.objects.none(), to_field_name="public_id", widget=CHOOSE)
    brand = forms.ModelChoiceField(Brand.objects.none(), to_field_name="public_id", widget=CHOOSE, required=False)
    product = forms.CharField(max_length=160, label="What")
    value = AmountField(label="Worth", help_text="what the shop asks for it; empty where nobody knows yet")
    currency = forms.ChoiceField(choices=CURRENCIES)
    is_lent = forms.BooleanField(required=False, label="Lent: it goes back afterwards")
    shipped_from = forms.ChoiceField(
        choices=ShippedBy.choices, label="Who ships",
        help_text="The brand reads the address only if it ships, and only until it has.",
    )  # fmt: skip
    words = forms.CharField(
        required=False, max_length=2000, widget=TEXT, label="What you say to them", help_text="Name no other brand."
    )

    def __init__(self, *args: Any, campaign: Campaign | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.campaign = campaign
        choose_from(self, "talent", Talent.objects.filter(archived_at=None).order_by("name"))
        if campaign is not None:
            del self.fields["brand"]
        else:
            self.fields["brand"].required = True
            self.fields["brand"].queryset = Brand.objects.filter(archived_at=None)  # type: ignore[attr-defined]

    def layout(self) -> Layout:
        who = "talent" if self.campaign is not None else Div("talent", "brand", css_class="half")
        return Layout(who, "product", Div("value", "currency", css_class="half"), "shipped_from", "is_lent", "words")

    def chosen(self, name: str) -> Any:
        """The talent or the brand, as far as one is chosen yet."""
        if name == "brand" and self.campaign is not None:
            return self.campaign.brand
        value = str(self[name].value() or "")
        return self.fields[name].queryset.filter(public_id=value).first() if value else None  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """As `propose_gift` takes it."""
        data = dict(self.cleaned_data)
        brand = self.campaign.brand if self.campaign is not None else data["brand"]
        data["value"] = money(data["value"], data.pop("currency"))
        return {**data, "brand": brand, "campaign": self.campaign}


class AddressForm(DeskForm):
    """Where it goes, as the talent told the office."""

    ship_to = forms.CharField(max_length=120, label="Name on the parcel")
    ship_address = forms.CharField(max_length=600, label="Address", widget=TEXT)
    ship_phone = forms.CharField(max_length=40, required=False, label="Phone for the carrier")


class ReceivedForm(DeskForm):
    """When it arrived, and what it is worth."""

    received_on = forms.DateField(widget=DAY, label="Arrived on")
    value = AmountField(required=True, label="Worth")
    currency = forms.ChoiceField(choices=CURRENCIES)

    @classmethod
    def of(cls, gift: Gift, currency: str, data: Any = None) -> "ReceivedForm":
        """As it was offered, today."""
        first: dict[str, Any] = {"received_on": timezone.localdate(), "currency": currency}
        if gift.value is not None:
            first |= {"value": gift.value, "currency": str(gift.value.currency)}
        return cls(data, initial=first)

    def layout(self) -> Layout:
        return Layout("received_on", Div("value", "currency", css_class="half"))

    def said(self) -> dict[str, Any]:
        """As `receive_gift` takes it."""
        data = self.cleaned_data
        return {"received_on": data["received_on"], "value": money(data["value"], data["currency"])}
