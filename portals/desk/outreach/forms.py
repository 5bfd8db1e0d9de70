"""What is asked for a letter to many."""

from typing import Any

from crispy_forms.layout import HTML, Div, Layout
from django import forms

from campaigns.models import Campaign, CampaignState, LetterTemplate
from campaigns.outreach import FIELDS, fields_known
from lib.refusals import Denied
from portals.components.markup import format_html_join
from portals.desk.plain import DeskForm

BODY = forms.Textarea(attrs={"rows": 12})


def field_words() -> str:
    """The fields and what each says, as a list."""
    rows = format_html_join("", "<li><code>{{{}}}</code> {}</li>", FIELDS.items())
    summary = '<summary class="t12 medium">Fields that each letter fills in</summary>'
    return f'<details class="mb-16">{summary}<ul class="t12 quiet">{rows}</ul></details>'


class WordsForm(DeskForm):
    """Subject and text; a field that does not exist is said at once."""

    subject = forms.CharField(max_length=200)
    body = forms.CharField(max_length=8000, widget=BODY, label="Letter", strip=False)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        for name in ("subject", "body"):
            answer = fields_known(said.get(name, ""))
            if isinstance(answer, Denied):
                self.add_error(name, answer.reason)
        return said


class TemplateForm(WordsForm):
    """A letter to be used again."""

    name = forms.CharField(max_length=80, help_text="for the office")

    def layout(self) -> Layout:
        return Layout("name", "subject", "body", HTML(field_words()))


TAKE = """<div class="mb-16"><button class="btn btn-small" name="take" value="1" formnovalidate
formaction="{% url 'desk:outreach-preview' %}">Take the template’s words</button></div>"""


class WriteForm(WordsForm):
    """Which template, about which campaign, in which words. Prefixed, so that it never meets the roster's filters."""

    prefix = "do"
    template = forms.ModelChoiceField(
        LetterTemplate.objects.filter(archived_at=None), required=False, to_field_name="public_id",
        empty_label="None: I write it here", widget=forms.Select(attrs={"class": "form-select"}),
    )  # fmt: skip
    campaign = forms.ModelChoiceField(
        Campaign.objects.exclude(state__in=(CampaignState.CLOSED, CampaignState.CANCELLED))
        .select_related("brand__company", "brief", "manager"),
        required=False, to_field_name="public_id", empty_label="None", label="About the campaign",
        widget=forms.Select(attrs={"class": "form-select"}),
    )  # fmt: skip

    def layout(self) -> Layout:
        chosen = Div("template", "campaign", css_class="half")
        return Layout(chosen, HTML(TAKE), "subject", "body", HTML(field_words()))
