"""What is asked on the office's pages."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.conf import settings

from accounts.models import User
from accounts.roles import GRANTS, Kind, Role, roles_of
from clients.models import Category
from clients.queries import descendants, tree
from portals.desk.clients.forms import TradeForm, indented
from portals.desk.plain import DeskForm
from portals.profile import zones
from stats.limits import SHIPPED
from stats.models import Limit
from stats.models.benchmark import Basis
from stats.numbers.engagement import FORMULAS
from talent.models import Platform


def staff_roles(by: User) -> list[tuple[str, str]]:
    """The roles that this colleague may give."""
    roles = [role for role in roles_of(Kind.STAFF) if role != Role.OWNER or by.role == Role.OWNER]
    return [(role, f"{role.label}: {GRANTS[role].sentence}") for role in roles]


class OfficeForm(DeskForm):
    """The office's name, clock, currency and share."""

    name = forms.CharField(max_length=80)
    timezone = forms.ChoiceField(label="Time zone", choices=zones)
    currency = forms.ChoiceField(choices=lambda: [(code, code) for code in settings.CURRENCIES])
    fee_percent = forms.DecimalField(
        min_value=0, max_value=100, max_digits=5, decimal_places=2, label="Office fee in percent",
        help_text="Bookings and contracts keep the share that they were agreed with.",
    )  # fmt: skip

    decline_words = forms.CharField(
        max_length=600, label="Words of a no", widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What a talent reads where nobody wrote a reason.",
    )  # fmt: skip

    talents_see_sales = forms.BooleanField(
        required=False, label="Talents read what they sold",
        help_text="Orders and revenue by their own links and codes. Clicks they read in any case.",
    )  # fmt: skip

    def layout(self) -> Layout:
        half = Div("currency", "fee_percent", css_class="half")
        return Layout("name", "timezone", half, "decline_words", "talents_see_sales")


class BenchmarkForm(DeskForm):
    """One source's range for a platform and a size of account, in percent."""

    platform = forms.ChoiceField(choices=[(name, Platform(name).label) for name in FORMULAS])
    basis = forms.ChoiceField(choices=Basis.choices, label="Engagement is reckoned")
    from_followers = forms.IntegerField(min_value=0, label="From followers")
    below_from = forms.DecimalField(min_value=0, max_digits=6, decimal_places=2, label="Low ends at, %")
    average_from = forms.DecimalField(min_value=0, max_digits=6, decimal_places=2, label="Average from, %")
    above_from = forms.DecimalField(min_value=0, max_digits=6, decimal_places=2, label="Above average from, %")
    high_from = forms.DecimalField(min_value=0, max_digits=6, decimal_places=2, label="High from, %")
    source = forms.CharField(max_length=80)
    source_url = forms.URLField(required=False, label="Its address", assume_scheme="https")
    as_of = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), label="As of")

    def layout(self) -> Layout:
        return Layout(
            Div("platform", "basis", css_class="half"),
            "from_followers",
            Div("below_from", "average_from", css_class="half"),
            Div("above_from", "high_from", css_class="half"),
            Div("source", "as_of", css_class="half"),
            "source_url",
        )


class LimitsForm(DeskForm):
    """From where on a figure is worth a look."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for limit in Limit:
            field = forms.DecimalField(required=False, min_value=0, max_digits=9, decimal_places=2, label=limit.label)
            field.help_text = f"{SHIPPED[limit.value]:g} as it is shipped"
            self.fields[limit.value] = field
        self.fields["reason"] = forms.CharField(max_length=300, required=False, label="Reason, for the record")

    def layout(self) -> Layout:
        pairs = (
            ("spike_share", "spike_z"), ("taken_back", "far_above"), ("drop_day", "drop_week"),
            ("hollow_growth", "hollow_fall"), ("ratio_low", "ratio_high"), ("reach_low", "reach_high"),
            ("churn", "churn_ratio"),
        )  # fmt: skip
        return Layout(
            *(Div(*pair, css_class="half") for pair in pairs), Div("jump", "even", css_class="half"), "reason"
        )


class InviteForm(DeskForm):
    """A colleague to be."""

    name = forms.CharField(max_length=120)
    email = forms.EmailField(label="E-mail")
    role = forms.ChoiceField()
    note = forms.CharField(
        required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3}), label="A line from you"
    )

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = staff_roles(by)  # type: ignore[attr-defined]

    def layout(self) -> Layout:
        return Layout(Div("name", "email", css_class="half"), "role", "note")


class RoleForm(DeskForm):
    """Another role for somebody, in the portal that they are in."""

    role = forms.ChoiceField()
    reason = forms.CharField(max_length=300, required=False, label="Reason, for the record")

    def __init__(self, *args: Any, user: User, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        others = [(role, f"{role.label}: {GRANTS[role].sentence}") for role in roles_of(user.kind)]
        choices = staff_roles(by) if user.kind == Kind.STAFF else others
        self.fields["role"].choices = choices  # type: ignore[attr-defined]
        self.fields["role"].initial = user.role


class CategoryForm(DeskForm):
    """A category, what belongs in it, and what it stands below."""

    name = forms.CharField(max_length=80)
    note = forms.CharField(
        max_length=200, required=False, label="What belongs in it", help_text="Where the name does not say."
    )
    parent = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label="Stands below")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parent"].choices = [("", "Nothing: a market of its own"), *indented(tree())]  # type: ignore[attr-defined]

    def clean_parent(self) -> Category | None:
        pk = self.cleaned_data["parent"]
        return Category.objects.get(pk=pk) if pk else None


class RenameForm(DeskForm):
    """Another name."""

    name = forms.CharField(max_length=80)
    note = forms.CharField(max_length=200, required=False, label="What belongs in it")


class MoveForm(CategoryForm):
    """Another place in the market."""

    reason = forms.CharField(max_length=300, required=False, label="Reason, for the record")

    def __init__(self, *args: Any, category: Category, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["name"], self.fields["note"]
        below = descendants([category.pk])
        kept = [choice for choice in self.fields["parent"].choices if choice[0] not in below]  # type: ignore[attr-defined]
        self.fields["parent"].choices = kept  # type: ignore[attr-defined]
        self.fields["parent"].initial = category.parent_id


class BesideForm(TradeForm):
    """Another part of the market, which sits badly beside this one."""

    def __init__(self, *args: Any, category: Category, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["category"]
        field.label = field.widget.attrs["aria-label"] = "Sits badly beside it"
        field.choices = [choice for choice in field.choices if choice[0] != category.pk]
        self.fields["reason"].label = "Reason, for the record"


class LetterForm(DeskForm):
    """A letter that has not gone."""

    subject = forms.CharField(max_length=200)
    body = forms.CharField(widget=forms.Textarea(attrs={"rows": 14}), label="Letter")
