"""What is asked about the key of a brand's shop, at the desk and in the client's portal."""

from django import forms


class KeyForm(forms.Form):
    """For what a key is."""

    label = forms.CharField(
        max_length=80, label="For what", help_text="such as the web shop",
        error_messages={"required": "Say for what the key is, such as the web shop."},
    )  # fmt: skip
