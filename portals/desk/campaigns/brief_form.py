"""The brief as a form: what is wanted, of whom, where, when and for how much. Its rows are in `brief_rows`."""

from datetime import timedelta
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.db.models import Q

from accounts.models import Office
from campaigns.brief_words import attributes_words
from campaigns.models import Brief, Campaign, Reach
from campaigns.models.brief import Mix
from campaigns.models.reach import SEGMENT
from campaigns.usage import LONGEST, LONGEST_MONTHS
from clients.models import Category
from clients.queries import tree
from exclusivity.axes import Channel
from exclusivity.models.clause import TailUnit
from lib.countries import countries
from portals.amounts import AmountField
from portals.attributes import HOW, read_attributes
from portals.choices import chosen, part, places
from portals.desk.campaigns.forms import CURRENCIES, TEXT, CampaignForm, money
from portals.desk.clients.forms import indented
from portals.desk.plain import DAY
from portals.goals import add_goals, goal_rows
from talent.models import Genre, Segment
from talent.models.talent import ON_ROSTER, Stage
from talent.queries import bounds_in_use
from talent.rules import UNRATED

PLAIN = (
    "goal", "product", "audience", "audience_countries", "audience_from", "audience_to", "audience_mix", "gift", "dos",
    "donts", "tags", "label", "places", "rounds", "exclusive_tail", "exclusive_tail_unit",
    "brand_hidden", "brand_words", "reach", "segment", "min_stage", "min_tier", *SEGMENT,
)  # fmt: skip
STAGES = [(str(stage), Stage(stage).label) for stage in ON_ROSTER]


