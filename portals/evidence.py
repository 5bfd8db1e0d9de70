"""Figures of a live piece as somebody reads them off a screen."""

from typing import Any

from django import forms

from portals.pictures import cleaned
from stats.models.post import COUNTS


class EvidenceForm(forms.Form):
    """At least one figure, the day, and a picture of the screen. What is left empty is unknown, not zero."""

    as_of = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), label="As of")
    views, likes, comments, shares, saves, reach = (
        forms.IntegerField(required=False, min_value=0, max_value=10**12, label=name.capitalize()) for name in COUNTS
    )
    evidence = forms.FileField(
        required=False,
        label="Picture of the screen",
        help_text="JPEG, PNG or WebP, up to 20 MB. It stays in the office.",
    )

    def clean_evidence(self) -> Any:
        upload = self.cleaned_data.get("evidence")
        return cleaned(upload) if upload else None

    def said(self) -> dict[str, Any]:
        """As `enter_figures` takes it."""
        data = self.cleaned_data
        figures = {name: data[name] for name in COUNTS}
        return {"as_of": data["as_of"], "figures": figures, "evidence": data["evidence"]}
