"""An account's audience as somebody reads it off the platform's own page."""

import re
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.http import HttpRequest
from django.utils import timezone

from lib.countries import countries
from portals.evidence import ReadOff
from stats.audience import latest
from stats.models import Audience
from stats.models.audience import AGES
from talent.importing.places import country_code
from talent.models import SocialAccount

LANDS, SPARE, FILLED, MOST = 6, 2, 12, 60
"""So many countries are asked for at least, as platforms show five; so many more than are filled in; so many of those
that are known are filled in; so many are taken."""
KNOWN = {"known-countries": list(countries().values())}
"""What is offered while a country is typed."""


def _share(label: str) -> forms.DecimalField:
    return forms.DecimalField(required=False, min_value=0, max_value=100, decimal_places=1, label=label)


class AudienceForm(ReadOff):
    """Countries by name with their percent, ages, women and men; as `enter_audience` takes it.

    It opens with what is known, to be corrected or renewed; the day is asked anew. Countries that are known and not
    filled in, being small, stay as they are.
    """

    women, men = _share("Women"), _share("Men")

    def __init__(self, *args: Any, known: Audience | None = None, **options: Any) -> None:
        told = {"as_of": timezone.localdate(), **(_filled(known) if known is not None else {})}
        options["initial"] = told
        super().__init__(*args, **options)
        self.small = _small(known) if known is not None else {}
        self.lands = self._rows(len(_largest(known)) if known is not None else 0)
        for n in range(self.lands):
            land = forms.CharField(
                required=False,
                max_length=60,
                label=f"Country {n + 1}" if n else "Country",
                widget=forms.TextInput(attrs={"list": "known-countries", "autocomplete": "off"}),
            )
            self.fields |= {f"land_{n}": land, f"share_{n}": _share(f"Share {n + 1}, %" if n else "Share, %")}
        self.fields |= {f"age_{n}": _share(band) for n, band in enumerate(AGES)}

    def _rows(self, known: int) -> int:
        """As many as the page had that was sent, so that nothing typed is lost."""
        sent = [int(name[5:]) + 1 for name in self.data if re.fullmatch(r"land_[0-9]{1,2}", name)]
        return min(max([LANDS, *sent] if self.is_bound else [LANDS, known + SPARE]), MOST)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        self.countries: dict[str, Decimal] = {}
        for n in range(self.lands):
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
        return {**plain, "countries": self.small | self.countries if self.countries else {}, "ages": self.ages}

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        lands = [name for n in range(self.lands) for name in (f"land_{n}", f"share_{n}")]
        ages = [f"age_{n}" for n in range(len(AGES))]
        helper.layout = Layout(
            "as_of",
            Fieldset("Where they live, the largest first", Div(*lands, css_class="lands"), css_class="told"),
            Fieldset("How old they are, %", Div(*ages, css_class="shares"), css_class="told"),
            Fieldset("Women and men, %", Div("women", "men", css_class="shares"), css_class="told"),
        )  # fmt: skip
        return helper


def _largest(known: Audience) -> list[tuple[str, float]]:
    return sorted(known.countries.items(), key=lambda pair: -pair[1])[:FILLED]


def _small(known: Audience) -> dict[str, Decimal]:
    """What is known of the countries that are not filled in."""
    filled = dict(_largest(known))
    return {code: Decimal(str(share)) for code, share in known.countries.items() if code not in filled}


def _filled(known: Audience) -> dict[str, Any]:
    """What is known, by the names of the fields."""
    genders = {"women": known.women, "men": known.men}
    told: dict[str, Any] = {of: f"{float(share):g}" for of, share in genders.items() if share is not None}
    for n, (code, share) in enumerate(_largest(known)):
        told |= {f"land_{n}": countries().get(code, code), f"share_{n}": f"{share:g}"}
    return told | {f"age_{n}": f"{known.ages[band]:g}" for n, band in enumerate(AGES) if band in known.ages}


def audience_form(request: HttpRequest, account: SocialAccount) -> tuple[AudienceForm, Audience | None]:
    """The form as it opens or was sent, and what it opens with. One query."""
    known = latest([account.pk]).get(account.pk)
    return AudienceForm(request.POST or None, known=known), known


def opened_with(known: Audience | None) -> str:
    """What stands in the form and what to do with it, to go on from a sentence; "" where nothing is known."""
    if known is None:
        return ""
    small = _small(known)
    more = "smaller country is" if len(small) == 1 else "smaller countries are"
    rest = f" {len(small)} {more} known as well, and kept with what you say." if small else ""
    return (
        f" Below stands what is known as of {known.as_of:%-d %b %Y}. Correct it, and say of which day it is now.{rest}"
    )
