"""Threads: read, answered and begun alike in every portal; who reads one stands over it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import filetype
from django import forms
from django.core.files.base import File
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.actions import read_notices
from campaigns.actions import write_message
from campaigns.attachments import LARGEST, TOO_LARGE
from campaigns.calls import as_told, knows_brand
from campaigns.models import Thread, ThreadFile
from campaigns.queries.threads import fresh_since, threads_of
from campaigns.threads import may_write
from lib.byte_ranges import send_file
from outbox.once import sent_once
from portals.notices import READ
from portals.pages import attempt, visible
from portals.pictures import SeveralFiles, cleaned

ROWS = Thread.objects.select_related("campaign__brand", "campaign__brief", "talent", "booking__talent")


class Attachments(forms.FileField):
    """Several files; pictures are looked at and written anew, without what the camera noted."""

    widget = SeveralFiles(attrs={"class": "form-control", "accept": "image/jpeg,image/png,image/webp,.pdf,.txt"})

    def clean(self, data: Any, initial: Any = None) -> list[File]:  # type: ignore[type-arg]
        return [self._one(super(Attachments, self).clean(each, initial)) for each in data or [] if each]

    def _one(self, file: Any) -> File:  # type: ignore[type-arg]
        if file.size > LARGEST:
            raise forms.ValidationError(TOO_LARGE)
        known = filetype.guess(file.read(4096))
        file.seek(0)
        if known is None or not known.mime.startswith("image/"):
            return file  # type: ignore[no-any-return]
        picture = cleaned(file)
        picture.name = file.name
        return picture


class MessageForm(forms.Form):
    """The next message."""

    text = forms.CharField(
        label="Message", max_length=5000, widget=forms.Textarea(attrs={"rows": 4, "class": "form-control"})
    )
    attachments = Attachments(required=False, label="Files", help_text="Pictures, PDF or text, up to 20 MB each.")


class BeginForm(MessageForm):
    """A thread's subject and its first message."""

    title = forms.CharField(
        label="What it is about", max_length=120, widget=forms.TextInput(attrs={"class": "form-control"})
    )
    field_order = ("title", "text", "attachments")


class Threads:
    """The pages of one portal. `page` draws its frame."""

    def __init__(self, portal: str, page: Callable[..., HttpResponse]) -> None:
        self.portal, self.page = portal, page

    def urls(self) -> list[URLPattern]:
        return [
            path("threads/", self.threads, name="threads"),
            path("threads/files/<str:public_id>", self.file, name="thread-file"),
            path("threads/<str:public_id>/", sent_once(self.thread), name="thread"),
            path("threads/<str:public_id>/read", sent_once(require_POST(self.read)), name="thread-read"),
        ]

    def threads(self, request: HttpRequest) -> HttpResponse:
        """All that the reader is part of, the one written in last first."""
        context = {"portal": self.portal, "threads": threads_of(request.user)}
        return self.page(request, f"{self.portal}/threads.html", context)

    def thread(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """What was written, and the next message."""
        row: Thread = visible(request, ROWS, public_id)
        form = MessageForm(request.POST or None, request.FILES or None)
        if form.is_valid() and attempt(
            request,
            lambda: write_message(thread=row, by=request.user, now=timezone.now(), **form.cleaned_data),
            "Sent.",
            form,
        ):
            self._read(request, row)
            return redirect(f"{self.portal}:thread", row.public_id)
        return self.page(request, f"{self.portal}/thread.html", self.context(request, row, form))

    def context(self, request: HttpRequest, row: Thread, form: MessageForm) -> dict[str, Any]:
        since = fresh_since(request.user, row)
        knows = self.portal != "talent" or row.talent is None or knows_brand(row.campaign, row.talent)
        return {
            "portal": self.portal,
            "thread": row,
            "said": list(row.messages.select_related("written_by").prefetch_related("files")),
            "fresh_since": since,
            "may_write": may_write(request.user, row.audience, row.campaign, row.talent),
            "told": as_told(row.campaign, knows=knows),
            "form": form,
        }

    def file(self, request: HttpRequest, public_id: str) -> HttpResponseBase:
        """A file of a message: a picture in the page, anything else to keep. For who reads the thread alone."""
        row: ThreadFile = visible(request, ThreadFile.objects, public_id)
        return send_file(
            request, row.file.open("rb"), size=row.size, content_type=f"{row.content_type}; charset=utf-8"
            if row.content_type == "text/plain" else row.content_type,
            filename=row.name, as_attachment=not row.is_picture, headers={"Cache-Control": "private, max-age=3600"},
        )  # fmt: skip

    def read(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """What is unread in it has been seen: said by the page itself where it can, else by the button on it."""
        row: Thread = visible(request, ROWS, public_id)
        self._read(request, row)
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Trigger": READ})
        return redirect(f"{self.portal}:thread", row.public_id)

    def _read(self, request: HttpRequest, row: Thread) -> None:
        """Up to the message that the page showed last: what came meanwhile stays unread."""
        try:
            until = datetime.fromisoformat(request.POST.get("seen", ""))
        except ValueError:
            until = None
        until = until if until and until.tzinfo else None
        thing = f"thread:{row.public_id}"
        read_notices(user=request.user, thing=thing, until=until, by=request.user, now=timezone.now())
