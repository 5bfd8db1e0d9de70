"""The office's or the brand's word on a draft, with rows that point at a place of a picture or a time of a film."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, QueryDict

from campaigns.actions import Pointed
from campaigns.models import Draft, DraftFile, MediaKind, ReviewSide
from lib.figures import counted

ROWS = 6
CLOCK = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,2}):)?(\d{1,4})(?:[.,](\d))?")


def seconds_of(text: str) -> Decimal | None:
    """1:05, 0:01:05 or 65 as seconds; None where it is no time."""
    found = CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, seconds, tenth = (int(part or 0) for part in found.groups())
    return Decimal(hours * 3600 + minutes * 60 + seconds) + Decimal(tenth) / 10


class ReviewForm(forms.Form):
    """Yes, or what should change: in words or pointed at. A yes may come with a word."""

    answer = forms.ChoiceField(choices=[("approve", "Approve"), ("changes", "Ask for changes")])
    comment = forms.CharField(required=False, max_length=4000, label="What should change")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "answer" in self.errors:
            del self.errors["answer"]
            raise forms.ValidationError("Say whether it is fine or should change: press one of the two.")
        return data

    def needs_words(self, pointed: bool) -> bool:
        """Whether changes are asked for without a word which; says so under the field."""
        data = self.cleaned_data
        if data["answer"] == "changes" and not data["comment"].strip() and not pointed:
            self.add_error("comment", "Say what should change, so that the talent can do it.")
            return True
        return False


class RemarkForm(forms.Form):
    """What should change, and where. Empty rows say nothing."""

    file = forms.ModelChoiceField(
        DraftFile.objects.none(), required=False, to_field_name="public_id", empty_label=None, label="Of"
    )
    at = forms.CharField(required=False, max_length=10, label="At", help_text="0:12 in a film")
    x = forms.DecimalField(required=False, min_value=0, max_value=100, widget=forms.HiddenInput)
    y = forms.DecimalField(required=False, min_value=0, max_value=100, widget=forms.HiddenInput)
    text = forms.CharField(required=False, max_length=1000, label="What should change there")

    def __init__(self, *args: Any, files: list[DraftFile], **options: Any) -> None:
        super().__init__(*args, **options)
        shown = DraftFile.objects.filter(pk__in=[file.pk for file in files])
        self.fields["file"].queryset = shown  # type: ignore[attr-defined]
        self.fields["file"].choices = [(file.public_id, str(file)) for file in files]  # type: ignore[attr-defined]

    def clean_at(self) -> Decimal | None:
        said = self.cleaned_data["at"]
        if not said.strip():
            return None
        at = seconds_of(said)
        if at is None:
            raise forms.ValidationError("Write the time as 0:12.")
        return at

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file, text = data.get("file"), data.get("text", "").strip()
        if not text and (data.get("at") is not None or data.get("x") is not None):
            self.add_error("text", "Say what should change there.")
        if text and file is None:
            self.add_error("file", "Say which file you mean.")
        if data.get("at") is not None and file is not None and file.kind != MediaKind.FILM:
            self.add_error("at", "A picture has no time. Leave it empty, or choose the film.")
        return data

    @property
    def pointed(self) -> Pointed | None:
        """What the row says; None for an empty one."""
        data = self.cleaned_data
        if not data.get("text", "").strip():
            return None
        pinned = data["at"] is None and data["x"] is not None and data["y"] is not None
        return Pointed(
            file=data["file"],
            text=data["text"],
            x=data["x"] if pinned else None,
            y=data["y"] if pinned else None,
            second=data["at"],
        )


class Remarks:
    """The rows under a review: `rows` for the page, `said()` for the action once `is_valid()`."""

    def __init__(self, draft: Draft | None, data: QueryDict | None = None) -> None:
        self.files = list(draft.files.all()) if draft else []
        count = ROWS if self.files else 0
        self.rows = [RemarkForm(data, prefix=f"remark-{number}", files=self.files) for number in range(1, count + 1)]
        self.is_bound = data is not None

    def is_valid(self) -> bool:
        answers = [row.is_valid() for row in self.rows]  # each row says what is wrong in it
        return all(answers)

    def said(self) -> list[Pointed]:
        return [row.pointed for row in self.rows if row.pointed is not None]

    @property
    def is_open(self) -> bool:
        """Whether something is typed in a row, so that it shows."""
        return self.is_bound and any(row.has_changed() for row in self.rows)

    @property
    def has_picture(self) -> bool:
        return any(file.kind != MediaKind.FILM for file in self.files)

    @property
    def has_film(self) -> bool:
        return any(file.kind == MediaKind.FILM for file in self.files)


def typed_in(form: ReviewForm, remarks: Remarks) -> str:
    """What was sent, to copy where no answer is taken any more: the comment, then each remark with its place."""
    said = [str(form["comment"].value() or "")]
    files = {file.public_id: file for file in remarks.files}
    for row in remarks.rows if remarks.is_bound else ():
        words, of = row["text"].value(), files.get(row["file"].value() or "")
        place = " at ".join(filter(None, (str(of or ""), row["at"].value())))
        said.append(f"{place}: {words}" if words and place else str(words or ""))
    return "\n".join(filter(str.strip, said))


def yes_before(draft: Draft, versions: Iterable[Draft]) -> Draft | None:
    """The newest version before this one that the brand said yes to. The reviews of `versions` are read already."""
    for each in versions:  # the newest first
        if each.version < draft.version and any(
            review.approved and review.side == ReviewSide.CLIENT for review in each.reviews.all()
        ):
            return each
    return None


def tell_approved(request: HttpRequest, said: list[tuple[Draft, str]], passed_to: str = "") -> None:
    """Toasts after a bulk approval: how many, and each that stays with its reason."""
    done = sum(not why for _, why in said)
    if done:
        deed = f"passed on to {passed_to}" if passed_to else "approved"
        messages.success(request, f"{counted(done, 'draft')} {deed}.")
    for draft, why in said:
        if why:
            piece = draft.deliverable
            messages.error(request, f"{piece} from {piece.booking.talent.name} stays: {why}")
