"""The clash desk's list: what needs a decision, the worst first, with what is under way already."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.queries import staff
from accounts.roles import Permission
from clients.models import Brand
from exclusivity.models import Decision, Finding, Waiver
from exclusivity.rules import Verdict
from portals.pages import allowed, page
from talent.models import Talent

PER_PAGE = 50
WEIGHT = Case(
    *(When(verdict=verdict.name, then=Value(int(verdict))) for verdict in Verdict),
    default=Value(0),
    output_field=IntegerField(),
)
SIDES = (
    "one__brand",
    "one__booking__campaign",
    "one__contract",
    "other__brand",
    "other__booking__campaign",
    "other__contract",
)
SORTS = {
    "worst": ("worst first", ("-weight", "raised_at", "pk")),
    "since": ("longest waiting first", ("raised_at", "pk")),
    "talent": ("talent", ("talent__name", "-weight", "pk")),
    "days": ("the next days first", ("overlap", "pk")),
}
AGES = ((3, "Over 3 days"), (7, "Over a week"), (30, "Over a month"))
ASKED = (Verdict.BREACH_SUSPECTED, Verdict.BLOCK, Verdict.CONDITIONAL, Verdict.REVIEW)


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter with its choices: (value, words), the first is no filter."""

    name: str
    label: str
    chosen: str
    choices: list[tuple[str, str]]


def _choices(request: HttpRequest) -> list[Choice]:
    """What can be asked for, among what there is. Three queries."""
    both = Finding.objects.order_by()
    brands = Brand.objects.filter(Q(pk__in=both.values("one__brand")) | Q(pk__in=both.values("other__brand"))).order_by(
        "name"
    )
    talents = Talent.objects.filter(pk__in=both.values("talent")).order_by("name")
    people = staff().filter(pk__in=both.values("talent__manager"))
    named: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("verdict", "Any verdict", [(v.name, _word(v)) for v in ASKED]),
        ("talent", "Any talent", [(t.public_id, t.name) for t in talents]),
        ("brand", "Any brand", [(b.public_id, b.name) for b in brands]),
        ("manager", "Any manager", [(u.public_id, u.name) for u in people]),
        ("age", "Any age", [(str(days), words) for days, words in AGES]),
    ]
    found = []
    for name, anything, choices in named:
        asked = request.GET.get(name, "")
        known = asked if asked in {value for value, _ in choices} else ""
        found.append(Choice(name, name.capitalize(), known, [("", anything), *choices]))
    return found


def _word(verdict: Verdict) -> str:
    return {"BLOCK": "Blocked", "BREACH_SUSPECTED": "Suspected breach"}.get(verdict.name, verdict.label)


def _asked(rows: QuerySet[Finding], on: dict[str, str], text: str, now: datetime) -> QuerySet[Finding]:
    if text:
        names = ("talent__name", "one__brand__name", "other__brand__name", "because", "cause")
        rows = rows.filter(*[Q(*[(f"{name}__icontains", text) for name in names], _connector=Q.OR)])
    if on["verdict"]:
        rows = rows.filter(verdict=on["verdict"])
    if on["talent"]:
        rows = rows.filter(talent__public_id=on["talent"])
    if on["brand"]:
        rows = rows.filter(Q(one__brand__public_id=on["brand"]) | Q(other__brand__public_id=on["brand"]))
    if on["manager"]:
        rows = rows.filter(talent__manager__public_id=on["manager"])
    if on["age"]:
        rows = rows.filter(raised_at__lt=now - timedelta(days=int(on["age"])))
    return rows


def next_step(finding: Any, user: Any) -> str:
    """What brings it further, in two words."""
    if finding.state != Finding.State.OPEN:
        return "Open"
    if finding.proposed_by_others:
        return "Confirm or decline"
    if finding.is_proposed:
        return "Waits for a second"
    if finding.is_asked:
        return "Waits for a waiver"
    return "Decide" if finding.verdict == Verdict.REVIEW.name or finding.admitted else "Find a way"


@allowed(Permission.READ_DESK)
def clashes(request: HttpRequest) -> HttpResponse:
    """Findings, the worst first, with both sides, the days, and the next step."""
    now = timezone.now()
    text = request.GET.get("q", "").strip()[:120]
    state, sort = request.GET.get("state", ""), request.GET.get("sort", "")
    state = state if state in Finding.State.values else str(Finding.State.OPEN)
    sort = sort if sort in SORTS else "worst"
    choices = _choices(request)
    on = {choice.name: choice.chosen for choice in choices}
    rows = _asked(Finding.objects.all(), on, text, now)
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    proposals = Decision.objects.filter(finding=OuterRef("pk")).to_second()  # type: ignore[attr-defined]
    asked = Waiver.objects.waiting().filter(
        Q(clause__commitment=OuterRef("one"), commitment=OuterRef("other"))
        | Q(clause__commitment=OuterRef("other"), commitment=OuterRef("one"))
    )
    shown = rows.filter(state=state).annotate(
        weight=WEIGHT,
        is_proposed=Exists(proposals),
        proposed_by_others=Exists(proposals.exclude(made_by=request.user.pk)),
        is_asked=Exists(asked),
    )
    found = Paginator(shown.select_related("talent", *SIDES).order_by(*SORTS[sort][1]), PER_PAGE).get_page(
        request.GET.get("page")
    )

    def address(**changes: str) -> str:
        query = request.GET.copy()
        query.pop("page", None)
        for key, value in changes.items():
            query[key] = value
        return f"?{query.urlencode()}"

    context = {
        "page": found,
        "rows": [(finding, next_step(finding, request.user)) for finding in found.object_list],
        "state": state,
        "text": text,
        "choices": choices,
        "is_filtered": bool(text or any(on.values())),
        "sort": sort,
        "sorted_by": SORTS[sort][0],
        "sorts": {name: address(sort=name) for name in SORTS},
        "views": [(label, address(state=value), counts.get(value, 0), value) for value, label in Finding.State.choices],
        "nav_counts": {"desk:clashes": Finding.objects.open().count()},
    }
    return page(request, "desk/exclusivity/clashes.html", context, part="list")
