"""Notices in the page: the same five addresses in every portal, each in its own frame."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.actions import choose_notices, read_notices
from accounts.models import User
from accounts.notices import MOST, still_theirs, thing_of, unread
from accounts.topics import Topic, chosen_way, topic_of, topics_for
from outbox.models import Message, Way
from outbox.once import sent_once
from portals.pages import attempt, visible

PER_PAGE = 50
READ = "notices-read"
"""What the page is told by htmx when notices were read, so that the bell counts anew."""

# Noun to the page of each portal; a name that ends in "!" takes no id.
LINKS = {
    "desk": {
        "campaign": "campaign", "application": "application", "request": "nomination", "booking": "booking",
        "piece": "deliverable", "draft": "draft", "contract": "contract", "gift": "gift", "thread": "thread",
        "talent": "talent", "client-brief": "client-brief",
    },
    "client": {"campaign": "campaign", "draft": "draft", "shortlist": "shortlist", "contract": "ambassador",
               "gift": "gift", "thread": "thread", "client-brief": "brief"},
    "talent": {
        "campaign": "project", "request": "request", "booking": "work!", "piece": "piece", "contract": "bound!",
        "gift": "gift", "thread": "thread", "account": "accounts!", "talent": "accounts!",
        "stage": "results!", "terms": "terms",
    },
}  # fmt: skip
ICONS = {
    "bookings": "calendar-check", "threads": "message", "requests": "hand-click", "applications": "send",
    "shortlists": "user-check", "briefs": "file-text", "drafts": "photo-check", "deadlines": "clock",
    "dates": "calendar-event", "gifts": "box", "live": "world", "results": "chart-bar",
    "connections": "plug-x", "stages": "chart-line",
    "challenges": "clock-exclamation", "holds": "hourglass", "answers": "thumb-up", "outreach": "mail",
}  # fmt: skip
TOLD = {Way.MAIL: "also by mail", Way.DIGEST: "in the digest", Way.PAGE: ""}


@dataclass(frozen=True, slots=True)
class NoticeLine:
    message: Message
    topic: Topic
    icon: str
    told: str


def address_of(portal: str, message: Message) -> str:
    """Where in this portal the notice leads; empty where it has no such page."""
    noun, key = thing_of(message)
    name = LINKS[portal].get(noun, "")
    if not name:
        return ""
    return reverse(f"{portal}:{name.rstrip('!')}", args=[] if name.endswith("!") else [key])


def _line(message: Message) -> NoticeLine:
    topic = topic_of(message.kind)
    return NoticeLine(message, topic, ICONS.get(topic.key, "bell"), TOLD[Way(message.way)])


class WaysForm(forms.Form):
    """A choice for each topic of the reader's portal that is not fixed."""

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fixed = [topic for topic in topics_for(user.kind) if topic.fixed]
        for topic in topics_for(user.kind):
            if not topic.fixed:
                self.fields[topic.key] = forms.ChoiceField(
                    choices=topic.ways, label=topic.label, help_text=topic.said_to(user.kind),
                    initial=chosen_way(topic, user.kind, user.notices),
                )  # fmt: skip
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class Notices:
    """The pages of one portal. `page` draws its frame."""

    def __init__(self, portal: str, page: Callable[..., HttpResponse]) -> None:
        self.portal, self.page = portal, page

    def urls(self) -> list[URLPattern]:
        return [
            path("notices/", self.notices, name="notices"),
            path("notices/count", self.count, name="notices-count"),
            path("notices/read", sent_once(require_POST(self.read_all)), name="notices-read"),
            path("notices/ways", sent_once(self.ways), name="notice-ways"),
            path("notices/<str:public_id>/", self.notice, name="notice"),
            path("notices/<str:public_id>/open", sent_once(require_POST(self.open)), name="notice-open"),
        ]

    def notices(self, request: HttpRequest) -> HttpResponse:
        """What the reader was told, the newest first. What is theirs no longer has fallen away."""
        rows = Message.objects.told_to(request.user.public_id).defer("body").order_by("-written", "-pk")
        found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        lines = [_line(row) for row in still_theirs(request.user, found.object_list)]
        context = {
            "portal": self.portal,
            "fresh": [line for line in lines if line.message.read is None],
            "earlier": [line for line in lines if line.message.read is not None],
            "pages": found,
        }
        return self.page(request, f"{self.portal}/notices.html", context)

    def count(self, request: HttpRequest) -> HttpResponse:
        """The bell's number, fetched by the page after it came, so that no page waits for it."""
        number = len(unread(request.user))
        if not number:
            return HttpResponse()
        shown = f"{MOST}+" if number >= MOST else str(number)
        return HttpResponse(f'<span class="count">{shown}<span class="visually-hidden"> unread</span></span>')

    def notice(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """One notice in full, for what leads nowhere else."""
        row = self._theirs(request, public_id)
        context = {
            "portal": self.portal,
            "notice": row,
            "open_url": reverse(f"{self.portal}:notice-open", args=[row.public_id]),
            "leads": bool(address_of(self.portal, row)),
        }
        return self.page(request, f"{self.portal}/notice.html", context)

    def _theirs(self, request: HttpRequest, public_id: str) -> Message:
        row: Message = visible(request, Message.objects.told_to(request.user.public_id), public_id)
        if not still_theirs(request.user, [row]):
            raise Http404("Nothing here.")
        return row

    def open(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """Mark it as read, and go where it leads. All that a thread brought is read with one of them."""
        row = self._theirs(request, public_id)
        which = {"thing": row.thing} if row.thing.startswith("thread:") else {"only": row.public_id}
        read_notices(user=request.user, by=request.user, now=timezone.now(), **which)
        return redirect(address_of(self.portal, row) or reverse(f"{self.portal}:notice", args=[row.public_id]))

    def read_all(self, request: HttpRequest) -> HttpResponse:
        attempt(request, lambda: read_notices(user=request.user, by=request.user, now=timezone.now()), "All read.")
        return redirect(f"{self.portal}:notices")

    def ways(self, request: HttpRequest) -> HttpResponse:
        """By which way each kind of notice comes."""
        user: User = request.user  # type: ignore[assignment]
        form = WaysForm(request.POST or None, user=user)
        if form.is_valid() and attempt(
            request,
            lambda: choose_notices(user=user, wanted=form.cleaned_data, by=user, now=timezone.now()),
            "Saved.",
            form,
        ):
            return redirect(f"{self.portal}:notice-ways")
        return self.page(request, f"{self.portal}/notice_ways.html", {"portal": self.portal, "form": form})
