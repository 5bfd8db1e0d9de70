"""Goals in numbers as fields of a form, one a measure: empty is no goal."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import Div
from django import forms

from campaigns.models import Measure

MOST = 10**12
HINTS = {
    Measure.REVENUE: "in the currency of the brief, from links and codes",
    Measure.ROI: "100: what came in is twice what it cost",
}


def add_goals(form: forms.Form, initial: Mapping[str, int]) -> None:
    """Give the form a field a measure."""
    for measure in Measure:
        form.fields[f"goal_{measure}"] = forms.IntegerField(
            required=False, min_value=1, max_value=MOST, label=measure.label, initial=initial.get(measure),
            help_text=HINTS.get(measure, ""),
        )  # fmt: skip


def goal_rows(wide: int = 3) -> list[Div]:
    """For a layout: so many, two or three, beside one another."""
    names = [f"goal_{measure}" for measure in Measure]
    rows = [names[at : at + wide] for at in range(0, len(names), wide)]
    return [Div(*row, css_class="half" if wide == 2 else "third") for row in rows]


def goals_in(data: Mapping[str, Any]) -> dict[str, int | None]:
    """Measure to its number, or None."""
    return {str(measure): data[f"goal_{measure}"] for measure in Measure}
