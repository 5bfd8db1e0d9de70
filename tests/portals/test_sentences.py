"""A form speaks in the words of this house wherever something cannot be read."""

import pytest
from django import forms

from clients.models import Brand


class Everything(forms.Form):
    name = forms.CharField(max_length=5, min_length=2)
    days = forms.IntegerField(min_value=1, max_value=30)
    price = forms.DecimalField(max_digits=5, decimal_places=2)
    rate = forms.FloatField()
    on = forms.DateField()
    at = forms.DateTimeField()
    hour = forms.TimeField()
    mail = forms.EmailField()
    site = forms.URLField(assume_scheme="https")
    one = forms.ChoiceField(choices=[("a", "A")])
    many = forms.MultipleChoiceField(choices=[("a", "A")])
    paper = forms.FileField()


GOOD = {
    "name": "Mia", "days": "3", "price": "1.50", "rate": "2", "on": "2026-05-01", "at": "2026-05-01 18:00",
    "hour": "18:00", "mail": "a@b.example", "site": "https://a.example", "one": "a", "many": ["a"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "Fill this in."),
        ("name", "M", "At least 2 characters; this has 1."),
        ("name", "Mariko", "At most 5 characters; this has 6."),
        ("days", "many", "Write a whole number, such as 30."),
        ("days", "0", "At least 1."),
        ("days", "31", "At most 30."),
        ("price", "cheap", "Write a number, such as 1200.50."),
        ("price", "1.505", "At most 2 digits after the point."),
        ("price", "1234.50", "At most 5 digits."),
        ("rate", "fast", "Write a number, such as 2.5."),
        ("on", "yesterday", "Write a day, such as 2026-05-31."),
        ("at", "noon", "Write a day and a time, such as 2026-05-31 18:00."),
        ("hour", "noon", "Write a time, such as 18:00."),
        ("mail", "mia", "Write an e-mail address, such as mia@office.example."),
        ("site", "not an address", "Write an address that begins with https://."),
        ("one", "b", "This cannot be chosen: b."),
        ("many", ["b"], "This cannot be chosen: b."),
    ],
)
def test_a_field_says_what_it_wants(field, typed, said):
    form = Everything({**GOOD, field: typed})
    assert form.errors[field][0] == said


def test_a_missing_file_is_asked_for_as_a_file():
    assert Everything(GOOD).errors == {"paper": ["Choose a file."]}


def test_a_list_of_rows_begins_with_choose():
    assert forms.ModelChoiceField(Brand.objects.none()).empty_label == "Choose"
