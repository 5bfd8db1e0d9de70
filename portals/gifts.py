"""What the forms of gifts have in common, at the desk and in both portals."""

from typing import Any

from django import forms

from campaigns.models import Deliverable, DeliverableState, Gift
from campaigns.models.gift import ADDRESS


class TrackingForm(forms.Form):
    """How to follow the parcel; all of it may be empty."""

    carrier = forms.CharField(max_length=60, required=False)
    tracking = forms.CharField(max_length=80, required=False, label="Tracking number")
    tracking_url = forms.URLField(max_length=500, required=False, label="Tracking page", assume_scheme="https")


class ShownForm(forms.Form):
    """In which piece of the booking, or in which other post."""

    piece = forms.ModelChoiceField(
        Deliverable.objects.none(), to_field_name="public_id", required=False, empty_label="Another post"
    )
    url = forms.URLField(max_length=500, required=False, label="Address of the post", assume_scheme="https")

    def __init__(self, *args: Any, gift: Gift, **options: Any) -> None:
        super().__init__(*args, **options)
        if gift.booking_id is not None:
            live = Deliverable.objects.filter(booking=gift.booking_id, state=DeliverableState.PUBLISHED)
            self.fields["piece"].queryset = live  # type: ignore[attr-defined]


def address_of(gift: Gift) -> dict[str, str]:
    """Where it goes so far, for the form that corrects it."""
    return {"ship_to": gift.ship_to, "ship_address": gift.ship_address, "ship_phone": gift.ship_phone}


def typed_address(form: forms.Form) -> str:
    """Where somebody wrote that it should go, to copy where it can be kept no more."""
    return "\n".join(filter(None, (str(form[name].value() or "").strip() for name in ADDRESS)))
