"""The talent's day: what to do, what is open, what binds."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.roles import Role
from campaigns.models import Booking
from campaigns.queries import Entry, my_applications, open_projects, possible_projects, talent_todo
from exclusivity.models import Clause
from exclusivity.naming import in_force
from exclusivity.queries import Bond, bound_later, bound_now
from exclusivity.words import clause_sentence
from outbox.once import takes_sent
from portals.pages import visible
from portals.talent.frame import broken_connections, missing_figures, page, untold_pieces
from portals.talent.standing import KEY, fee_words, me, talents_of
from stats import by_hand
from talent.models import SocialAccount, Talent

SHOWN = 3


def home(request: HttpRequest) -> HttpResponse:
    """First what needs the talent, then what they could take, then what holds. Who stands beside nobody reads that."""
    if not talents_of(request):
        return page(request, "talent/nobody.html", {"todo": [], "is_guardian": request.user.role == Role.GUARDIAN})
    talent, now = me(request), timezone.now()
    projects = open_projects(talent, now)
    possible = possible_projects(projects, talent, now)
    fitting = [project for project in projects if project.campaign.pk in possible]
    context = {
        "talent": talent,
        "todo": [*talent_todo(request.user, now), *_to_enter(request), *_to_read_off(request), *_to_connect(request)],
        "projects": fitting[:SHOWN],
        "fitting": len(fitting),
        "open": len(projects),
        "waiting": my_applications(talent).filter(state="applied").count(),
        "bonds": bonds_of(talent, timezone.localdate()),
        "accounts": SocialAccount.objects.visible_to(request.user).filter(talent=talent, archived_at=None)[:SHOWN],
        "fee": fee_words(),
        "now": now,
        "today": timezone.localdate(),
    }
    return page(request, "talent/home.html", context)


def _to_enter(request: HttpRequest) -> list[Entry]:
    title, url_name = "Enter this month’s figures on {}", "talent:account-figures"
    return [by_hand.asking(row, title=title, url_name=url_name) for row in missing_figures(request)]


def _to_read_off(request: HttpRequest) -> list[Entry]:
    return [
        Entry(
            icon="camera",
            title=f"Enter what {str(piece)[:1].lower() + str(piece)[1:]} brought",
            line=f"{piece.booking.campaign.brand.name}: {piece.get_channel_display()} tells the office nothing of it",
            url_name="talent:piece-figures",
            public_id=piece.public_id,
            action_label="Enter figures",
            face=piece.booking.talent,
            mark=piece.booking.campaign.brand,
            since=piece.published_at,
        )
        for piece in untold_pieces(request)
    ]


def _to_connect(request: HttpRequest) -> list[Entry]:
    return [
        Entry(
            icon="unlink",
            title=f"Connect {row.account.get_platform_display()} again",
            line=f"{row.account.handle}: {row.reason}",
            url_name="talent:connect",
            public_id=row.account.public_id,
            face=row.account.talent,
            since=row.broken_since,
        )
        for row in broken_connections(request)
    ]


def bonds_of(talent: Talent, today: date) -> list[dict[str, Any]]:
    """What binds today, with how much of it has run."""
    found: list[Bond] = bound_now([talent.pk], today).get(talent.pk, [])
    return [{"bond": bond, **_run(bond, today)} for bond in found]


def _run(bond: Bond, today: date) -> dict[str, Any]:
    term = bond.term
    first = term.lower if term else None
    if not first or not bond.until:
        return {"all": 0, "run": 0, "left": ""}
    left = (bond.until - today).days + 1
    whole = (bond.until - first).days + 1
    return {"all": whole, "run": max(0, whole - left), "left": "last day" if left == 1 else f"{left} days left"}


def _last_day(bond: Bond) -> date | None:
    """Of the term itself; what binds longer, the clause says."""
    term = bond.term
    return term.upper - timedelta(days=1) if term and term.upper else None


def _papers(bonds: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row a promise, with its clauses in force in plain words; the longest of them says until when."""
    rows: dict[int, dict[str, Any]] = {}
    for item in bonds:
        bond: Bond = item["bond"]
        row = rows.setdefault(bond.commitment_id, {**item, "clauses": []})
        if row["bond"].until and (bond.until is None or bond.until > row["bond"].until):
            row |= item
    clauses = in_force(Clause.objects.filter(commitment__in=rows), timezone.now()).order_by("number", "pk")
    for clause in clauses.prefetch_related("categories", "categories_except", "brands", "companies"):
        row = rows[clause.commitment_id]
        bond = row["bond"]
        row["clauses"].append((clause, clause_sentence(clause, bond.brand, _last_day(bond))))
    return list(rows.values())


def bound(request: HttpRequest) -> HttpResponse:
    """What binds, today and later, in plain words and in the paper's."""
    talent = me(request)
    today = timezone.localdate()
    rows = _papers(bonds_of(talent, today))
    binding = {row["bond"].commitment_id for row in rows}
    later = bound_later([talent.pk], today).get(talent.pk, [])
    bookings = Booking.objects.visible_to(request.user).filter(talent=talent, state="confirmed")
    context = {
        "talent": talent,
        "rows": rows,
        "coming": _papers([{"bond": bond} for bond in later if bond.commitment_id not in binding]),
        "bookings": bookings.select_related("campaign__brand", "campaign__brief"),
    }
    return page(request, "talent/bound.html", context)


@takes_sent
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """A guardian turns to another of their talents."""
    talent: Talent = visible(request, Talent.objects, request.POST.get("talent", ""))
    request.session[KEY] = talent.public_id
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if safe else "talent:home")
