"""An account's audience as somebody reads it off the platform's own page."""

from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms

from lib.countries import countries
from portals.choices import part
from portals.evidence import ReadOff
from stats.models.audience import AGES
from talent.importing.places import country_code

LANDS = 6
"""So many countries are asked for; platforms show five."""
KNOWN = {"known-countries": list(countries().values())}
"""What is offered while a country is typed."""


def _share(label: str) -> forms.DecimalField:
    return forms.DecimalField(required=False, min_value=0, max_value=100, decimal_places=1, label=label)


class AudienceForm(ReadOff):
    """Countries by name with their percent, ages, women and men; as `enter_audience` takes it."""

    women, men = _share("Women"), _share("Men")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for n in range(LANDS):
            land = forms.CharField(
                required=False,
                max_length=60,
                label="Country",
                widget=forms.TextInput(attrs={"list": "known-countries"}),
            )
            self.fields |= {f"land_{n}": land, f"share_{n}": _share("%")}
        self.fields |= {f"age_{n}": _share(band) for n, band in enumerate(AGES)}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        self.countries: dict[str, Decimal] = {}
        for n in range(LANDS):
            self._land(f"land_{n}", f"share_{n}")
        self.ages = {band: data[f"age_{n}"] for n, band in enumerate(AGES) if data.get(f"age_{n}") is not None}
        known = self.countries or self.ages or data.get("women") is not None or data.get("men") is not None
        if not known and not self.errors:
            raise forms.ValidationError("Say at least one share.")
        return data

    def _land(self, land: str, share: str) -> None:
        named, percent = self.cleaned_data.get(land), self.cleaned_data.get(share)
        code = country_code(named) if named else ""
        if named and not code:
            self.add_error(land, "No country is called so. Take one of the list.")
        elif code in self.countries:
            self.add_error(land, "This country stands above already.")
        elif code and percent is None and share not in self.errors:
            self.add_error(share, "How many percent?")
        elif percent is not None and not named and land not in self.errors:
            self.add_error(land, "Of which country?")
        elif code and percent is not None:
            self.countries[code] = percent

    def said(self) -> dict[str, Any]:
        """As `enter_audience` takes it."""
        data = self.cleaned_data
        plain = {name: data[name] for name in ("as_of", "women", "men")}
        return {**plain, "countries": self.countries, "ages": self.ages}

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        lands = [name for n in range(LANDS) for name in (f"land_{n}", f"share_{n}")]
        ages = [f"age_{n}" for n in range(len(AGES))]
        helper.layout = Layout(
            "as_of", part("Where they live"), Div(*lands, css_class="lands"), part("How old they are, in %"),
            Div(*ages, css_class="shares"), part("Women and men, in %"), Div("women", "men", css_class="shares"),
        )  # fmt: skip
        return helper
