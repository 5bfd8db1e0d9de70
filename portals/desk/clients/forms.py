"""What is asked on the clients' pages."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from accounts.roles import GRANTS, Kind, roles_of
from clients.models import Brand, BrandName, Category, Company
from clients.queries import Node, flat, tree
from portals.desk.plain import DAY, DeskForm, countries
from talent.models import Platform

NOTES = forms.Textarea(attrs={"rows": 3})


def indented(nodes: list[Node]) -> list[tuple[int, str]]:
    """The market as choices: each category below the one that it belongs to."""
    return [(node.category.pk, f"{'– ' * node.depth}{node.category.name}") for node in flat(nodes)]


class CompanyForm(DeskForm):
    """A company that owns brands."""

    name = forms.CharField(max_length=120)
    country = forms.ChoiceField(required=False)
    website = forms.URLField(required=False, assume_scheme="https")
    notes = forms.CharField(required=False, widget=NOTES, help_text="for staff only")

    def __init__(self, *args: Any, company: Company | None = None, **options: Any) -> None:
        if company is not None:
            options["initial"] = {name: getattr(company, name) for name in ("name", "country", "website", "notes")}
        super().__init__(*args, **options)
        self.fields["country"].choices = countries()  # type: ignore[attr-defined]

    def layout(self) -> Layout:
        return Layout("name", Div("country", "website", css_class="half"), "notes")


class BrandForm(DeskForm):
    """A brand: its company is chosen from those there are, or named anew."""

    name = forms.CharField(max_length=120)
    company = forms.ModelChoiceField(
        Company.objects.none(), to_field_name="public_id", required=False, empty_label="A new company, named beside"
    )
    new_company = forms.CharField(max_length=120, required=False, label="Name of the new company")
    categories = forms.MultipleChoiceField(
        required=False,
        widget=forms.SelectMultiple(attrs={"data-choose": "1", "aria-label": "Categories"}),
        help_text="Where it competes. Exclusivity is measured by these.",
    )
    country = forms.ChoiceField(required=False)
    website = forms.URLField(required=False, assume_scheme="https")
    notes = forms.CharField(required=False, widget=NOTES, help_text="for staff only")

    def __init__(self, *args: Any, brand: Brand | None = None, **options: Any) -> None:
        self.brand = brand
        if brand is not None:
            written = {name: getattr(brand, name) for name in ("name", "country", "website", "notes")}
            options["initial"] = {
                **written,
                "categories": [str(pk) for pk in brand.categories.values_list("pk", flat=True)],
            }
        super().__init__(*args, **options)
        self.fields["country"].choices = countries()  # type: ignore[attr-defined]
        self.fields["categories"].choices = indented(tree())  # type: ignore[attr-defined]
        if brand is None:
            self.fields["company"].queryset = Company.objects.filter(archived_at=None)  # type: ignore[attr-defined]
        else:
            del self.fields["company"], self.fields["new_company"]

    def clean_categories(self) -> list[Category]:
        chosen = Category.objects.in_bulk([int(pk) for pk in self.cleaned_data["categories"]])
        return list(chosen.values())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if (
            self.brand is None
            and not cleaned.get("company")
            and not cleaned.get("new_company")
            and "company" in cleaned
        ):
            self.add_error("company", "Choose the company, or name a new one.")
        return cleaned

    def layout(self) -> Layout:
        top = ["name"] if self.brand else ["name", Div("company", "new_company", css_class="half")]
        return Layout(*top, "categories", Div("country", "website", css_class="half"), "notes")


class MergeForm(DeskForm):
    """The brand that this one turned out to be."""

    kept = forms.ModelChoiceField(
        Brand.objects.none(), to_field_name="public_id", label="It is the same brand as",
        widget=forms.Select(attrs={"data-choose": "1", "aria-label": "It is the same brand as"}),
    )  # fmt: skip
    reason = forms.CharField(max_length=300, required=False, label="Where it is known from, for the record")

    def __init__(self, *args: Any, gone: Brand, **options: Any) -> None:
        super().__init__(*args, **options)
        others = Brand.objects.filter(archived_at=None).exclude(pk=gone.pk)
        self.fields["kept"].queryset = others  # type: ignore[attr-defined]


class OwnerForm(DeskForm):
    """Who owns a company, from which day, until which."""

    parent = forms.ModelChoiceField(
        Company.objects.none(), to_field_name="public_id", label="Owner",
        widget=forms.Select(attrs={"data-choose": "1", "aria-label": "Owner"}),
    )  # fmt: skip
    since = forms.DateField(widget=DAY, label="First day")
    last = forms.DateField(widget=DAY, label="Last day", required=False, help_text="Empty: until further notice.")
    reason = forms.CharField(max_length=300, required=False, label="Where it is known from, for the record")

    def __init__(self, *args: Any, child: Company, **options: Any) -> None:
        super().__init__(*args, **options)
        others = Company.objects.filter(archived_at=None).exclude(pk=child.pk)
        self.fields["parent"].queryset = others  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("since"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day comes before the first.")
        return cleaned

    def layout(self) -> Layout:
        return Layout("parent", Div("since", "last", css_class="half"), "reason")


class TradeForm(DeskForm):
    """One category of the market, for a company that is in this trade."""

    category = forms.TypedChoiceField(
        coerce=int, label="Trade", widget=forms.Select(attrs={"data-choose": "1", "aria-label": "Trade"})
    )
    reason = forms.CharField(max_length=300, required=False, label="Where it is known from, for the record")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["category"].choices = [("", "Choose a category"), *indented(tree())]  # type: ignore[attr-defined]

    def clean_category(self) -> Category:
        return Category.objects.get(pk=self.cleaned_data["category"])


class EndForm(DeskForm):
    """The last day of an ownership."""

    on = forms.DateField(widget=DAY, label="Last day")
    reason = forms.CharField(max_length=300, required=False, label="Where it is known from, for the record")


class ContactForm(DeskForm):
    """A person at the brand whom the office calls."""

    name = forms.CharField(max_length=120)
    title = forms.CharField(max_length=80, required=False, label="What they do there")
    email = forms.EmailField(required=False, label="E-mail")
    phone = forms.CharField(max_length=40, required=False)

    def layout(self) -> Layout:
        return Layout(Div("name", "title", css_class="half"), Div("email", "phone", css_class="half"))


class NameForm(DeskForm):
    """Another name by which the brand is found."""

    kind = forms.ChoiceField(choices=BrandName.Kind.choices)
    value = forms.CharField(max_length=120, label="Name")
    platform = forms.ChoiceField(
        required=False, choices=[("", "Not said"), *Platform.choices], help_text="A handle is on a platform."
    )

    def layout(self) -> Layout:
        return Layout(Div("kind", "platform", css_class="half"), "value")


class InviteForm(DeskForm):
    """Who comes into the client portal for the brand."""

    name = forms.CharField(max_length=120)
    email = forms.EmailField(label="E-mail")
    role = forms.ChoiceField(
        choices=[(role, f"{role.label}: {GRANTS[role].sentence}") for role in roles_of(Kind.CLIENT)]
    )
    note = forms.CharField(
        required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3}), label="A line from you",
        help_text="Stands in the letter above the link.",
    )  # fmt: skip

    def layout(self) -> Layout:
        return Layout(Div("name", "email", css_class="half"), "role", "note")
