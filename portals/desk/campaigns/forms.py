"""What is asked on the pages of campaigns."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.conf import settings
from django.utils import timezone
from djmoney.money import Money

from accounts.models import Office, User
from accounts.queries import staff_who_can
from accounts.roles import Permission
from campaigns.actions import WantedLine
from campaigns.models import Brief, Campaign
from campaigns.models.brief import DeliverableKind
from campaigns.promises import Agreed, ordered
from clients.models import Brand, Category
from clients.queries import tree
from exclusivity.axes import WORLD, Channel
from lib.countries import countries
from portals.desk.amounts import plain_amount
from portals.desk.clients.forms import indented
from portals.desk.plain import DAY, SANE_DAYS, DeskForm, OfficeMoment
from talent.models import Talent

TEXT = forms.Textarea(attrs={"rows": 3})
CURRENCIES = [(code, code) for code in settings.CURRENCIES]
PLAIN = (
    "goal", "product", "gift", "dos", "donts", "tags", "label", "places", "rounds", "usage_days", "exclusive_tail_days",
)  # fmt: skip


def chosen(label: str) -> forms.SelectMultiple:
    """Several out of many, by typing."""
    return forms.SelectMultiple(attrs={"data-choose": "1", "aria-label": label})


def part(title: str) -> HTML:
    """A head between fields."""
    return HTML(f'<h2 class="form-part">{title}</h2>')


def places() -> list[tuple[str, str]]:
    """The world, then every country by name."""
    return [(WORLD, "The world"), *countries().items()]


class ReasonForm(forms.Form):
    """Why something ends, for the record."""

    reason = forms.CharField(max_length=600)


class CampaignForm(DeskForm):
    """For whom, what it is called, who looks after it."""

    brand = forms.ModelChoiceField(
        Brand.objects.none(), to_field_name="public_id", widget=forms.Select(attrs={"data-choose": "1"})
    )
    name = forms.CharField(max_length=120, help_text="as the brand and the talents read it")
    manager = forms.ModelChoiceField(User.objects.none(), to_field_name="public_id")

    def __init__(self, *args: Any, campaign: Campaign | None = None, **options: Any) -> None:
        if campaign is not None:
            options["initial"] = {"name": campaign.name, "manager": campaign.manager.public_id}
        super().__init__(*args, **options)
        self.fields["brand"].queryset = Brand.objects.filter(archived_at=None).order_by("name")  # type: ignore[attr-defined]
        self.fields["manager"].queryset = staff_who_can(Permission.RUN_CAMPAIGNS)  # type: ignore[attr-defined]
        if campaign is not None:
            del self.fields["brand"]

    def layout(self) -> Layout:
        top = ["brand"] if "brand" in self.fields else []
        return Layout(*top, Div("name", "manager", css_class="half"))


class BriefForm(CampaignForm):
    """All that the brand wants. Only its days, places and channels decide what clashes."""

    goal = forms.CharField(required=False, widget=TEXT, help_text="what it is to do for the brand")
    product = forms.CharField(max_length=200, required=False, help_text="what is shown")
    categories = forms.MultipleChoiceField(
        required=False, widget=chosen("Categories"), help_text="What it promotes. Rivals are found by these."
    )
    channels = forms.MultipleChoiceField(required=False, choices=Channel.choices, widget=chosen("Channels"))
    territories = forms.MultipleChoiceField(required=False, widget=chosen("Countries"), label="Countries")
    first = forms.DateField(required=False, widget=DAY, label="First day")
    last = forms.DateField(required=False, widget=DAY, label="Last day")
    apply_until = forms.DateField(required=False, widget=DAY, label="Last day to apply")
    places = forms.IntegerField(min_value=1, max_value=500, initial=1, help_text="how many talents")
    fee = forms.DecimalField(
        required=False, min_value=0, max_digits=14, decimal_places=2, label="The brand pays a talent"
    )
    currency = forms.ChoiceField(choices=CURRENCIES)
    gift = forms.CharField(max_length=200, required=False, label="Product given")
    gift_value = forms.DecimalField(required=False, min_value=0, max_digits=14, decimal_places=2, label="Its value")
    dos = forms.CharField(required=False, widget=TEXT, label="To do")
    donts = forms.CharField(required=False, widget=TEXT, label="Not to do")
    tags = forms.CharField(max_length=200, required=False, label="Required tags")
    label = forms.CharField(max_length=40, required=False, label="Disclosure label")
    rounds = forms.IntegerField(
        min_value=0,
        max_value=20,
        label="Rounds of changes",
        help_text="how often the brand may ask for changes to a piece",
    )
    usage_days = forms.IntegerField(
        min_value=0,
        max_value=3650,
        initial=0,
        label="Paid usage, days",
        help_text="how long the brand runs it as an ad",
    )
    exclusive_categories = forms.MultipleChoiceField(
        required=False, widget=chosen("Kept to the brand"), label="Kept to the brand",
        help_text="What a booked talent does for no rival. None: it forbids nothing.",
    )  # fmt: skip
    exclusive_tail_days = forms.IntegerField(min_value=0, max_value=3650, initial=0, label="Days after the last one")

    def __init__(self, *args: Any, campaign: Campaign, **options: Any) -> None:
        super().__init__(*args, campaign=campaign, **options)
        brief = campaign.brief
        self.initial.update(written(brief))
        nodes = indented(tree())
        self.fields["categories"].choices = nodes  # type: ignore[attr-defined]
        self.fields["exclusive_categories"].choices = nodes  # type: ignore[attr-defined]
        self.fields["territories"].choices = places()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day comes before the first.")
        if bool(first) != bool(last):
            self.add_error("last" if first else "first", "Say both days, or neither yet.")
        return data

    def brief_fields(self) -> dict[str, Any]:
        """As `write_brief` takes them."""
        data = self.cleaned_data
        days = (data["first"], data["last"] + timedelta(days=1)) if data["first"] and data["last"] else None
        return {
            **{name: data[name] for name in PLAIN},
            "channels": data["channels"],
            "territories": data["territories"],
            "days": days,
            "apply_until": data["apply_until"],
            "fee": money(data["fee"], data["currency"]),
            "gift_value": money(data["gift_value"], data["currency"]),
        }

    def chosen_categories(self, name: str) -> list[Category]:
        return list(Category.objects.filter(pk__in=[int(pk) for pk in self.cleaned_data[name]]))

    def layout(self) -> Layout:
        return Layout(
            Div("name", "manager", css_class="half"),
            "goal", Div("product", "categories", css_class="half"),
            part("Where and when"),
            Div("channels", "territories", css_class="half"), Div("first", "last", "apply_until", css_class="third"),
            part("Places and money"),
            Div("places", "fee", "currency", css_class="third"), Div("gift", "gift_value", css_class="half"),
            part("What it keeps to the brand"),
            Div("exclusive_categories", Div("exclusive_tail_days", "usage_days", css_class="half"), css_class="half"),
            part("For the talents"),
            Div("dos", "donts", css_class="half"), Div("tags", "label", "rounds", css_class="third"),
        )  # fmt: skip


def money(amount: Decimal | None, currency: str) -> Money | None:
    """An amount as it was typed; nothing typed is nothing agreed."""
    return Money(amount, currency) if amount is not None else None


def written(brief: Brief) -> dict[str, Any]:
    """The brief as the form shows it."""
    days, fee = brief.days, brief.fee or brief.gift_value
    return {
        **{name: getattr(brief, name) for name in PLAIN},
        "categories": [str(c.pk) for c in brief.categories.all()],
        "exclusive_categories": [str(c.pk) for c in brief.exclusive_categories.all()],
        "channels": brief.channels,
        "territories": brief.territories,
        "first": days.lower if days else None,
        "last": days.upper - timedelta(days=1) if days else None,
        "apply_until": brief.apply_until,
        "fee": plain_amount(brief.fee),
        "gift_value": plain_amount(brief.gift_value),
        "currency": str(fee.currency) if fee is not None else Office.objects.current().currency,
    }


class LineForm(forms.Form):
    """A line of the brief: how many of what, where, by when. Without a kind it is no line."""

    kind = forms.ChoiceField(required=False, choices=[("", "Nothing"), *DeliverableKind.choices])
    channel = forms.ChoiceField(required=False, choices=[("", "Where"), *Channel.choices])
    count = forms.IntegerField(min_value=1, max_value=50, initial=1, required=False)
    draft_due_on = forms.DateField(required=False, widget=DAY, validators=SANE_DAYS)
    live_on = forms.DateField(required=False, widget=DAY, validators=SANE_DAYS)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") and not data.get("channel"):
            self.add_error("channel", "Say where it goes live.")
        return data

    def line(self) -> WantedLine | None:
        data = self.cleaned_data
        if not data.get("kind"):
            return None
        return WantedLine(data["kind"], data["channel"], data["count"] or 1, data["draft_due_on"], data["live_on"])


LineFormSet = forms.formset_factory(LineForm, extra=2, max_num=40)


class HoldForm(DeskForm):
    """Whose place is kept, at which price, until when."""

    talent = forms.ModelChoiceField(
        Talent.objects.none(), to_field_name="public_id",
        widget=forms.Select(attrs={"data-choose": "1", "aria-label": "Talent"}),
    )  # fmt: skip
    price = forms.DecimalField(
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        label="The brand pays",
        help_text="Empty: the fee of the brief.",
    )
    currency = forms.ChoiceField(choices=CURRENCIES)
    hold_until = OfficeMoment(
        required=False, label="Until", help_text="On the office’s clock. Empty: seven days, until 18:00."
    )

    def __init__(self, *args: Any, talents: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if talents is None:
            del self.fields["talent"]
        else:
            self.fields["talent"].queryset = talents  # type: ignore[attr-defined]

    def clean_hold_until(self) -> Any:
        until = self.cleaned_data["hold_until"]
        if until and until <= timezone.now():
            raise forms.ValidationError("The hold would lapse before it begins.")
        return until

    def layout(self) -> Layout:
        top = ["talent"] if "talent" in self.fields else []
        return Layout(*top, Div("price", "currency", "hold_until", css_class="third"))


class MoveForm(DeskForm):
    """When and where one talent shows, where that is not what the brief says for all."""

    first = forms.DateField(widget=DAY, label="First day")
    last = forms.DateField(widget=DAY, label="Last day")
    channels = forms.MultipleChoiceField(choices=Channel.choices, widget=chosen("Channels"))
    territories = forms.MultipleChoiceField(widget=chosen("Countries"), label="Countries")
    usage_days = forms.IntegerField(
        min_value=0, max_value=3650, label="Paid usage, days", help_text="how long the brand runs it as an ad"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["territories"].choices = places()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", "The last day comes before the first.")
        return data

    def agreed(self) -> Agreed:
        data = self.cleaned_data
        return Agreed(
            (data["first"], data["last"] + timedelta(days=1)),
            ordered(data["channels"]),
            ordered(data["territories"]),
            data["usage_days"],
        )

    def layout(self) -> Layout:
        return Layout(
            Div("first", "last", css_class="half"),
            Div("channels", "territories", css_class="half"),
            Div("usage_days", css_class="third"),
        )


class AnswerForm(forms.Form):
    """What the talent reads with a yes or a no."""

    answer = forms.CharField(required=False, max_length=2000)


class AddressForm(forms.Form):
    """Where the piece went live."""

    url = forms.URLField(max_length=500, assume_scheme="https", label="Address of the post")
