"""Selects are drawn just as Django's own templates draw them."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from portals.renderer import FormRenderer

GROUPS = [("", "None"), ("Asia", [("JP", "Japan"), ("KR", "<Korea> & more")]), (7, "Seven")]


class OwnOption(forms.Select):
    option_template_name = "django/forms/widgets/radio_option.html"


@pytest.mark.parametrize(
    "widget",
    [
        forms.Select(choices=GROUPS),
        forms.Select(attrs={"disabled": True, "hidden": False, "data-x": '"quoted"', "class": "wide"}, choices=GROUPS),
        forms.SelectMultiple(choices=GROUPS),
        forms.Select(choices=[]),
        OwnOption(choices=[("a", "A")]),
        forms.TextInput(),
    ],
    ids=["plain", "attributes", "multiple", "empty", "own_option", "no_select"],
)  # fmt: skip
@pytest.mark.parametrize("value", [None, "KR", "7", ["JP", "7"], "unknown"])
def test_form_renderer_draws_what_django_draws(widget: forms.Widget, value: object) -> None:
    ours, theirs = (widget.render("field", value, {"id": "x"}, each) for each in (FormRenderer(), DjangoTemplates()))
    assert parse_html(ours) == parse_html(theirs)


def test_form_renderer_escapes_what_people_wrote() -> None:
    drawn = forms.Select(choices=[('"><b>', "<script>")]).render("field", None, {}, FormRenderer())
    assert '<option value="&quot;&gt;&lt;b&gt;">&lt;script&gt;</option>' in drawn
