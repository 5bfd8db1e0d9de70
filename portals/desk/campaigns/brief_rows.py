"""What a brief says line by line: the pieces, and what is asked of those who apply."""

from typing import Any

from django import forms
from django.conf import settings

from campaigns.actions import AskedQuestion, WantedLine
from campaigns.models import Brief, DeliverableKind, QuestionKind
from exclusivity.axes import Channel
from portals.amounts import AmountField, AmountsForm
from portals.desk.campaigns.forms import money
from portals.desk.plain import DAY
from portals.rows import RowForm
from portals.sane_days import SANE_DAYS


class LineForm(RowForm, AmountsForm):
    """How many of what, where, by when, for how much each. Without a kind it is no line."""

    kind = forms.ChoiceField(required=False, choices=[("", "Nothing"), *DeliverableKind.choices], label="Piece")
    channel = forms.ChoiceField(required=False, choices=[("", "Where"), *Channel.choices], label="Where")
    count = forms.IntegerField(min_value=1, max_value=50, initial=1, required=False, label="How many")
    draft_due_on = forms.DateField(required=False, widget=DAY, validators=SANE_DAYS, label="Draft due")
    live_on = forms.DateField(required=False, widget=DAY, validators=SANE_DAYS, label="Goes live")
    live_until = forms.DateField(required=False, widget=DAY, validators=SANE_DAYS, label="at the latest")
    fee = AmountField(label="Fee for each")

    def __init__(self, *args: Any, currency: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.currency_of_all = currency if currency in settings.CURRENCIES else ""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") and not data.get("channel"):
            self.add_error("channel", "Say where it goes live.")
        return data

    def line(self, currency: str) -> WantedLine | None:
        data = self.cleaned_data
        if not data.get("kind"):
            return None
        days = data["draft_due_on"], data["live_on"], data["live_until"]
        return WantedLine(data["kind"], data["channel"], data["count"] or 1, *days, money(data["fee"], currency))


LineFormSet = forms.formset_factory(LineForm, extra=2, max_num=40)


def wanted_in(brief: Brief) -> list[dict[str, Any]]:
    """The pieces as their forms show them."""
    names = ("kind", "channel", "count", "draft_due_on", "live_on", "live_until")
    return [{**{name: getattr(line, name) for name in names}, "fee": line.fee} for line in brief.wanted.all()]


class QuestionForm(RowForm):
    """A question to those who apply. Without words it is none."""

    wide = ("words",)
    words = forms.CharField(required=False, max_length=200, label="Question")
    kind = forms.ChoiceField(choices=QuestionKind.choices, initial=QuestionKind.WORDS, label="Answered")
    options = forms.CharField(
        required=False, max_length=400, label="Answers to choose from",
        widget=forms.TextInput(attrs={"placeholder": "Studio, Home, Outdoors"}),
    )  # fmt: skip
    required = forms.BooleanField(required=False, label="Has to be answered")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        options = [option.strip() for option in data.get("options", "").split(",") if option.strip()]
        if data.get("words", "").strip() and data.get("kind") == QuestionKind.CHOICE:
            if len(set(options)) < 2:
                self.add_error("options", "Give two answers or more, with commas between them.")
            elif max(map(len, options)) > 60:
                self.add_error("options", "Each answer has up to 60 letters.")
        data["options"] = tuple(dict.fromkeys(options))
        return data

    def question(self) -> AskedQuestion | None:
        data = self.cleaned_data
        if not data.get("words", "").strip():
            return None
        return AskedQuestion(data["words"], data["kind"], data["options"], data["required"])


def asked_in(brief: Brief) -> list[dict[str, Any]]:
    """The questions as their forms show them."""
    return [
        {"words": one.words, "kind": one.kind, "options": ", ".join(one.options), "required": one.required}
        for one in brief.questions.all()
    ]


QuestionFormSet = forms.formset_factory(QuestionForm, extra=2, max_num=20)
