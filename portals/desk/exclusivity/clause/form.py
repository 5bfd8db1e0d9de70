"""A clause as people write it: every dimension a field, and nothing assumed that is not stated."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from djmoney.money import Money

from exclusivity.axes import Activity, Channel
from exclusivity.models import TargetMode
from exclusivity.models.clause import (
    BeneficiaryScope,
    BindsMembers,
    Closure,
    OwnershipAsOf,
    Strength,
    TailOn,
    TailUnit,
    TerritoryBasis,
)
from exclusivity.terms import ClauseTerms
from lib.countries import countries
from portals.amounts import AmountField
from portals.attributes import HOW, read_attributes
from portals.desk.exclusivity.clause.rows import CarveOuts, Windows
from portals.desk.exclusivity.clause.scene import Scene
from portals.desk.exclusivity.forms import CURRENCIES
from portals.desk.plain import DAY, DeskForm
from portals.sane_days import SANE_DAYS

UNSAID = ("", "Not stated")
MODES = [
    (TargetMode.FULL, "Everything"), (TargetMode.CATEGORY, "A category"),
    (TargetMode.COMPANY_TRADE, "A company’s trade"), (TargetMode.NAMED, "Named brands"),
]  # fmt: skip
SCOPES = [
    (BeneficiaryScope.BRAND, "and no other brand"), (BeneficiaryScope.COMPANY, "and its company’s brands"),
    (BeneficiaryScope.GROUP, "and its whole group’s brands"),
]  # fmt: skip
BASES = [
    (TerritoryBasis.TARGETED, "aimed at these markets"), (TerritoryBasis.ACCESSIBLE, "visible there"),
    ("", "not stated"),
]  # fmt: skip
TAILS = [
    ("", "not stated after an early end"), (TailOn.ANY_END, "however it ends"),
    (TailOn.EXPIRY, "after the term, not after an early end"),
    (TailOn.TALENT_FAULT, "only if the talent’s side ends it"),
]  # fmt: skip
STRENGTHS = {
    "PROHIBIT": "forbidden", "CONSENT_REQUIRED": "needs consent", "NOTIFY": "must be told",
    "FIRST_REFUSAL": "first refusal",
}  # fmt: skip
SAID = [("yes", "Yes"), ("no", "No"), UNSAID]
ASKED: dict[str, str] = {
    "PAID": "Paid post", "GIFTED": "Free product, posted", "AFFILIATE": "Affiliate link", "APPEARANCE": "Appearance",
    "PAID_USAGE": "Brand runs ads with their face", "ORGANIC": "Unpaid mention",
    "NAMED_USE": "Visible use without a word",
    "ORGANIC_REUSE": "Brand reposts it", "ANNOUNCE": "Announcement, teaser", "SHOOT": "Shoot without a post",
    "LIVE": "An old post stays up", "OWN_BRAND": "A brand of their own",
}  # fmt: skip


def several(label: str, placeholder: str = "") -> forms.SelectMultiple:
    return forms.SelectMultiple(attrs={"data-choose": "1", "aria-label": label, "data-placeholder": placeholder})


def short(**attrs: str) -> forms.NumberInput:
    return forms.NumberInput(attrs={"class": "num", **attrs})


class ClauseForm(DeskForm):
    """`typed` are the values as a request has them; `bound` where they are judged, otherwise they are only shown."""

    number = forms.CharField(max_length=12, label="Number")
    words = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}), label="Its words")
    scope = forms.ChoiceField(choices=SCOPES, label="Whose brands are never rivals")
    binds_members = forms.ChoiceField(
        required=False,
        label="Binds members",
        choices=[("", "not stated whether it binds the members alone"), *BindsMembers.choices],
    )
    binds_group = forms.ChoiceField(
        required=False,
        label="Binds within an act",
        choices=[("", "not stated"), ("yes", "also within an act"), ("no", "not within an act")],
    )
    mode = forms.ChoiceField(choices=MODES, label="Forbids", widget=forms.RadioSelect)
    categories = forms.MultipleChoiceField(required=False, widget=several("Categories", "Add a category"))
    except_categories = forms.MultipleChoiceField(required=False, widget=several("Except", "Add an exception"))
    attributes = forms.CharField(
        required=False,
        max_length=200,
        label="Only products with",
        widget=forms.TextInput(attrs={"placeholder": "form: drink"}),
    )
    brands = forms.MultipleChoiceField(required=False, widget=several("Brands", "Add a brand"))
    companies = forms.MultipleChoiceField(required=False, widget=several("Companies", "Add a company"))
    closure = forms.ChoiceField(choices=Closure.choices, label="How far the names reach")
    ownership = forms.ChoiceField(choices=OwnershipAsOf.choices, label="Who owns whom")
    open_list = forms.BooleanField(required=False, label="The names are only examples")
    territories = forms.MultipleChoiceField(required=False, widget=several("Countries", "The world; add a country"))
    territories_except = forms.MultipleChoiceField(
        required=False, widget=several("Countries left out", "Add an exception")
    )
    basis = forms.ChoiceField(required=False, choices=BASES, widget=forms.RadioSelect)
    channels = forms.MultipleChoiceField(
        required=False, choices=Channel.choices, widget=several("Channels", "All channels; add one")
    )
    own_first = forms.DateField(required=False, widget=DAY, label="First day")
    own_last = forms.DateField(required=False, widget=DAY, label="Last day")
    tail_length = forms.IntegerField(required=False, min_value=0, max_value=3650, widget=short(), label="Longer by")
    tail_unit = forms.ChoiceField(choices=TailUnit.choices, label="Unit")
    tail_on = forms.ChoiceField(required=False, choices=TAILS, label="The tail holds")
    strength = forms.ChoiceField(widget=forms.RadioSelect, label="If it clashes")
    refusal_days = forms.IntegerField(
        required=False, min_value=0, max_value=365, widget=short(), label="Days to answer"
    )
    fee = AmountField(widget=forms.TextInput(attrs={"class": "num"}), label="Its price")
    currency = forms.ChoiceField(choices=CURRENCIES, required=False, label="Currency")
    lookback_months = forms.IntegerField(required=False, min_value=0, max_value=240, widget=short(), label="Months")

    def __init__(self, scene: Scene, typed: MultiValueDict[str, str], *, bound: bool = True) -> None:
        self.scene, self.typed = scene, typed
        super().__init__(typed if bound else None)
        fields: Any = self.fields
        fields["categories"].choices = fields["except_categories"].choices = scene.categories
        fields["brands"].choices = [(key, name) for key, (_, name) in scene.brands.items()]
        fields["companies"].choices = [(key, name) for key, (_, name) in scene.companies.items()]
        lands = list(countries().items())
        fields["territories"].choices = fields["territories_except"].choices = lands
        fields["strength"].choices = [(key, STRENGTHS.get(key, label)) for key, label in Strength.choices]
        for kind, label in ASKED.items():
            fields[f"does_{kind}"] = forms.ChoiceField(
                required=False, choices=SAID, label=label, widget=forms.RadioSelect
            )
        if scene.amends:
            fields["since"] = forms.DateField(widget=DAY, label="In force from")
            fields["reason"] = forms.CharField(max_length=600, label="Why it changes")
            fields["keep_waivers"] = forms.BooleanField(required=False, label="What the brand agreed to stays agreed")
        self.windows = Windows(self, lands)
        self.carve_outs = CarveOuts(self, lands)
        self._dress()
        if not bound:
            self.initial = {
                name: field.widget.value_from_datadict(typed, MultiValueDict(), name) for name, field in fields.items()
            }

    def _dress(self) -> None:
        for field in self.fields.values():
            widget: Any = field.widget
            if isinstance(field, forms.DateField) and SANE_DAYS[0] not in field.validators:
                field.validators = [*field.validators, *SANE_DAYS]
            if isinstance(widget, forms.RadioSelect):
                continue
            kind = "form-check-input" if isinstance(widget, forms.CheckboxInput) else "form-control"
            if isinstance(widget, forms.Select):
                kind = "form-select"
            widget.attrs["class"] = f"{kind} {widget.attrs.get('class', '')}".strip()
            widget.attrs.setdefault("aria-label", field.label or "")

    @property
    def activities(self) -> Iterator[tuple[Any, str]]:
        """Each question of yes, no, not stated, with its kind."""
        return ((self[f"does_{kind}"], kind) for kind in ASKED)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        mode = data.get("mode")
        if mode in (TargetMode.CATEGORY, TargetMode.COMPANY_TRADE) and not data.get("categories"):
            self.add_error("categories", "Say which category it keeps away.")
        if mode == TargetMode.NAMED and not data.get("brands") and not data.get("companies"):
            self.add_error("brands", "Name the brands or companies that it bars.")
        if data.get("territories") and not set(data["territories"]) - set(data.get("territories_except") or ()):
            self.add_error("territories_except", "That leaves no country.")
        if any(clause.number == data.get("number") for clause in self.scene.others):
            self.add_error("number", "Another clause of this contract has that number.")
        if data.get("attributes") and read_attributes(data["attributes"]) is None:
            self.add_error("attributes", HOW)
        if data.get("strength") == Strength.FIRST_REFUSAL and not data.get("refusal_days"):
            self.add_error("refusal_days", "Say how many days the brand has to answer.")
        self._clean_days(data)
        self.windows.clean(data)
        self.carve_outs.clean(data)
        return data

    def _clean_days(self, data: dict[str, Any]) -> None:
        first, last = data.get("own_first"), data.get("own_last")
        if last and not first and "own_first" not in self.errors:
            self.add_error("own_first", "Say its first day too.")
        if first and last and last < first:
            self.add_error("own_last", "The last day is before the first.")

    def term(self) -> tuple[date, date | None] | None:
        """This version's own half-open days; None where it has the contract's."""
        first, last = self.cleaned_data.get("own_first"), self.cleaned_data.get("own_last")
        if not first or (last and last < first):
            return None
        return first, last + timedelta(days=1) if last else None

    def _price(self, data: dict[str, Any]) -> Money | None:
        fee, currency = data.get("fee"), data.get("currency")
        return Money(fee, currency) if fee is not None and currency else None

    def terms(self) -> ClauseTerms:
        """The clause as far as it can be read."""
        data = self.cleaned_data
        said = {kind: data.get(f"does_{kind}") for kind in ASKED}
        tail = data.get("tail_length") or 0
        stored = self.scene.stored
        return ClauseTerms(
            number=data.get("number") or "1",
            words=(data.get("words") or "").strip(),
            mode=data.get("mode") or str(TargetMode.CATEGORY),
            beneficiary_scope=data.get("scope") or str(BeneficiaryScope.BRAND),
            binds_members=data.get("binds_members") or "",
            binds_group_of_member={"yes": True, "no": False}.get(data.get("binds_group") or ""),
            category_ids=_keys(data.get("categories")),
            except_category_ids=_keys(data.get("except_categories")),
            attributes=read_attributes(data.get("attributes") or "") or {},
            brand_ids=tuple(sorted(self.scene.brands[key][0] for key in data.get("brands") or ())),
            company_ids=tuple(sorted(self.scene.companies[key][0] for key in data.get("companies") or ())),
            closure=data.get("closure") or str(Closure.OWNED_BRANDS),
            ownership_as_of=data.get("ownership") or str(OwnershipAsOf.LIVE),
            open_list=bool(data.get("open_list")),
            territories=tuple(sorted(data.get("territories") or ())) or None,
            territories_except=tuple(sorted(data.get("territories_except") or ())),
            territory_basis=data.get("basis") or "",
            channels=tuple(sorted(data.get("channels") or ())) or None,
            activities={str(kind): said[kind] == "yes" for kind in Activity if said.get(kind)},
            windows=self.windows.terms(data),
            term=self.term(),
            tail_length=tail,
            tail_unit=data.get("tail_unit") or str(TailUnit.DAY),
            tail_on=data.get("tail_on") or "" if tail else "",
            strength=data.get("strength") or str(Strength.PROHIBIT),
            refusal_days=data.get("refusal_days") or 0,
            lookback_months=data.get("lookback_months") or None,
            carve_outs=self.carve_outs.terms(data),
            fee=self._price(data),
            in_force=stored.in_force if stored else (None, None),
        )


def _keys(values: list[str] | None) -> tuple[int, ...]:
    return tuple(sorted(int(value) for value in values or ()))
