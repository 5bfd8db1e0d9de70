"""A campaign's shortlist: drawn up, looked at as the brand will, sent, and what the brand says to it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Office
from accounts.roles import Permission, can
from campaigns import actions
from campaigns.actions.shortlists import Words
from campaigns.models import (
    Application,
    ApplicationState,
    BookingState,
    Campaign,
    Shortlist,
    ShortlistAnswer,
    ShortlistLink,
    ShortlistPost,
    ShortlistState,
)
from campaigns.models.booking import STANDING
from campaigns.queries.shortlist_turns import is_unread
from campaigns.queries.shortlists import Line, Sheet, sheet_of
from campaigns.rules import talent_net
from campaigns.shortlist_checks import is_open, may_draft, may_propose, may_send, standings
from campaigns.shortlists import Plan
from campaigns.wishes import refusals
from outbox.once import sent_once
from portals.desk.campaigns.campaign import header, loaded
from portals.desk.exclusivity.asking import BriefForm, from_campaign
from portals.desk.guest_links import LinkForm
from portals.desk.plain import DAY, DeskForm
from portals.pages import allowed, attempt, lies_at, page, visible
from portals.shortlists import drawn, picture_of
from stats.shortlists import measured, posts_of
from talent.models import Talent

ROWS = Shortlist.objects.select_related("campaign__brief", "campaign__brand", "campaign__manager", "sent_by")
ANSWER_IN = timedelta(days=6)
OUT = (ApplicationState.DECLINED, ApplicationState.WITHDRAWN)


class WordsForm(DeskForm):
    """What stands over the list, and by when the brand is asked to answer."""

    lead = forms.CharField(
        required=False, max_length=2000, label="Words to the brand", widget=forms.Textarea(attrs={"rows": 2}),
        help_text="They stand over the list.",
    )  # fmt: skip
    answer_by = forms.DateField(required=False, label="Answer by", widget=DAY)

    @property
    def typed(self) -> Words | None:
        """What stood in the form when another button was pressed; None where it was not sent."""
        said = self.cleaned_data
        return (said["lead"], said["answer_by"]) if "lead" in self.data else None


class ShortlistLinkForm(LinkForm):
    """For whom and how long, and whether it leads on when a newer version is sent."""

    follows = forms.BooleanField(required=False, initial=True, label="Opens newer versions too, once they are sent")


def plan_of(campaign: Campaign) -> Plan:
    """The brief in words, as a clean sheet says it."""
    asked = QueryDict(mutable=True)
    for key, values in from_campaign(campaign).items():
        asked.setlist(key, values)
    asked["brief"] = campaign.public_id
    form = BriefForm(asked, clock=Office.objects.current().timezone)
    return Plan(tuple(form.told()), tuple(form.missing), asked.urlencode())


def _candidates(campaign: Campaign, sheet: Sheet, now: Any) -> list[dict[str, Any]]:
    """Who applied or is held and is not on the draft yet, each with how they would stand."""
    applied = Application.objects.filter(campaign=campaign).exclude(state__in=OUT).select_related("talent")
    held = campaign.bookings.filter(state__in=(BookingState.HOLD, *STANDING)).select_related("talent")
    found: dict[int, dict[str, Any]] = {}
    for came in applied.order_by("created_at", "pk"):
        found[came.talent_id] = {"talent": came.talent, "came": came.get_state_display(), "asks": came.proposed_fee}
    for booking in held:
        found.setdefault(booking.talent_id, {"talent": booking.talent, "came": "", "asks": None})
        found[booking.talent_id]["came"] = booking.get_state_display()
    for line in sheet.lines:
        found.pop(line.entry.talent_id, None)
    stands = standings(campaign, list(found), now)
    for pk, row in found.items():
        row["stands"] = stands.of(pk)
        row["may"] = may_propose(row["talent"], stands.of(pk))
    return list(found.values())


def _refusing(campaign: Campaign, lines: list[Line], candidates: list[dict[str, Any]], now: Any) -> None:
    """Note on each what its talent refuses of the campaign, by their own word."""
    people = [*(line.entry.talent for line in lines), *(row["talent"] for row in candidates)]
    said = refusals(campaign, people, now)
    for line in lines:
        line.entry.refuses = said.get(line.entry.talent_id, "")  # type: ignore[attr-defined]
    for row in candidates:
        row["refuses"] = said.get(row["talent"].pk, "")


def _with_door(campaign: Campaign, lines: list[Line], now: Any) -> list[Line]:
    """Each line with how its talent would stand now, and what they would receive of the price."""
    stands = standings(campaign, [line.entry.talent_id for line in lines], now)
    percent = Office.objects.current().fee_percent
    for line in lines:
        line.entry.stands = stands.of(line.entry.talent_id)  # type: ignore[attr-defined]
        price = line.entry.price
        line.entry.net = talent_net(price, percent) if price is not None else None  # type: ignore[attr-defined]
    return lines


def _page(
    request: HttpRequest, public_id: str, *, words: WordsForm | None = None, links: LinkForm | None = None,
    fresh: str = "", version: str = "",
) -> HttpResponse:  # fmt: skip
    now = timezone.now()
    campaign = loaded(request, public_id)
    versions = list(ROWS.filter(campaign=campaign).order_by("-number"))
    version = version or request.GET.get("version", "")
    chosen = next((row for row in versions if str(row.number) == version), versions[0] if versions else None)
    context: dict[str, Any] = {
        **header(request, campaign, "Shortlist", now),
        "shortlist": chosen,
        "versions": [
            (f"{row.number}, {row.get_state_display().lower().split()[0]}", f"?version={row.number}", None, row.number)
            for row in versions
        ],
        "may_draft": may_draft(campaign),
        "may_see_money": can(request.user, Permission.READ_MONEY),
        "form": words if words is not None and words.errors else links,
    }
    if chosen is None:
        return page(request, "desk/campaigns/shortlist.html", context)
    draft = chosen.state == ShortlistState.DRAFT
    sheet = sheet_of(chosen, placed=True)
    candidates = _candidates(campaign, sheet, now) if draft else []
    if draft:
        _refusing(campaign, sheet.lines, candidates, now)
    first = {"lead": chosen.lead, "answer_by": chosen.answer_by or (now + ANSWER_IN).date()}
    context |= {
        "sheet": sheet,
        "lines": _with_door(campaign, sheet.lines, now),
        "draft": draft,
        "candidates": candidates,
        "may_send": may_send(chosen, now) if draft else None,
        "words": words or WordsForm(initial=first),
        "links": chosen.links.select_related("created_by").prefetch_related(
            Prefetch("guests__answers", ShortlistAnswer.objects.filter(carried=False))
        ),
        "link_form": links or ShortlistLinkForm(initial={"days": 7}),
        "may_link": is_open(chosen),
        "fresh": fresh,
        "ticked": request.POST.getlist("talent"),
        "unread": [a for line in sheet.lines for a in line.said if is_unread(chosen, a)],
    }
    return page(request, "desk/campaigns/shortlist.html", context)


def _at(shortlist: Shortlist) -> str:
    at = reverse("desk:campaign-shortlist", args=[shortlist.campaign.public_id])
    return f"{at}?version={shortlist.number}"


def _back(shortlist: Shortlist) -> HttpResponse:
    return redirect(_at(shortlist))


@allowed(Permission.READ_DESK)
def shortlist(request: HttpRequest, public_id: str) -> HttpResponse:
    """The version that is drawn up or was sent last, or the one that is asked for."""
    return _page(request, public_id)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def begin(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin the next version, as the last one was."""
    campaign: Campaign = visible(request, Campaign.objects, public_id)
    attempt(request, lambda: actions.draft_shortlist(campaign=campaign, by=request.user, now=timezone.now()))
    return redirect("desk:campaign-shortlist", campaign.public_id)


