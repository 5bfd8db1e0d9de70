"""Who of the roster fits a brief, ranked with every reason; the address is the question, the weights are in it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from campaigns import checks
from campaigns.models import Campaign, ShortlistState
from outbox.once import sent_once
from portals.desk.campaigns.campaign import header, loaded, ways_in
from portals.desk.exclusivity.asking import AmongForm
from portals.desk.exclusivity.forms import several
from portals.pages import allowed, attempt, page, visible
from stats import actions
from stats.matching.asked import LATELY, asked_anew, asked_of
from stats.matching.rank import WAYS, Ranking, ranking
from stats.matching.weights import weights_of
from stats.models.matching import MOST_WEIGHT, MatchReason
from talent.models import Genre
from talent.queries import roster

STEPS = (25, 50, 100, 200)
SPANS = ((30, "30 days"), (90, "90 days"), (LATELY, "180 days"), (365, "a year"))


class MatchForm(forms.Form):
    """The weights, the genres that fit, and how far back chances are counted. What cannot be read stays as kept."""

    want = forms.MultipleChoiceField(required=False, label="Genres that fit", widget=several("Genre"))
    lately = forms.TypedChoiceField(
        required=False, coerce=int, choices=SPANS, empty_value=LATELY, label="Chances counted over"
    )

    def __init__(self, data: QueryDict, weights: dict[str, int], genres: Iterable[str]) -> None:
        said = data.copy()
        for reason, weight in weights.items():
            said.setdefault(f"w-{reason}", str(weight))
        said.setdefault("lately", str(LATELY))
        self.wants = "want" in data or "w-genre" in data
        if not self.wants:
            said.setlist("want", list(genres))
        super().__init__(said)
        fields: Any = self.fields
        fields["want"].choices = list(Genre.objects.values_list("key", "name"))
        for name in ("want", "lately"):
            fields[name].widget.attrs["class"] = "form-select"
        for reason in weights:
            field = forms.IntegerField(min_value=0, max_value=MOST_WEIGHT, label=MatchReason(reason).label)
            field.widget.attrs["class"] = "form-control num"
            fields[f"w-{reason}"] = field
        self.kept = weights
        self.full_clean()

    @property
    def weights(self) -> dict[str, int]:
        """By reason; where it cannot be read, what is kept."""
        return {reason: self.cleaned_data.get(f"w-{reason}", weight) for reason, weight in self.kept.items()}

    @property
    def lines(self) -> list[forms.BoundField]:
        return [self[f"w-{reason}"] for reason in self.kept]


def _address(data: QueryDict, **changes: Any) -> str:
    query = data.copy()
    for key, value in changes.items():
        query[key] = str(value)
    return f"?{query.urlencode()}"


@allowed(Permission.READ_DESK)
def matching(request: HttpRequest, public_id: str) -> HttpResponse:
    """The roster ranked for this brief."""
    now = timezone.now()
    campaign = loaded(request, public_id)
    chosen = weights_of(campaign)
    money = bool(can(request.user, Permission.READ_MONEY))
    kept = {reason: weight for reason, weight in chosen.by_reason.items() if money or reason != MatchReason.PRICE}
    usual = asked_of(campaign, now)
    named = list(Genre.objects.filter(pk__in=usual.genres).values_list("key", flat=True))
    form = MatchForm(request.GET, kept, named)
    lately = form.cleaned_data.get("lately") or LATELY
    asked = asked_anew(usual, now, genres=form.cleaned_data.get("want", []), lately=lately)
    among = AmongForm(request.GET)
    way = request.GET.get("way", "")
    way = way if way in WAYS else WAYS[0]
    shown = next((step for step in STEPS if str(step) == request.GET.get("shown")), STEPS[0])
    found = ranking(asked, form.weights, roster(among.params(), now=now), now, way=way, shown=shown)
    may_run = can(request.user, Permission.RUN_CAMPAIGNS)
    draft = campaign.shortlists.filter(state=ShortlistState.DRAFT).first() if may_run else None
    context = {
        **header(request, campaign, "Casting", now),
        "ways_in": ways_in(campaign),
        "way": "Matching",
        "form": None,
        "match_form": form,
        "among": among,
        "narrowed": bool(set(among.params()) - {"sort"}),
        "asked": asked,
        "found": found,
        "ranked_by": way,
        "views": _views(request.GET, found, way),
        "next_href": _more(request.GET, found, shown),
        "clear_href": reverse("desk:campaign-matching", args=[campaign.public_id]),
        "chosen": chosen,
        "weights": form.weights,
        "differ": form.is_valid() and chosen.differ(form.weights),
        "money_hidden": not money,
        "may_office": can(request.user, Permission.RUN_OFFICE),
        "may_ask": may_run and campaign.state in checks.TAKING,
        "draft": draft,
        "draft_deed": f"Add to shortlist {draft.number}" if draft else "",
    }
    return page(request, "desk/campaigns/matching.html", context)


def _views(data: QueryDict, found: Ranking, way: str) -> list[tuple[Any, ...]]:
    words = {"points": "By points", "rested": "Few chances lately", "blocked": "Blocked"}
    counts = {"blocked": found.blocked, way: found.of_all}
    return [(label, _address(data, way=key), counts.get(key), key) for key, label in words.items()]


def _more(data: QueryDict, found: Ranking, shown: int) -> str:
    step = next((step for step in STEPS if step > shown), None)
    return _address(data, shown=step) if found.more and step else ""


def _posted(request: HttpRequest) -> dict[str, int]:
    told = {reason: request.POST.get(f"w-{reason}", "") for reason in MatchReason}
    return {str(reason): int(value[:3]) for reason, value in told.items() if value.isdecimal()}


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def keep(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep the weights of the page for this campaign, or as the office's own."""
    campaign: Campaign = visible(request, Campaign.objects, public_id)
    office = request.POST.get("for") == "office"
    done = "The office ranks by these weights now." if office else "This campaign is ranked by these weights now."
    attempt(
        request,
        lambda: actions.keep_weights(
            campaign=None if office else campaign, weights=_posted(request), by=request.user, now=timezone.now()
        ),
        done,
    )
    return redirect("desk:campaign-matching", campaign.public_id)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Back to the office's weights."""
    campaign: Campaign = visible(request, Campaign.objects, public_id)
    attempt(
        request,
        lambda: actions.drop_weights(campaign=campaign, by=request.user, now=timezone.now()),
        "This campaign is ranked by the office’s weights again.",
    )
    return redirect("desk:campaign-matching", campaign.public_id)
