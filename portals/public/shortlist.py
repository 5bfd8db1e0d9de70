"""A shortlist for who has the link and says who they are, once on each browser. Over, withdrawn and unknown are one
answer; nothing else is reachable.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Office, User
from campaigns.actions import (
    answer_entry,
    count_shortlist_look,
    find_shortlist_link,
    name_guest,
    send_shortlist_answers,
)
from campaigns.models import ShortlistGuest, ShortlistLink, ShortlistPost, ShortlistState
from campaigns.people import named
from campaigns.queries.shortlists import sheet_of
from campaigns.shortlist_checks import is_open
from outbox.once import refused, sent_once
from portals.pages import attempt, page
from portals.public.guests import Door, quiet
from portals.shortlists import AnswerForm, answered, drawn, entry_of, picture_of, unanswered
from stats.kits import small_portrait


class NameForm(forms.Form):
    """Who somebody is, before they answer."""

    name = forms.CharField(label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label="Your e-mail", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


NOT_SEEN = (
    "Nothing was sent: this shortlist is newer than the page you had open. What you said is kept. "
    "Look through it, then send your answers."
)
door = Door(find_shortlist_link, "public/shortlist_over.html")


def _key(link: ShortlistLink) -> str:
    return f"shortlist-guest:{link.public_id}"


def _guest(request: HttpRequest, link: ShortlistLink) -> ShortlistGuest | None:
    """Who said on this browser who they are."""
    known = request.session.get(_key(link), "")
    return link.guests.select_related("link").filter(public_id=known).first() if known else None


def _named(request: HttpRequest, link: ShortlistLink) -> None:
    if _guest(request, link) is None:
        raise Http404("Nothing here.")


def _page(request: HttpRequest, token: str, link: ShortlistLink, form: NameForm) -> HttpResponse:
    found, guest = link.shortlist, _guest(request, link)
    frame: dict[str, Any] = {
        "office": Office.objects.current(),
        "shortlist": found,
        "campaign": found.campaign,
        "is_open": is_open(found),
        "replaced": found.state == ShortlistState.REPLACED,
        "form": form,
        "until": link.expires_at,
        "name_url": reverse("shortlist-name", args=[token]),
    }
    if guest is None:
        return quiet(page(request, "public/shortlist_who.html", frame), referrer="same-origin")
    context = {
        **frame,
        **drawn(
            sheet_of(found),
            picture=lambda post: reverse("shortlist-picture", args=[token, post.public_id]),
            portrait=lambda entry: reverse("shortlist-portrait", args=[token, entry.public_id]),
        ),
        "guest": guest,
        "may": is_open(found),
        "answer_url": reverse("shortlist-answer", args=[token]),
        "send_url": reverse("shortlist-send", args=[token]),
    }
    return quiet(page(request, "public/shortlist.html", context), referrer="same-origin")


@door
@require_safe
def shortlist(request: HttpRequest, link: ShortlistLink, token: str) -> HttpResponse:
    """The page, or who is looking at it. Each look is counted, and whose it is."""
    now = timezone.now()
    if request.method == "GET":
        guest = _guest(request, link)
        count_shortlist_look(link=link, guest=guest, by=User.objects.system(), now=now)
    return _page(request, token, link, NameForm())


@door
@require_POST
@sent_once
def name(request: HttpRequest, link: ShortlistLink, token: str) -> HttpResponse:
    """Say who one is."""
    now, form = timezone.now(), NameForm(request.POST)
    if form.is_valid():
        guest = attempt(
            request, lambda: name_guest(link=link, by=User.objects.system(), now=now, **form.cleaned_data), form=form
        )
        if guest:
            request.session[_key(link)] = guest.public_id
            return redirect("shortlist", token)
    return _page(request, token, link, form)


@door
@require_POST
@sent_once
def answer(request: HttpRequest, link: ShortlistLink, token: str) -> HttpResponse:
    """Keep what was pressed or written about one talent."""
    now = timezone.now()
    guest, form = _guest(request, link), AnswerForm(request.POST)
    if guest is None:
        return redirect("shortlist", token)
    entry = entry_of(link.shortlist, request)
    url, by = reverse("shortlist", args=[token]), User.objects.system()
    if form.is_valid() and attempt(
        request, lambda: answer_entry(entry=entry, guest=guest, by=by, now=now, **form.cleaned_data), form=form
    ):
        return answered(url, entry)
    return unanswered(request, url, entry, form, url)


@door
@require_POST
@sent_once
def send(request: HttpRequest, link: ShortlistLink, token: str) -> HttpResponse:
    """Give the office what was said so far, from a page that shows the list that the link opens now."""
    now = timezone.now()
    guest = _guest(request, link)
    if guest is not None and request.POST.get("shortlist") != link.shortlist.public_id:
        refused(request)
        messages.error(request, NOT_SEEN)
    elif guest is not None:
        attempt(
            request,
            lambda: send_shortlist_answers(shortlist=link.shortlist, guest=guest, by=User.objects.system(), now=now),
            f"{named(link.shortlist.campaign, begins=True)} has your answers.",
        )
    return redirect("shortlist", token)


@door
@require_safe
def picture(request: HttpRequest, link: ShortlistLink, token: str, public_id: str) -> HttpResponseBase:
    """A post's picture."""
    _named(request, link)
    return quiet(picture_of(ShortlistPost.objects.filter(entry__shortlist=link.shortlist), public_id))


@door
@require_safe
def portrait(request: HttpRequest, link: ShortlistLink, token: str, public_id: str) -> HttpResponse:
    """A talent's photograph."""
    _named(request, link)
    entry = link.shortlist.entries.select_related("talent").filter(public_id=public_id).first()
    photo = small_portrait(entry.talent) if entry else None
    if photo is None:
        raise Http404("Nothing here.")
    return quiet(HttpResponse(photo, content_type="image/jpeg"))
