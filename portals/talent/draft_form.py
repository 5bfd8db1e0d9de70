"""The form of a draft: words, pictures, films, and what stays of the version before."""

from typing import Any

from django import forms
from django.core.files.base import File

from accounts.models import User
from campaigns.models import Deliverable, DraftFile, Upload
from portals.pictures import SeveralFiles, cleaned


class Pictures(forms.FileField):
    """Several pictures, each looked at and written anew."""

    def clean(self, data: Any, initial: Any = None) -> list[File]:  # type: ignore[type-arg]
        return [cleaned(super(Pictures, self).clean(each, initial)) for each in data or [] if each]


class DraftForm(forms.Form):
    """A version of a piece. `keep` names files of the last version, `uploads` films that came in in pieces."""

    caption = forms.CharField(
        required=False, max_length=5000, label="Caption", widget=forms.Textarea(attrs={"rows": 6})
    )
    label = forms.CharField(required=False, max_length=40, label="Label")
    keep = forms.ModelMultipleChoiceField(
        DraftFile.objects.none(), required=False, to_field_name="public_id", label="From your last draft"
    )
    pictures = Pictures(
        required=False, label="Pictures", help_text="JPEG, PNG or WebP, up to 20 MB each.",
        widget=SeveralFiles(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip
    film = forms.FileField(
        required=False, label="Film", help_text="MP4, MOV or WebM, up to 500 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": "video/mp4,video/quicktime,video/webm"}),
    )  # fmt: skip
    uploads = forms.ModelMultipleChoiceField(
        Upload.objects.none(), required=False, to_field_name="public_id",
        error_messages={"invalid_choice": "That film is no longer here. Send it again."},
    )  # fmt: skip
    link = forms.URLField(
        required=False, max_length=500, label="Link to the film", assume_scheme="https",
        help_text="Instead of sending it: a private link where the office and the brand can see it.",
    )  # fmt: skip
    note = forms.CharField(
        required=False, max_length=2000, label="Anything to add", widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, piece: Deliverable, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        last = piece.drafts.prefetch_related("files").order_by("-version").first()
        self.last_files = list(last.files.all()) if last else []
        shown = [file.file.name for file in self.last_files]
        self.films_here = list(
            Upload.objects.visible_to(user)
            .filter(deliverable=piece, finished_at__isnull=False)
            .exclude(file__in=shown or [""])
        )
        keep, uploads = self.fields["keep"], self.fields["uploads"]
        keep.queryset = DraftFile.objects.filter(draft=last)  # type: ignore[attr-defined]
        uploads.queryset = Upload.objects.filter(pk__in=[each.pk for each in self.films_here])  # type: ignore[attr-defined]
        if not self.is_bound:
            self.initial.update(self._of_last(piece, last))

    def _of_last(self, piece: Deliverable, last: Any) -> dict[str, Any]:
        if last is None:
            return {"label": piece.booking.campaign.brief.label}
        return {"caption": last.caption, "label": last.label, "link": last.link}

    def is_kept(self, file: DraftFile) -> bool:
        """Whether a file of the last version is ticked; all are until somebody says otherwise."""
        return not self.is_bound or file.public_id in self.data.getlist("keep")  # type: ignore[attr-defined]

    @property
    def kept_files(self) -> list[tuple[DraftFile, bool]]:
        return [(file, self.is_kept(file)) for file in self.last_files]

    def said(self) -> dict[str, Any]:
        """As `submit_draft` takes it."""
        data = dict(self.cleaned_data)
        film = data.pop("film")
        order = {file.pk: file.order for file in self.last_files}
        data["keep"] = sorted(data["keep"], key=lambda file: order[file.pk])
        return {**data, "films": [film] if film else []}
