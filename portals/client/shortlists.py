"""Shortlists: who is proposed, and what the brand says to each."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from campaigns.actions import answer_entry, send_shortlist_answers
from campaigns.models import Shortlist, ShortlistPost
from campaigns.people import named
from campaigns.queries.shortlists import sheet_of, shortlists_of, told
from campaigns.shortlist_checks import may_answer
from lib.refusals import Denied
from outbox.once import sent_once
from portals.client.frame import page
from portals.pages import allowed, attempt, visible
from portals.shortlists import AnswerForm, answered, drawn, entry_of, picture_of, unanswered


def shortlists(request: HttpRequest) -> HttpResponse:
    """What waits, and what was proposed before."""
    rows = told(shortlists_of(request.user))
    context = {
        "waiting_lists": [row for row in rows if row.waits],
        "before": [row for row in rows if not row.waits],
        "today": timezone.localdate(),
    }
    return page(request, "client/shortlists.html", context)


def _found(request: HttpRequest, public_id: str) -> Shortlist:
    found: Shortlist = visible(request, shortlists_of(request.user).select_related("check_made"), public_id)
    return found


def shortlist(request: HttpRequest, public_id: str) -> HttpResponse:
    """The people, with the answers so far and what they add up to."""
    found = _found(request, public_id)
    newer = shortlists_of(request.user).filter(campaign=found.campaign, state="sent").exclude(pk=found.pk).first()
    may = may_answer(found, request.user)
    context: dict[str, Any] = {
        **drawn(sheet_of(found), picture=lambda post: reverse("client:shortlist-picture", args=[post.public_id])),
        "may": may,
        "reason": may.for_outside if isinstance(may, Denied) else "",
        "newer": newer,
        "campaign_url": reverse("client:campaign", args=[found.campaign.public_id]),
        "sheet_url": reverse("client:checked-sheet", args=[found.check_made.public_id]) if found.check_made else "",
        "answer_url": reverse("client:shortlist-answer", args=[found.public_id]),
        "send_url": reverse("client:shortlist-send", args=[found.public_id]),
    }
    return page(request, "client/shortlist.html", context)


@allowed(Permission.ANSWER_SHORTLISTS)
@sent_once
@require_POST
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep what was pressed or written about one talent."""
    found = _found(request, public_id)
    entry, form = entry_of(found, request), AnswerForm(request.POST)
    url, now = reverse("client:shortlist", args=[found.public_id]), timezone.now()
    if form.is_valid() and attempt(
        request, lambda: answer_entry(entry=entry, by=request.user, now=now, **form.cleaned_data), form=form
    ):
        return answered(url, entry)
    newest = shortlists_of(request.user).filter(campaign=found.campaign, state="sent").first() or found
    return unanswered(request, url, entry, form, reverse("client:shortlist", args=[newest.public_id]))


@allowed(Permission.ANSWER_SHORTLISTS)
@sent_once
@require_POST
def send(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give the office what was said so far."""
    found = _found(request, public_id)
    attempt(
        request,
        lambda: send_shortlist_answers(shortlist=found, by=request.user, now=timezone.now()),
        f"{named(found.campaign, begins=True)} has your answers.",
    )
    return redirect("client:shortlist", found.public_id)


def picture(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A post's picture."""
    return picture_of(ShortlistPost.objects.visible_to(request.user), public_id)
