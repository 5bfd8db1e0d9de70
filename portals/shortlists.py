"""A shortlist as the brand reads it: in its portal, behind a guest link, and as staff look at it before it goes."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.humanize.templatetags.humanize import apnumber
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst

from campaigns.models import Reply, Shortlist, ShortlistEntry, ShortlistPost, ShortlistState
from campaigns.queries.shortlists import Sheet
from outbox.once import refused
from portals.components.facts import SOURCES, long_day
from portals.components.markup import format_html
from portals.kits import Face
from portals.pages import problems
from stats.kits import DRAWN
from stats.rates import TOLD

OLD = timedelta(days=7)  # of figures when a list was sent, from which on their day is said aloud

type Address = Callable[[Any], str]


class AnswerForm(forms.Form):
    """A choice, a comment, or both, about one talent."""

    choice = forms.ChoiceField(required=False, choices=Reply.choices)
    comment = forms.CharField(required=False, max_length=2000)


def count_words(number: int) -> str:
    """One to nine in words, more in figures."""
    return str(apnumber(number))


def people_words(number: int) -> str:
    return f"{capfirst(count_words(number))} {'person' if number == 1 else 'people'}"


def possible_words(sheet: Sheet) -> str:
    """Who can work for the brand, in one sentence that names nobody else."""
    doubtful, all_of = len(sheet.doubtful), len(sheet.lines)
    if doubtful == 0:
        both = "Both" if all_of == 2 else f"All {count_words(all_of)}"
        return f"{both if all_of > 1 else sheet.lines[0].entry.name} can work for you" if all_of else ""
    if doubtful == all_of:
        return "Whether they can work for you is being looked into" if all_of > 1 else "The office is looking into it"
    rest = all_of - doubtful
    return f"{capfirst(count_words(rest))} can work for you; the office looks into {count_words(doubtful)}"


def figures_words(sheet: Sheet) -> list[str]:
    """Of when the figures are and how the rates are reckoned, each formula once."""
    said = []
    for line in sheet.lines:
        account = line.entry.leading
        if account.get("rate") is None:
            continue
        formula = account.get("formula")
        words = f"{formula}, median of the recent posts that tell it" if formula else TOLD
        if words not in said:
            said.append(words)
    return said


def _told(account: Mapping[str, Any], sent: date) -> tuple[str, bool]:
    """Where an account's followers are from and of when; and whether that is said aloud: nobody measured them, or they
    were a week old when the list was sent. Nothing where they are unknown.
    """
    if account.get("followers") is None or not account.get("source") or not account.get("as_of"):
        return "", False
    day = date.fromisoformat(account["as_of"])
    words = f"{SOURCES[account['source']][0]}, {long_day(day)}"
    return words, account["source"] != "measured" or day <= sent - OLD


def drawn(sheet: Sheet, *, picture: Address, portrait: Address | None = None) -> dict[str, Any]:
    """What the page of a shortlist is drawn from. `picture` says where a post's picture is, `portrait` where an
    entry's photograph is for readers without an account.
    """
    sent = timezone.localdate(sheet.shortlist.sent_at or timezone.now())
    for line in sheet.lines:
        entry = line.entry
        entry.told, entry.says_so = _told(entry.leading, sent)  # type: ignore[attr-defined]
        is_told = entry.leading.get("rate") is not None and not entry.leading.get("formula")
        entry.rate_told = TOLD if is_told else ""  # type: ignore[attr-defined]
        entry.shown = [(post, picture(post) if post.picture else "") for post in entry.posts.all()]  # type: ignore[attr-defined]
        entry.face = _face(entry, portrait)  # type: ignore[attr-defined]
        entry.called = entry.name or entry.talent.name  # type: ignore[attr-defined]
    campaign = sheet.shortlist.campaign
    return {
        "newer": None,
        "campaign_url": "",
        "sheet_url": "",
        "reason": "",
        "sheet": sheet,
        "shortlist": sheet.shortlist,
        "campaign": campaign,
        "title": f"{people_words(len(sheet.lines))} for {campaign.name}",
        "possible": possible_words(sheet),
        "reckoned": figures_words(sheet),
        "places": count_words(sheet.shortlist.places or 0),
        "later": count_words(len(sheet.open)),
        "choices": Reply.choices,
        "progress_words": f"{len(sheet.answered)} of {len(sheet.lines)}, kept as you go",
    }


def _face(entry: ShortlistEntry, portrait: Address | None) -> Any:
    talent = entry.talent
    name = str(talent.portrait or "")
    if portrait is None or not name or name.startswith(DRAWN):
        return talent
    return Face(talent.name, talent.tint, portrait(entry))


def entry_of(shortlist: Shortlist, request: HttpRequest) -> ShortlistEntry:
    """The entry that a form is about; 404 where it is none of this list or of one of its versions before.

    The page of a version that was replaced since names one of those, and answering it is refused.
    """
    versions = shortlist.campaign.shortlists.filter(number__lte=shortlist.number, sent_at__isnull=False)
    rows = ShortlistEntry.objects.filter(shortlist__in=versions)
    entry: ShortlistEntry | None = rows.filter(public_id=request.POST.get("entry", "")[:12]).first()
    if entry is None:
        raise Http404("Nothing here.")
    return entry


def answered(url: str, entry: ShortlistEntry) -> HttpResponse:
    """Back to the talent that was answered."""
    return redirect(f"{url}#proposal-{entry.public_id}")


def unanswered(request: HttpRequest, url: str, entry: ShortlistEntry, form: AnswerForm, newer: str) -> HttpResponse:
    """The sentence beside the answer that was refused. The page stays, with all that is typed on it.

    `newer` is where the list that replaced the entry's can be read. Without JavaScript the page comes back and says
    both the sentence and what was written.
    """
    refused(request)
    sentence, typed = problems(form), request.POST.get("comment", "").strip()
    if not request.headers.get("HX-Request"):
        messages.error(request, format_html("{} You wrote: “{}”", sentence, typed) if typed else sentence)
        return answered(url, entry)
    replaced = Shortlist.objects.filter(pk=entry.shortlist_id, state=ShortlistState.REPLACED).exists()
    said = {"sentence": sentence, "typed": typed, "newer": newer if replaced else ""}
    response = render(request, "parts/shortlist/refused.html", said, status=422)
    response["HX-Retarget"] = f"#refused-{entry.public_id}"
    response["HX-Reswap"], response["HX-Reselect"] = "innerHTML", "unset"
    return response


def picture_of(posts: Any, public_id: str) -> HttpResponseBase:
    """The picture of a post that the reader may see."""
    post: ShortlistPost | None = posts.filter(public_id=public_id).first()
    if post is None or not post.picture:
        raise Http404("Nothing here.")
    response = FileResponse(post.picture.open("rb"), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=3600"
    return response
