"""What the forms of the desk have in common."""

from functools import cache
from typing import Any

from babel import Locale
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone

import lib.countries
from accounts.models import Office
from portals.amounts import AmountsForm
from portals.sane_days import SANE_DAYS

ENGLISH = Locale("en")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class OfficeMoment(forms.DateTimeField):
    """A day and a time on the office's clock, whatever clock the reader lives by."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> Any:
        with timezone.override(Office.objects.current().timezone):
            return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        with timezone.override(Office.objects.current().timezone):
            return super().prepare_value(value)


class DeskForm(AmountsForm):
    """Fields only: the page brings the form tag, the key, the version and the buttons. `layout` says how they lie."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, forms.DateField) and SANE_DAYS[0] not in field.validators:
                field.validators = [*field.validators, *SANE_DAYS]

    def layout(self) -> Layout | None:
        """None: one below the other."""
        return None

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = self.layout() or helper.layout
        return helper


def countries() -> list[tuple[str, str]]:
    """ISO 3166-1 codes with their English names, by name; the first is "not said"."""
    return [("", "Not said"), *lib.countries.countries().items()]


LANGUAGES = (
    "ar", "bn", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fil", "fr", "he", "hi", "hr", "hu", "id",
    "is", "it", "ja", "ko", "lt", "lv", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "sw",
    "ta", "te", "th", "tr", "uk", "ur", "vi", "zh", "zu",
)  # fmt: skip


@cache
def languages() -> tuple[tuple[str, str], ...]:
    """The languages that an office meets, by their English names."""
    return tuple(sorted(((tag, language_name(tag)) for tag in LANGUAGES), key=lambda pair: pair[1]))


def language_name(tag: str) -> str:
    """`pt-BR` is Portuguese; a tag that nobody knows stays as it is."""
    return ENGLISH.languages.get(tag.split("-")[0], tag)


def country_name(code: str) -> str:
    """`JP` is Japan."""
    return ENGLISH.territories.get(code, code)
