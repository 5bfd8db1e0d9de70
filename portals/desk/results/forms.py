"""What is asked about results: costs, goals, figures read off a screen."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from djmoney.money import Money

from campaigns.models import Campaign, CostKind, Measure, PaidBy
from portals.amounts import AmountField
from portals.desk.campaigns.forms import CURRENCIES
from portals.desk.plain import DeskForm
from portals.evidence import EvidenceForm
from portals.goals import add_goals, goal_rows


class CostForm(DeskForm):
    """A cost beside the fees."""

    kind = forms.ChoiceField(choices=CostKind.choices)
    paid_by = forms.ChoiceField(choices=PaidBy.choices, label="Paid by")
    amount = AmountField(required=True)
    currency = forms.ChoiceField(choices=CURRENCIES)
    note = forms.CharField(max_length=200, required=False, help_text="what for")

    def layout(self) -> Layout:
        return Layout(Div("kind", "paid_by", css_class="half"), Div("amount", "currency", css_class="half"), "note")

    def said(self) -> dict[str, Any]:
        """As `add_cost` takes it."""
        data = dict(self.cleaned_data)
        data["amount"] = Money(data["amount"], data.pop("currency"))
        return data


class GoalsForm(DeskForm):
    """A number a measure; empty: no goal."""

    def __init__(self, *args: Any, campaign: Campaign, **options: Any) -> None:
        super().__init__(*args, **options)
        goals = list(campaign.goals.all())
        add_goals(self, {goal.measure: goal.target for goal in goals})
        if set_in := next((goal.currency for goal in goals if goal.measure == Measure.REVENUE), ""):
            self.fields["goal_revenue"].help_text = f"in {set_in}, from links and codes"

    def layout(self) -> Layout:
        return Layout(*goal_rows(2))


class FiguresForm(EvidenceForm, DeskForm):
    """Figures of a live piece, read off the screen."""

    def layout(self) -> Layout:
        return Layout(
            "as_of",
            Div("views", "likes", "comments", css_class="third"),
            Div("shares", "saves", "reach", css_class="third"),
            "evidence",
        )
