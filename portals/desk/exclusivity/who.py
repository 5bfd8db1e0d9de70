"""Who is free? A brief that nobody has written down, held against the whole roster."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from accounts.models import Office
from accounts.roles import Permission, can
from campaigns import checks
from campaigns.calendar import away_words, shoot_words
from campaigns.models import Campaign, CampaignState
from campaigns.wishes import refusing
from exclusivity.queries import beside_sketch, judged
from exclusivity.repairs import Repair
from exclusivity.rules import Verdict, as_bound
from exclusivity.terms import Sketch
from portals.desk.exclusivity.asking import AmongForm, BriefForm, from_campaign
from portals.desk.exclusivity.explain import explain
from portals.desk.exclusivity.groups import ORDER, grouped
from portals.pages import allowed, page, visible
from talent.models import Talent
from talent.queries import roster

LOADED = 12
NEVER_KEPT = ("page", "save")


def _question(request: HttpRequest) -> tuple[QueryDict, Campaign | None]:
    """What the address asks, filled from a campaign's brief where it only names that."""
    asked = request.GET.copy()
    for key in NEVER_KEPT:
        asked.pop(key, None)
    campaign = None
    if asked.get("brief"):
        rows = Campaign.objects.select_related("brand", "brief").prefetch_related(
            "brief__categories", "brief__exclusive_categories", "brief__wanted"
        )
        campaign = visible(request, rows, asked["brief"])
        if "brand" not in asked:
            for key, values in from_campaign(campaign).items():
                asked.setlist(key, values)
    return asked, campaign


def address(asked: QueryDict, **changes: Any) -> str:
    """The same question with something changed; None takes it away, a list gives several."""
    query = asked.copy()
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query.setlist(key, value if isinstance(value, list) else [str(value)])
    for key in list(query):
        query.setlist(key, [value for value in query.getlist(key) if value])
        if not query.getlist(key):
            del query[key]
    return f"?{query.urlencode()}"


def moved(form: BriefForm, asked: QueryDict, sketch: Sketch, repair: Repair) -> str:
    """The address of the what-if that a repair makes of this one."""
    if repair.days is not None and form.days is not None:
        if repair.kind == "narrow":
            first, last = repair.days[0], repair.days[1] - timedelta(days=1)
        else:
            starts = [shown.days[0] for shown in sketch.exposures if shown.days is not None]
            by = repair.days[0] - min(starts)
            first, last = form.days[0] + by, form.days[1] - timedelta(days=1) + by
        return address(asked, first=first, last=last)
    if repair.kind == "channels":
        return address(asked, channel=list(repair.channels))
    if repair.kind == "territories":
        return address(asked, where=list(repair.territories))
    if repair.kind == "drop":
        kept = [kind for kind in asked.getlist("activity") if kind not in repair.activities]
        changes: dict[str, Any] = {"usage": None, "usage_unit": None} if "PAID_USAGE" in repair.activities else {}
        return address(asked, activity=kept, **changes) if kept else ""
    return ""


def _pane(request: HttpRequest, form: BriefForm, asked: QueryDict, campaign: Campaign | None) -> dict[str, Any]:
    """The chosen talent, with the whole truth about this brief."""
    if not asked.get("talent"):
        return {"talent": None}
    talent: Talent = visible(request, Talent.objects.select_related("manager"), asked["talent"])
    if not form.asked:
        return {"talent": talent, "explained": None}
    now = timezone.now()
    sketch = replace(form.sketch(), talent_ids=(talent.pk,))
    around = beside_sketch(sketch)
    around = replace(around, mine=as_bound(around.mine, now)) if form.bound else around
    standing, repairs = judged(around, now)
    place = None
    if campaign is not None:
        place = can(request.user, Permission.RUN_CAMPAIGNS) and checks.may_hold(campaign, talent, now)
    return {
        "talent": talent,
        "explained": explain(
            standing, repairs=repairs, plan="This brief", brand=form.brand_is, around=around, now=now,
            link=lambda repair: moved(form, asked, sketch, repair),
        ),
        "away": away_words(talent, form.days),
        "wanted": shoot_words(talent, form.days),
        "refuses": refusing(form.aim, [talent], now).get(talent.pk, ""),
        "may_hold": place,
        "possible": standing.verdict < Verdict.REVIEW,
    }  # fmt: skip


@allowed(Permission.READ_DESK)
def who(request: HttpRequest) -> HttpResponse:
    """The brief, the roster by verdict, and why. The address is the question; nothing is saved."""
    asked, campaign = _question(request)
    form = BriefForm(asked, clock=Office.objects.current().timezone)
    context: dict[str, Any] = {
        "brief_form": form,
        "campaign": campaign,
        "asked_for": asked,
        "here": address(asked),
        "may_save": can(request.user, Permission.RUN_CAMPAIGNS),
        "close_href": address(asked, talent=None),
        "oob": request.headers.get("HX-Target") == "list",
        **_pane(request, form, asked, campaign),
    }
    if request.headers.get("HX-Target") == "pane" and request.headers.get("HX-Request"):
        return page(request, "desk/exclusivity/who.html", context, part="pane")
    among = AmongForm(asked)
    whole = asked.get("more", "")
    whole = whole if whole in {verdict.name for verdict in ORDER} else ""
    context |= {
        "among": among,
        "answer": None,
        "on_roster": Talent.objects.filter(archived_at=None).count(),
        "loadable": Campaign.objects.visible_to(request.user)
        .filter(state__in=(CampaignState.DRAFT, CampaignState.OPEN, CampaignState.RUNNING))
        .select_related("brand")[:LOADED],
    }
    if form.asked:
        people = roster(among.params(), now=timezone.now())
        answer = grouped(form.sketch(), people, timezone.now(), bound=form.bound, whole=whole)
        shown = [row.talent for group in answer.groups for row in group.rows]
        context["answer"], context["refused"] = answer, refusing(form.aim, shown, timezone.now())
        context["more_hrefs"] = {group.verdict: address(asked, more=group.verdict) for group in answer.groups}
        context["fewer_href"] = address(asked, more=None)
        context["row_href"] = address(asked, talent=None)
        context["among_off"] = address(asked, **dict.fromkeys(among.fields))
    response = page(request, "desk/exclusivity/who.html", context, part="list")
    if request.headers.get("HX-Request"):
        response["HX-Push-Url"] = request.path + address(asked).removesuffix("?")
    return response