def keeping_words(
    request: HttpRequest, found: Shortlist, verb: Callable[[Words | None], Any], done: str = ""
) -> HttpResponse:
    """Change the draft with what stands typed in the form for its words, and lose none of that where it is refused."""
    form, draft = WordsForm(request.POST), found.state == ShortlistState.DRAFT
    if form.is_valid() and attempt(request, lambda: verb(form.typed), done, form if draft else None) or not draft:
        return _back(found)
    return _page(request, found.campaign.public_id, words=form, version=str(found.number))


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put those ticked at the end, with the posts that were seen most."""
    found: Shortlist = visible(request, ROWS, public_id)
    people = list(Talent.objects.visible_to(request.user).filter(public_id__in=request.POST.getlist("talent")))
    return keeping_words(
        request,
        found,
        lambda words: actions.add_entries(
            shortlist=found, talents=people, posts=posts_of(people), words=words, by=request.user, now=timezone.now()
        ),
    )


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def write(request: HttpRequest, public_id: str) -> HttpResponse:
    """The words over the list, and by when."""
    found: Shortlist = visible(request, ROWS, public_id)
    form = WordsForm(request.POST)
    if form.is_valid() and attempt(
        request,
        lambda: actions.write_shortlist(shortlist=found, by=request.user, now=timezone.now(), **form.cleaned_data),
        "Saved.",
        form,
    ):
        return _back(found)
    return _page(request, found.campaign.public_id, words=form, version=str(found.number))


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def send(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send it, with the figures as they are now and the words as they stand in the form."""
    found: Shortlist = visible(request, ROWS, public_id)
    form, draft = WordsForm(request.POST), found.state == ShortlistState.DRAFT
    if form.is_valid():
        talents = list(Talent.objects.filter(shortlist_entries__shortlist=found))
        sent = attempt(
            request,
            lambda: actions.send_shortlist(
                shortlist=found, figures=measured(talents, found.campaign.brief.channels), plan=plan_of(found.campaign),
                words=form.typed, by=request.user, now=timezone.now(),
            ),
            f"{found.campaign.brand.name} reads it now.",
            form if draft else None,
        )  # fmt: skip
        if sent or not draft:
            return _back(found)
    return _page(request, found.campaign.public_id, words=form, version=str(found.number))


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def read(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the brand says has been read."""
    found: Shortlist = visible(request, ROWS, public_id)
    attempt(request, lambda: actions.read_answers(shortlist=found, by=request.user, now=timezone.now()))
    return _back(found)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def link(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make a guest link. It is shown once: only its hash is kept."""
    found: Shortlist = visible(request, ROWS, public_id)
    form, fresh = ShortlistLinkForm(request.POST), ""
    if form.is_valid():
        token = attempt(
            request,
            lambda: actions.make_shortlist_link(
                shortlist=found, by=request.user, now=timezone.now(), **form.cleaned_data
            ),
            form=form,
        )
        if token:
            fresh = request.build_absolute_uri(reverse("shortlist", args=[token]))
    shown = _page(
        request, found.campaign.public_id, links=None if fresh else form, fresh=fresh, version=str(found.number)
    )
    return lies_at(shown, _at(found))


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let a guest link lead nowhere from now on."""
    row: ShortlistLink = visible(request, ShortlistLink.objects.select_related("shortlist__campaign"), public_id)
    attempt(
        request,
        lambda: actions.revoke_shortlist_link(link=row, by=request.user, now=timezone.now()),
        f"The link for {row.label} leads nowhere now.",
    )
    return _back(row.shortlist)


@allowed(Permission.READ_DESK)
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """The list as the brand reads it. A draft shows the figures of now."""
    found: Shortlist = visible(request, ROWS.select_related("check_made"), public_id)
    sheet = sheet_of(found)
    brief = found.campaign.brief
    if found.sent_at is None:
        figures = measured([line.entry.talent for line in sheet.lines], brief.channels)
        for line in sheet.lines:
            mine, talent = figures[line.entry.talent_id], line.entry.talent
            line.entry.followers = mine.followers
            line.entry.figures = [account.as_json() for account in mine.accounts]
            line.entry.place = ", ".join(filter(None, (talent.city, talent.country)))
        found.places, found.days, found.budget = brief.places, brief.days, brief.budget
    context = {
        **drawn(sheet, picture=lambda post: reverse("desk:shortlist-picture", args=[post.public_id])),
        "back": f"{reverse('desk:campaign-shortlist', args=[found.campaign.public_id])}?version={found.number}",
        "sheet_url": reverse("desk:check-sheet", args=[found.check_made.public_id]) if found.check_made else "",
    }
    return page(request, "desk/campaigns/shortlist_preview.html", context)


@allowed(Permission.READ_DESK)
def picture(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A post's picture."""
    return picture_of(ShortlistPost.objects.visible_to(request.user), public_id)