class BriefForm(CampaignForm):
    """All that the brand wants. Only its days, places and channels decide what clashes."""

    goal = forms.CharField(required=False, widget=TEXT, help_text="what it is to do for the brand")
    product = forms.CharField(max_length=200, required=False, help_text="what is shown")
    categories = forms.MultipleChoiceField(
        required=False, widget=chosen("Categories"), help_text="What it promotes. Rivals are found by these."
    )
    attributes = forms.CharField(
        max_length=200, required=False, label="What the product is",
        help_text="such as form: drink. Clauses that only mean such products are held against it.",
    )  # fmt: skip
    audience = forms.CharField(required=False, widget=TEXT, label="In words", help_text="what they do and care about")
    audience_mix = forms.ChoiceField(required=False, choices=[("", "Anybody"), *Mix.choices], label="Gender")
    audience_from = forms.IntegerField(required=False, min_value=13, max_value=99, label="From the age of")
    audience_to = forms.IntegerField(required=False, min_value=13, max_value=99, label="To the age of")
    audience_countries = forms.MultipleChoiceField(required=False, widget=chosen("Who live in"), label="Who live in")
    channels = forms.MultipleChoiceField(required=False, choices=Channel.choices, widget=chosen("Channels"))
    territories = forms.MultipleChoiceField(required=False, widget=chosen("Countries"), label="Countries")
    first = forms.DateField(required=False, widget=DAY, label="First day")
    last = forms.DateField(required=False, widget=DAY, label="Last day")
    apply_until = forms.DateField(required=False, widget=DAY, label="Last day to apply")
    places = forms.IntegerField(min_value=1, max_value=500, initial=1, help_text="how many talents")
    fee = AmountField(
        label="The brand pays a talent", help_text="Where pieces below have a fee of their own, it is their sum."
    )
    currency = forms.ChoiceField(choices=CURRENCIES)
    gift = forms.CharField(max_length=200, required=False, label="Product given")
    gift_value = AmountField(label="Its value")
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
    exclusive_categories = forms.MultipleChoiceField(
        required=False, widget=chosen("Kept to the brand"), label="Kept to the brand",
        help_text="What a booked talent does for no rival. None: it forbids nothing.",
    )  # fmt: skip
    exclusive_tail = forms.IntegerField(min_value=0, max_value=LONGEST, initial=0, label="Longer than the brief by")
    exclusive_tail_unit = forms.ChoiceField(choices=TailUnit.choices, initial=TailUnit.DAY, label="Counted in")

    budget = AmountField(help_text="What the brand pays for all talents. Talents never read it.")
    brand_hidden = forms.BooleanField(required=False, label="Talents read the brand’s name only once they are booked")
    brand_words = forms.CharField(
        max_length=80, required=False, label="Until then they read", help_text="such as: a skincare brand"
    )
    reach = forms.ChoiceField(choices=Reach.choices, initial=Reach.ALL, label="Who sees it and can apply")
    segment = forms.ModelChoiceField(
        Segment.objects.none(), to_field_name="public_id", required=False, empty_label="None", label="The segment",
        help_text="A set of talents with a name, made on the roster. Who comes into it later sees the call too.",
    )  # fmt: skip
    open_stages = forms.MultipleChoiceField(
        required=False, choices=STAGES, widget=chosen("Only these stages"), label="Only these stages"
    )
    open_tiers = forms.MultipleChoiceField(required=False, widget=chosen("Only these tiers"), label="Only these tiers")
    open_genres = forms.MultipleChoiceField(
        required=False, widget=chosen("Only these genres"), label="Only these genres"
    )
    open_countries = forms.MultipleChoiceField(
        required=False, widget=chosen("Only who lives in"), label="Only who lives in"
    )
    min_stage = forms.ChoiceField(
        required=False, choices=[("", "Any stage"), *STAGES], label="From this stage on",
        help_text="Others see it, and read why they cannot apply. Whom you ask by name is exempt.",
    )  # fmt: skip
    min_tier = forms.ChoiceField(required=False, label="From this tier on")

    def __init__(self, *args: Any, campaign: Campaign, **options: Any) -> None:
        super().__init__(*args, campaign=campaign, **options)
        brief = campaign.brief
        self.initial.update(written(brief))
        mine = Q(pk=brief.segment_id) | Q(archived_at=None)
        self.fields["segment"].queryset = Segment.objects.filter(mine)  # type: ignore[attr-defined]
        nodes = indented(tree())
        self.fields["categories"].choices = nodes  # type: ignore[attr-defined]
        self.fields["exclusive_categories"].choices = nodes  # type: ignore[attr-defined]
        self.fields["territories"].choices = places()  # type: ignore[attr-defined]
        tiers = [name for _, name in bounds_in_use()]
        kept = [name for name in [*brief.open_tiers, brief.min_tier] if name and name not in (*tiers, UNRATED)]
        named = [(name, name) for name in dict.fromkeys([*tiers, *kept])]
        self.fields["open_tiers"].choices = [*named, (UNRATED, UNRATED)]  # type: ignore[attr-defined]
        self.fields["min_tier"].choices = [("", "Any tier"), *named]  # type: ignore[attr-defined]
        self.fields["open_genres"].choices = list(Genre.objects.values_list("key", "name"))  # type: ignore[attr-defined]
        add_goals(self, {goal.measure: goal.target for goal in campaign.goals.all()})
        for name in ("open_countries", "audience_countries"):
            self.fields[name].choices = list(countries().items())  # type: ignore[attr-defined]

    def clean_attributes(self) -> dict[str, str]:
        found = read_attributes(self.cleaned_data["attributes"])
        if found is None:
            raise forms.ValidationError(HOW)
        return found

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day comes before the first.")
        if bool(first) != bool(last):
            self.add_error("last" if first else "first", "Say both days, or neither yet.")
        if data.get("exclusive_tail_unit") == TailUnit.MONTH and (data.get("exclusive_tail") or 0) > LONGEST_MONTHS:
            self.add_error("exclusive_tail", f"Up to {LONGEST_MONTHS} months.")
        youngest, oldest = data.get("audience_from"), data.get("audience_to")
        if youngest and oldest and oldest < youngest:
            self.add_error("audience_to", "The youngest age comes first.")
        if data.get("brand_hidden") and not (data.get("brand_words") or "").strip():
            self.add_error("brand_words", "Say what talents read instead, such as: a skincare brand.")
        if data.get("reach") == Reach.SOME and not any(data.get(name) for name in SEGMENT):
            self.add_error("reach", "Say below which talents: by stage, tier, genre or country.")
        if data.get("reach") == Reach.SEGMENT and not data.get("segment"):
            self.add_error("segment", "Say which segment sees it.")
        return data

    def brief_fields(self) -> dict[str, Any]:
        """As `write_brief` takes them."""
        data = self.cleaned_data
        days = (data["first"], data["last"] + timedelta(days=1)) if data["first"] and data["last"] else None
        return {
            **{name: data[name] for name in PLAIN},
            "attributes": data["attributes"],
            "channels": data["channels"],
            "territories": data["territories"],
            "days": days,
            "apply_until": data["apply_until"],
            "fee": money(data["fee"], data["currency"]),
            "gift_value": money(data["gift_value"], data["currency"]),
            "budget": money(data["budget"], data["currency"]),
        }

    def chosen_categories(self, name: str) -> list[Category]:
        return list(Category.objects.filter(pk__in=[int(pk) for pk in self.cleaned_data[name]]))

    def layout(self) -> Layout:
        return Layout(
            Div("name", "manager", css_class="half"),
            "goal", Div("product", "categories", css_class="half"), "attributes",
            part("What it is to reach, in numbers"), *goal_rows(),
            part("Whom it is to reach"),
            Div("audience_mix", "audience_from", "audience_to", css_class="third"),
            Div("audience_countries", "audience", css_class="half"),
            part("Where and when"),
            Div("channels", "territories", css_class="half"), Div("first", "last", "apply_until", css_class="third"),
            part("Places and money"),
            Div("places", "fee", "currency", css_class="third"),
            Div("budget", "gift", "gift_value", css_class="third"),
            part("What it keeps to the brand"),
            "exclusive_categories", Div("exclusive_tail", "exclusive_tail_unit", css_class="half"),
            part("For the talents"),
            Div("dos", "donts", css_class="half"), Div("tags", "label", "rounds", css_class="third"),
            "brand_hidden", Div("brand_words", css_class="half"),
            part("Open call"),
            Div("reach", "segment", css_class="half"), Div("open_stages", "open_tiers", css_class="half"),
            Div("open_genres", "open_countries", css_class="half"), Div("min_stage", "min_tier", css_class="half"),
        )  # fmt: skip


def written(brief: Brief) -> dict[str, Any]:
    """The brief as the form shows it."""
    days, amounts = brief.days, (brief.fee, brief.gift_value, brief.budget)
    fee = next((amount for amount in amounts if amount is not None), None)
    return {
        **{name: getattr(brief, name) for name in PLAIN},
        "categories": [str(c.pk) for c in brief.categories.all()],
        "exclusive_categories": [str(c.pk) for c in brief.exclusive_categories.all()],
        "attributes": attributes_words(brief.attributes),
        "channels": brief.channels,
        "territories": brief.territories,
        "first": days.lower if days else None,
        "last": days.upper - timedelta(days=1) if days else None,
        "apply_until": brief.apply_until,
        "fee": brief.fee,
        "gift_value": brief.gift_value,
        "budget": brief.budget,
        "currency": str(fee.currency) if fee is not None else Office.objects.current().currency,
    }
