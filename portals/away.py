"""What is asked about days away, at the desk and in the talent's portal."""

from typing import Any

from django import forms

from portals.sane_days import SANE_DAYS
from talent.models import Away

DAY = forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")


class AwayForm(forms.Form):
    """From when until when, both included."""

    first = forms.DateField(
        widget=DAY, validators=SANE_DAYS, label="First day", error_messages={"required": "Say the first day."}
    )
    last = forms.DateField(
        widget=DAY, validators=SANE_DAYS, label="Last day", error_messages={"required": "Say the last day."}
    )
    words = forms.CharField(
        max_length=120, required=False, label="Why", help_text="Read by the office and the talent, by no brand."
    )

    @staticmethod
    def said(row: Away) -> dict[str, Any]:
        """What was said before, to be changed."""
        return {"first": row.first, "last": row.last, "words": row.words}
