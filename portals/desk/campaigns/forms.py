"""What is asked on the pages of campaigns."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from djmoney.money import Money

from accounts.models import User
from accounts.queries import staff_who_can
from accounts.roles import Permission
from campaigns.actions.shared import lock_campaign
from campaigns.models import BriefTemplate, Campaign, Criterion
from campaigns.promises import Agreed, ordered
from campaigns.usage import LONGEST, Unit, length_of
from clients.models import Brand
from exclusivity.axes import Channel
from portals.amounts import AmountField
from portals.choices import chosen, places
from portals.desk.choosing import choose_from
from portals.desk.plain import DAY, DeskForm, OfficeMoment
from portals.history import Change, Entry, entry_of
from portals.rows import RowForm
from portals.stale import StaleGuard
from talent.models import Talent
from talent.models.talent import ON_ROSTER

TEXT = forms.Textarea(attrs={"rows": 3})
CURRENCIES = [(code, code) for code in settings.CURRENCIES]


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
    template = forms.ModelChoiceField(
        BriefTemplate.objects.filter(archived_at=None), required=False, to_field_name="public_id",
        empty_label="An empty brief", label="Begin with",
        help_text="A template brings pieces, pay, uses, rules and questions. Product and days are the campaign’s own.",
    )  # fmt: skip

    def __init__(self, *args: Any, campaign: Campaign | None = None, **options: Any) -> None:
        if campaign is not None:
            options["initial"] = {"name": campaign.name, "manager": campaign.manager.public_id}
        super().__init__(*args, **options)
        self.fields["brand"].queryset = Brand.objects.filter(archived_at=None).order_by("name")  # type: ignore[attr-defined]
        self.fields["manager"].queryset = staff_who_can(Permission.RUN_CAMPAIGNS)  # type: ignore[attr-defined]
        if campaign is not None:
            del self.fields["brand"], self.fields["template"]

    def layout(self) -> Layout:
        top = ["brand"] if "brand" in self.fields else []
        foot = ["template"] if "template" in self.fields else []
        return Layout(*top, Div("name", "manager", css_class="half"), *foot)


class CallForm(CampaignForm):
    """What of a campaign still changes once talents are booked on its brief."""

    places = forms.IntegerField(min_value=1, max_value=500, help_text="how many talents")
    apply_until = forms.DateField(required=False, widget=DAY, label="Last day to apply")

    def __init__(self, *args: Any, campaign: Campaign, **options: Any) -> None:
        super().__init__(*args, campaign=campaign, **options)
        self.initial.update(places=campaign.brief.places, apply_until=campaign.brief.apply_until)

    def layout(self) -> Layout:
        return Layout(*super().layout(), Div("places", "apply_until", css_class="half"))


def money(amount: Decimal | None, currency: str) -> Money | None:
    """An amount as it was typed; nothing typed is nothing agreed."""
    return Money(amount, currency) if amount is not None else None


def no_hold_for(talent: Talent) -> str:
    """Why somebody is not among those for whom a place can be held."""
    return "already has a place here" if talent.stage in ON_ROSTER else "is not on the roster"


class HoldForm(DeskForm):
    """Whose place is kept, at which price, until when."""

    talent = forms.ModelChoiceField(
        Talent.objects.none(), to_field_name="public_id",
        widget=forms.Select(attrs={"data-choose": "1", "aria-label": "Talent"}),
    )  # fmt: skip
    price = AmountField(label="The brand pays", help_text="Empty: the fee of the brief.")
    currency = forms.ChoiceField(choices=CURRENCIES)
    hold_until = OfficeMoment(
        required=False, label="Until", help_text="On the office’s clock. Empty: seven days, until 18:00."
    )

    def __init__(self, *args: Any, talents: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if talents is None:
            del self.fields["talent"]
        else:
            choose_from(self, "talent", talents, unfit=no_hold_for)

    def clean_hold_until(self) -> Any:
        until = self.cleaned_data["hold_until"]
        if until and until <= timezone.now():
            raise forms.ValidationError("The hold would lapse before it begins.")
        return until

    def layout(self) -> Layout:
        top = ["talent"] if "talent" in self.fields else []
        return Layout(*top, Div("price", "currency", "hold_until", css_class="third"))


class SettleForm(DeskForm):
    """What both sides agreed on for a booking that was cancelled."""

    price = AmountField(required=True, label="The brand pays", help_text="0 where nothing is paid.")
    currency = forms.ChoiceField(choices=CURRENCIES)
    words = forms.CharField(
        required=False, max_length=600, widget=TEXT, label="What it is for",
        help_text="Both sides read it, such as: for the reel that is live.",
    )  # fmt: skip

    def layout(self) -> Layout:
        return Layout(Div("price", "currency", css_class="half"), "words")


class MoveForm(DeskForm):
    """When and where one talent shows, where that is not what the brief says for all."""

    first = forms.DateField(widget=DAY, label="First day")
    last = forms.DateField(widget=DAY, label="Last day")
    channels = forms.MultipleChoiceField(choices=Channel.choices, widget=chosen("Channels"))
    territories = forms.MultipleChoiceField(widget=chosen("Countries"), label="Countries")
    usage = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=LONGEST,
        label="Paid usage",
        help_text="how long the brand runs it as an ad",
    )
    usage_unit = forms.ChoiceField(required=False, choices=Unit.choices, label="in")

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
            length_of(data.get("usage"), data.get("usage_unit")),
        )

    def layout(self) -> Layout:
        return Layout(
            Div("first", "last", css_class="half"),
            Div("channels", "territories", css_class="half"),
            Div("usage", "usage_unit", css_class="third"),
        )


class AnswerForm(forms.Form):
    """What the talent reads with a yes or a no."""

    answer = forms.CharField(required=False, max_length=2000)


class AddressForm(forms.Form):
    """Where the piece went live."""

    url = forms.URLField(max_length=500, assume_scheme="https", label="Address of the post")


class ScreenForm(forms.Form):
    """A note for colleagues, and the decision to be with its words; points go by the criteria's own names."""

    note = forms.CharField(required=False, max_length=4000)
    choice = forms.CharField(required=False, max_length=6)
    seen_choice = forms.CharField(required=False, max_length=6)
    answer = forms.CharField(required=False, max_length=2000)


