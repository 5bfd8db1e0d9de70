"""What is asked about days away, at the desk and in the talent's portal."""

from django import forms

DAY = forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")


class AwayForm(forms.Form):
    """From when until when, both included."""

    first = forms.DateField(widget=DAY, label="First day", error_messages={"required": "Say the first day."})
    last = forms.DateField(widget=DAY, label="Last day", error_messages={"required": "Say the last day."})
    words = forms.CharField(
        max_length=120, required=False, label="Why", help_text="Read by the office and the talent, by no brand."
    )
