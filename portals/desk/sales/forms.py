"""What is asked about links, codes and files of orders."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone

from campaigns.models import Booking, Deliverable
from portals.desk.plain import DAY, DeskForm
from portals.sales_files import FileForm
from portals.shop_keys import KeyForm


class _ForBooking(DeskForm):
    """Of somebody who is booked."""

    booking = forms.ModelChoiceField(Booking.objects.none(), to_field_name="public_id", label="Talent")

    def __init__(self, *args: Any, bookings: Sequence[Booking], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["booking"]
        field.queryset = Booking.objects.filter(pk__in=[each.pk for each in bookings])  # type: ignore[attr-defined]
        field.choices = [(each.public_id, each.talent.name) for each in bookings]  # type: ignore[attr-defined]


class LinkForm(_ForBooking):
    """Where the short address leads, and for which piece."""

    piece = forms.ModelChoiceField(
        Deliverable.objects.none(),
        to_field_name="public_id",
        required=False,
        label="For",
        empty_label="All their pieces",
    )
    target = forms.CharField(
        max_length=1000, label="Leads to", help_text="the page of the shop, from https:// on",
        widget=forms.URLInput(attrs={"inputmode": "url"}),
        error_messages={"required": "Copy the address from the shop, from https:// on."},
    )  # fmt: skip
    label = forms.CharField(max_length=80, required=False, label="Note", help_text="such as link in bio")
    utm = forms.BooleanField(
        required=False, initial=True, label="Add UTM parameters",
        help_text="so that the shop’s own statistics, and its orders, know the link",
    )  # fmt: skip

    def __init__(self, *args: Any, bookings: Sequence[Booking], pieces: Sequence[Deliverable], **options: Any) -> None:
        super().__init__(*args, bookings=bookings, **options)
        names = {each.pk: each.talent.name for each in bookings}
        field = self.fields["piece"]
        field.queryset = Deliverable.objects.filter(pk__in=[each.pk for each in pieces])  # type: ignore[attr-defined]
        field.choices = [  # type: ignore[attr-defined]
            ("", "All their pieces"),
            *((each.public_id, f"{names[each.booking_id]}: {each}, {each.get_channel_display()}") for each in pieces),
        ]

    def layout(self) -> Layout:
        return Layout("booking", "piece", "target", "label", "utm")


class CodeForm(_ForBooking):
    """A code, what it is worth, and when it is valid."""

    code = forms.CharField(max_length=40, help_text="as the shop knows it; small and capital letters are the same")
    terms = forms.CharField(max_length=200, label="Worth", help_text="such as 10 % off the first order")
    first = forms.DateField(widget=DAY, label="From")
    last = forms.DateField(widget=DAY, label="Until", required=False, help_text="empty: it goes on")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["first"].initial = timezone.localdate

    def layout(self) -> Layout:
        return Layout("booking", "code", "terms", Div("first", "last", css_class="half"))


class DeskFileForm(FileForm, DeskForm):
    """As the desk lays it out."""


class DeskKeyForm(KeyForm, DeskForm):
    """As the desk lays it out."""
