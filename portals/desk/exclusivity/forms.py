"""A contract and its clause, as people write them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.conf import settings
from djmoney.money import Money

from accounts.models import Office
from campaigns.models import AmbassadorContract
from clients.models import Brand
from clients.queries import tree
from exclusivity.actions import terms_of
from exclusivity.axes import Activity, Channel
from exclusivity.models import TargetMode
from exclusivity.models.clause import BindsMembers, TailOn, TailUnit, TerritoryBasis
from exclusivity.models.commitment import Commitment
from exclusivity.terms import ClauseTerms
from lib.countries import countries
from portals.desk.amounts import plain_amount
from portals.desk.clients.forms import indented
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
    """Who stands for whom, how long, for what; and the clause that bars rivals."""

    brand = forms.ModelChoiceField(
        Brand.objects.none(), to_field_name="public_id", widget=forms.Select(attrs={"data-choose": "1"})
    )
    talent = forms.ModelChoiceField(
        Talent.objects.none(), to_field_name="public_id", widget=forms.Select(attrs={"data-choose": "1"})
    )
    title = forms.CharField(max_length=120)
    first = forms.DateField(widget=DAY, label="First day")
    last = forms.DateField(widget=DAY, required=False, label="Last day", help_text="Empty: until further notice.")
    fee = forms.DecimalField(required=False, min_value=0, max_digits=14, decimal_places=2, label="The brand pays")
    currency = forms.ChoiceField(choices=CURRENCIES)
    duties = forms.CharField(required=False, widget=TEXT, help_text="what the talent does for the brand")
    mode = forms.ChoiceField(choices=TargetMode.choices, label="Forbids", initial=TargetMode.CATEGORY)
    categories = forms.MultipleChoiceField(required=False, widget=several("Categories"))
    except_categories = forms.MultipleChoiceField(required=False, widget=several("Except"), label="Except")
    brands = forms.ModelMultipleChoiceField(
        Brand.objects.none(),
        required=False,
        widget=several("Named brands"),
        label="Named brands",
        to_field_name="public_id",
    )
    territories = forms.MultipleChoiceField(
        required=False, widget=several("Countries"), label="Countries", help_text="None: the world."
    )
    territory_basis = forms.ChoiceField(
        required=False, choices=[("", "Not stated"), *TerritoryBasis.choices], label="Counted"
    )
    channels = forms.MultipleChoiceField(
        required=False, choices=Channel.choices, widget=several("Channels"), help_text="None: all channels."
    )
    tail_length = forms.IntegerField(min_value=0, max_value=3650, initial=0, label="And longer by")
    tail_unit = forms.ChoiceField(choices=TailUnit.choices, label="Unit")
    tail_on = forms.ChoiceField(required=False, choices=[("", "Not stated"), *TailOn.choices], label="The tail holds")
    binds_members = forms.ChoiceField(
        required=False, choices=[("", "Not stated"), *BindsMembers.choices], label="If it is an act, it binds"
    )
    number = forms.CharField(max_length=12, initial="1", label="Clause number", help_text="as on the paper")
    words = forms.CharField(required=False, widget=TEXT, label="Its words", help_text="as written on the paper")

    def __init__(self, *args: Any, contract: AmbassadorContract | None = None, **options: Any) -> None:
        self.contract = contract
        self.others: list[ClauseTerms] = []
        self.first_clause = ClauseTerms()
        if contract is not None:
            options["initial"] = self._written(contract)
        super().__init__(*args, **options)
        if contract is None:
            self.initial.setdefault("currency", Office.objects.current().currency)
        fields: Any = self.fields
        nodes = indented(tree())
        fields["categories"].choices = fields["except_categories"].choices = nodes
        fields["territories"].choices = list(countries().items())
        known = Brand.objects.filter(archived_at=None).order_by("name")
        fields["brands"].queryset = known
        if contract is None:
            fields["brand"].queryset = known
            fields["talent"].queryset = Talent.objects.filter(archived_at=None).order_by("name")
        else:
            del fields["brand"], fields["talent"]
        for activity in ASKED:
            fields[f"does_{activity.value}"] = forms.ChoiceField(
                required=False, choices=SAID, label=activity.label, widget=forms.RadioSelect,
                initial={True: "yes", False: "no"}.get(self.first_clause.activities.get(str(activity)), ""),  # type: ignore[arg-type]
            )  # fmt: skip

    def _written(self, contract: AmbassadorContract) -> dict[str, Any]:
        rows = contract.commitment.clauses.filter(superseded_at=None).order_by("number", "pk")
        terms = [terms_of(clause) for clause in rows]
        self.first_clause, self.others = (terms[0], terms[1:]) if terms else (ClauseTerms(), [])
        clause, days, fee = self.first_clause, contract.days, contract.fee
        return {
            "title": contract.title,
            "first": days.lower,
            "last": days.upper - timedelta(days=1) if days.upper else None,
            "fee": plain_amount(fee),
            "currency": str(fee.currency) if fee is not None else Office.objects.current().currency,
            "duties": contract.duties,
            "mode": clause.mode,
            "categories": [str(pk) for pk in clause.category_ids],
            "except_categories": [str(pk) for pk in clause.except_category_ids],
            "brands": list(Brand.objects.filter(pk__in=clause.brand_ids).values_list("public_id", flat=True)),
            "territories": list(clause.territories or ()),
            "territory_basis": clause.territory_basis,
            "channels": list(clause.channels or ()),
            "tail_length": clause.tail_length,
            "tail_unit": clause.tail_unit,
            "tail_on": clause.tail_on,
            "binds_members": clause.binds_members,
            "number": clause.number,
            "words": clause.words,
        }

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day is not before the first.")
        mode = data.get("mode")
        if mode in (TargetMode.CATEGORY, TargetMode.COMPANY_TRADE) and not data.get("categories"):
            self.add_error("categories", "Say which category it keeps away.")
        if mode == TargetMode.NAMED and not data.get("brands") and not self.first_clause.company_ids:
            self.add_error("brands", "Name the brands that it bars.")
        if any(clause.number == data.get("number") for clause in self.others):
            self.add_error("number", "Another clause of this contract has that number.")
        return data

    @property
    def brand_is(self) -> Brand | None:
        """The brand that is chosen or written."""
        return self.contract.brand if self.contract is not None else self.cleaned_data.get("brand")

    @property
    def talent_is(self) -> Talent | None:
        return self.contract.talent if self.contract is not None else self.cleaned_data.get("talent")

    def term(self) -> tuple[date, date | None] | None:
        """Half-open days; None where no first day is typed yet."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        return (first, last + timedelta(days=1) if last else None) if first else None

    def money(self) -> Money | None:
        data = self.cleaned_data
        return Money(data["fee"], data["currency"]) if data["fee"] is not None else None

    def clause(self) -> ClauseTerms:
        """The clause as it is typed; what the form does not ask stays as it was."""
        data = self.cleaned_data
        activities = dict(self.first_clause.activities)
        for activity in ASKED:
            said = data.get(f"does_{activity.value}", "")
            activities.pop(str(activity), None)
            if said:
                activities[str(activity)] = said == "yes"
        return replace(
            self.first_clause,
            number=data.get("number") or "1",
            mode=data.get("mode") or str(TargetMode.CATEGORY),
            category_ids=tuple(int(pk) for pk in data.get("categories") or ()),
            except_category_ids=tuple(int(pk) for pk in data.get("except_categories") or ()),
            brand_ids=tuple(brand.pk for brand in data.get("brands") or ()),
            territories=tuple(data.get("territories") or ()) or None,
            territory_basis=data.get("territory_basis") or "",
            channels=tuple(data.get("channels") or ()) or None,
            tail_length=data.get("tail_length") or 0,
            tail_unit=data.get("tail_unit") or str(TailUnit.DAY),
            tail_on=data.get("tail_on") or "",
            binds_members=data.get("binds_members") or "",
            activities=activities,
            words=(data.get("words") or "").strip(),
        )

    def clauses(self) -> list[ClauseTerms]:
        return [self.clause(), *self.others]

    @property
    def activities(self) -> list[Any]:
        """The questions of yes, no, not stated."""
        return [self[f"does_{activity.value}"] for activity in ASKED]

    def layout(self) -> Layout:
        top = [] if self.contract is not None else [Div("brand", "talent", css_class="half")]
        return Layout(
            *top, "title", Div("first", "last", css_class="half"), Div("fee", "currency", css_class="half"), "duties",
            HTML('<h2 class="form-part">What it forbids</h2>'),
            "mode", Div("categories", "except_categories", css_class="half"), "brands",
            Div("territories", "territory_basis", css_class="half"), "channels",
            Div("tail_length", "tail_unit", "tail_on", css_class="third"),
            Div("number", "binds_members", css_class="half"),
            "words",
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
