"""Figures as somebody reads them off a screen, of a live piece and of an account."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.http import FileResponse, Http404

from portals.pictures import cleaned
from stats.models import HandCounts, HandFigures
from stats.models.post import COUNTS

MOST = 10**12


def _count(label: str, *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(required=required, min_value=0, max_value=MOST, label=label)


def _picture(*, required: bool) -> forms.FileField:
    return forms.FileField(
        required=required,
        label="Picture of the screen",
        help_text="JPEG, PNG or WebP, up to 20 MB. It stays in the office.",
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )


class ReadOff(forms.Form):
    """The day of it, and a picture of the screen. What is left empty is unknown, not zero."""

    as_of = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), label="As of")

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag, helper.disable_csrf = False, True
        return helper

    def clean_evidence(self) -> Any:
        upload = self.cleaned_data.get("evidence")
        return cleaned(upload) if upload else None


class CountsForm(ReadOff):
    """An account's followers at least; as `enter_counts` takes it. The picture is what makes them believed."""

    followers = _count("Followers", required=True)
    posts = _count("Posts")
    views = _count("Views")
    evidence = _picture(required=True)
    sure = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, known: int | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = known

    def clean(self) -> dict[str, Any]:
        """Twice as many or half as many as were known is asked once: it may be a slip."""
        data: dict[str, Any] = super().clean() or {}
        now = data.get("followers")
        if self.known and now is not None and not self.known <= 2 * now <= 4 * self.known and data.get("sure") != now:
            again = "If that is right, choose the picture again and send."
            self.add_error("followers", f"You say {now:,}; last it was {self.known:,}. {again}")
            self.data = {**self.data.dict(), "sure": str(now)}  # type: ignore[attr-defined]
        return data

    def said(self) -> dict[str, Any]:
        """As `enter_counts` takes it."""
        return {name: self.cleaned_data[name] for name in ("as_of", "followers", "posts", "views", "evidence")}


class EvidenceForm(ReadOff):
    """At least one figure of a live piece, and the picture that makes it believed."""

    views, likes, comments, shares, saves, reach = (_count(name.capitalize()) for name in COUNTS)
    evidence = _picture(required=True)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not any(name in self.errors or data.get(name) is not None for name in COUNTS):
            self.add_error(None, "Enter at least one figure.")
        return data

    def said(self) -> dict[str, Any]:
        """As `enter_figures` takes it."""
        data = self.cleaned_data
        figures = {name: data[name] for name in COUNTS}
        return {"as_of": data["as_of"], "figures": figures, "evidence": data["evidence"]}


def shown_evidence(kept: HandCounts | HandFigures) -> FileResponse:
    """The picture, for the office alone; 404 where there is none, or where its file is lost."""
    try:
        opened = kept.evidence.open("rb")
    except (ValueError, FileNotFoundError) as error:
        raise Http404("Nothing here.") from error
    return FileResponse(opened, content_type="image/jpeg", headers={"Cache-Control": "private"})
