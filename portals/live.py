"""What is said of a piece that is live, at the desk and in the talent portal."""

from django import forms


class OtherAddressForm(forms.Form):
    """Another address, and why."""

    other = forms.URLField(
        max_length=500, label="The right address", assume_scheme="https",
        error_messages={
            "required": "Copy the address of the post here.",
            "invalid": "That is not an address. Copy it from the browser, from https:// on.",
        },
    )  # fmt: skip
    why = forms.CharField(
        max_length=600, label="Why it changes", error_messages={"required": "Say why the address changes."}
    )

    def said(self) -> dict[str, str]:
        """As `correct_post_address` takes it."""
        return {"url": self.cleaned_data["other"], "reason": self.cleaned_data["why"]}


class TakenDownForm(forms.Form):
    """Why the post is no longer there."""

    reason = forms.CharField(
        max_length=600, label="Why it was taken down", error_messages={"required": "Say why it was taken down."}
    )
