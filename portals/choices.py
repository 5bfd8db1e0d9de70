"""Fields that are chosen from many, and heads between fields."""

from crispy_forms.layout import HTML
from django import forms

from exclusivity.axes import WORLD
from lib.countries import countries


def chosen(label: str) -> forms.SelectMultiple:
    """Several out of many, by typing."""
    return forms.SelectMultiple(attrs={"data-choose": "1", "aria-label": label})


def places() -> list[tuple[str, str]]:
    """The world, then every country by name."""
    return [(WORLD, "The world"), *countries().items()]


def part(title: str) -> HTML:
    """A head between fields."""
    return HTML(f'<h2 class="form-part">{title}</h2>')