class BlindForm(forms.Form):
    """Whether the first pass hides who applied."""

    blind = forms.BooleanField(required=False)


class CriterionForm(RowForm):
    """A line of what applicants are scored by. Without a name it is none."""

    name = forms.CharField(required=False, max_length=80, label="Criterion")
    weight = forms.IntegerField(required=False, min_value=1, max_value=100, label="Weight, %")


CriteriaFormSet = forms.formset_factory(CriterionForm, extra=1, max_num=8)


class CriteriaGuard(StaleGuard):
    """Of a campaign's criteria, which are written anew together, and of whether its first pass is blind."""

    def __init__(self, request: HttpRequest, campaign: Campaign) -> None:
        self.campaign = campaign
        super().__init__(request, first=lambda: lock_campaign(campaign))

    @property
    def events(self) -> QuerySet[Any]:
        events = Criterion.pgh_event_model.objects.filter(campaign=self.campaign)  # type: ignore[attr-defined]
        return events.select_related("pgh_context").order_by("-pgh_id")

    def versions(self) -> list[int]:
        return [self.events.values_list("pgh_id", flat=True).first() or 0]

    def since(self) -> list[tuple[Entry | None, list[Change]]]:
        newest = self.events.first()
        if newest is None:
            return []
        said = ", ".join(f"{one.name} {one.weight} %" for one in self.campaign.criteria.all())
        blind = Campaign.objects.filter(pk=self.campaign.pk, blind_first=True).exists()
        changes = [Change("Criteria", "", said), Change("Blind first pass", "", "yes" if blind else "no")]
        return [(entry_of(Criterion, newest, ""), changes)]
