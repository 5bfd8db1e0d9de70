"""What a brand may do with the content, as lines of a form: for the office's brief and for a brand's own."""

from typing import Any

from django import forms

from campaigns.usage import LONGEST, Anchor, Unit, UsageTerms, Use, length_of
from exclusivity.axes import Channel
from portals.choices import chosen, places
from portals.rows import RowForm


class UsageForm(RowForm):
    """What the brand may do with the content, for how long and where. Without a use it is none."""

    wide = ("use", "anchor", "channels", "territories")
    use = forms.ChoiceField(required=False, choices=[("", "Nothing more"), *Use.choices], label="Use")
    length = forms.IntegerField(required=False, min_value=0, max_value=LONGEST, label="For")
    unit = forms.ChoiceField(required=False, choices=Unit.choices, initial=Unit.DAY, label="in")
    anchor = forms.ChoiceField(choices=Anchor.choices, initial=Anchor.FIRST, label="Counted from")
    channels = forms.MultipleChoiceField(
        required=False, choices=Channel.choices, widget=chosen("On"), label="On other channels than the post"
    )
    territories = forms.MultipleChoiceField(
        required=False, widget=chosen("In"), label="In other countries than the post"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["territories"].choices = places()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("use") and "length" in data and not length_of(data["length"], data.get("unit")):
            self.add_error("length", "Say for how long.")
        # Of a line that was there, no use takes it away.
        if not self.initial and not data.get("use") and any(map(data.get, ("length", "channels", "territories"))):
            self.add_error("use", "Choose a use, or empty the line.")
        return data

    def terms(self) -> UsageTerms | None:
        data = self.cleaned_data
        if not data.get("use"):
            return None
        lasts = length_of(data["length"], data["unit"])
        return UsageTerms(
            data["use"], lasts.number, tuple(data["channels"]), tuple(data["territories"]), data["anchor"], lasts.unit
        )


UsageFormSet = forms.formset_factory(UsageForm, extra=2, max_num=20)


def uses_in(rows: Any) -> list[UsageTerms]:
    """What the lines say that say something."""
    return [terms for each in rows if (terms := each.terms())]
