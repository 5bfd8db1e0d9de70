"""What is asked for a guest link, whatever it leads to."""

from django import forms

from accounts.guest_links import GOOD_FOR
from portals.desk.plain import DeskForm


class LinkForm(DeskForm):
    """For whom the link is, and for how long."""

    label = forms.CharField(max_length=80, label="For whom", help_text="for yourselves; guests do not see it")
    days = forms.TypedChoiceField(
        coerce=int, initial=30, label="Good for", choices=[(days, f"{days} days") for days in GOOD_FOR],
        widget=forms.Select(attrs={"class": "form-select"}),
    )  # fmt: skip
