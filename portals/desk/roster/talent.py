"""A talent's page: figures, what binds, what comes next; and its tabs."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.models import User
from accounts.roles import Permission, can
from campaigns.models import AmbassadorContract, Application, Booking
from campaigns.models.ambassador import ContractState
from campaigns.models.application import ApplicationState
from campaigns.queries.holds import lines_around
from exclusivity.rules import Verdict
from lib.figures import counted
from lib.parse_days import EARLIEST
from outbox.models import Job
from portals.components.icons import icon
from portals.components.platforms import icon_of
from portals.desk.plain import language_name
from portals.desk.roster.bonds import bonds_of
from portals.desk.roster.curve import SPANS, began, chart
from portals.desk.roster.figures import GROWTH_DAYS, AccountLine, account_lines, unread, waiting
from portals.desk.roster.forms import ReasonForm, StageForm
from portals.desk.roster.known import counts, open_findings, owed, signed_contracts, ties, users, went_live, wishes
from portals.desk.roster.place import place_of
from portals.desk.roster.rows import country
from portals.history import timeline
from portals.pages import allowed, page, visible
from portals.wishes import told
from stats.audience import latest
from stats.models import Audience, HandCounts, HandFigures, Signal
from stats.numbers.rhythm import VIEWED
from stats.queries import grown_words
from stats.stages import path_of
from stats.watching import Watched, watched
from talent.checks import may_change
from talent.models import ActMember, SocialAccount, Talent, TalentAccess, Wishes
from talent.queries import bounds_in_use, tier_name

ENDS_SOON = timedelta(days=90)
SIGNALS = 8  # on the overview; the posts' page has all
AROUND = timedelta(days=15)  # after the day that a signal is about, where its curve ends


def header(
    request: HttpRequest, talent: Talent, tab: str, bounds: Sequence[tuple[int, str]] | None = None
) -> dict[str, Any]:
    """What every tab of a talent's page has over it. `bounds` of the tiers, where the caller knows them."""
    [(accounts, commitments, open_work)] = counts(talent.pk)
    url = {
        name: reverse(f"desk:{name}", args=[talent.public_id])
        for name in (
            "talent",
            "talent-accounts",
            "talent-posts",
            "talent-exclusivity",
            "talent-work",
            "talent-kit",
            "talent-history",
        )
    }
    return {
        "talent": talent,
        "tab": tab,
        "tier": tier_name(talent, bounds),
        "place": country(talent),
        "in_list": place_of(request, talent.public_id),
        "languages": [language_name(tag) for tag in talent.languages],
        "genres": list(talent.genres.all()),
        "tabs": [
            ("Overview", url["talent"]),
            ("Accounts", url["talent-accounts"], accounts),
            ("Posts", url["talent-posts"]),
            ("Exclusivity", url["talent-exclusivity"], commitments),
            ("Work", url["talent-work"], open_work),
            ("Media kit", url["talent-kit"]),
            ("History", url["talent-history"]),
        ],
        "may_edit": may_change(talent, request.user),
        "may_invite": can(request.user, Permission.INVITE),
        "stage_form": StageForm(initial={"stage": talent.stage}, prefix="stage"),
        "reason_form": ReasonForm(prefix="archive"),
    }


def _talent(request: HttpRequest, public_id: str) -> Talent:
    return visible(request, Talent.objects.select_related("manager"), public_id)


def running_jobs(lines: list[AccountLine]) -> dict[int, Job]:
    """Account to the refresh of it that somebody waits for."""
    ids = [line.account.pk for line in lines]
    found = Job.objects.filter(state=Job.State.PENDING, args__account_id__in=ids).order_by("pk")
    now = timezone.now()
    for job in found:
        job.waiting = waiting(job, now)  # type: ignore[attr-defined]
    return {job.args["account_id"]: job for job in found}


def _nothing_new(request: HttpRequest, state: Watched) -> HttpResponse | None:
    """The short answer to a page that says what it has `seen`, where its figures need not be drawn anew."""
    seen = request.GET.get("seen", "")
    if not seen or not request.headers.get("HX-Request"):
        return None
    if seen == state.mark or state.is_fresh:
        return HttpResponse(status=204)
    if state.has_others(seen):  # more of the page is about them than their table
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return None


@allowed(Permission.READ_DESK)
def overview(request: HttpRequest, public_id: str) -> HttpResponse:
    """Figures, the curve, what binds and what comes next. htmx asks for the figures alone when they were refreshed, and
    where it says what it has `seen`, only where they changed since.
    """
    now = timezone.now()
    talent = _talent(request, public_id)
    state = watched(talent.pk, now)
    if nothing := _nothing_new(request, state):
        return nothing
    span = request.GET.get("months", "12")
    span = span if span in SPANS else "12"
    lines, total = account_lines(talent, request.user, now)
    today = timezone.localdate(now)
    of = next((line.account for line in lines if line.account.public_id == request.GET.get("account")), None)
    until = _until(request.GET.get("until", ""), today)
    where = "" if until == today else f"{until:%Y-%m-%d}"
    key = of.public_id if of else ""
    bounds, signed = bounds_in_use(), signed_contracts(talent.pk)
    found = signal_looks(talent, request.user, today)
    context = {
        **header(request, talent, "Overview", bounds),
        "now": now,
        "lines": lines,
        "total": total,
        "seen": state.mark,
        "grown": grown_words(GROWTH_DAYS),
        "viewed": VIEWED,
        "jobs": running_jobs(lines),
        "unread": unread(lines),
        "closed": next((line.closed for line in lines if line.closed), ""),
        "next_at": min((line.next_at for line in lines if line.next_at), default=None),
        "chart": chart(
            [line.account for line in lines],
            span,
            today,
            request.user.timezone,
            bounds=bounds,
            signed=signed,
            live=went_live(talent.pk),
            of=of,
            until=until,
        ),
        "until": until,
        "since": began(span, until),
        "earlier": _curve_of(key, span, f"{began(span, until):%Y-%m-%d}"),
        "later": _later(key, span, until, today),
        "of": of,
        "whose": _whose(lines, span, where),
        "of_id": of.public_id if of else "all",
        "span": span,
        "spans": [
            (label, _curve_of(key, months, where), None, months)
            for label, months in (("1", "1"), ("3", "3"), ("6", "6"), ("12 months", "12"), ("All", "all"))
        ],
        "bonds": bonds_of([talent.pk], today).get(talent.pk, []),
        "looks": [*worth_a_look(talent, lines, signed, now), *found[:SIGNALS]],
        "more_looks": max(0, len(found) - SIGNALS),
        "next": _next(talent),
        "path": path_of(talent),
        "people": _people(talent, today),
        "access": users(talent.pk),
        **told(next(iter(wishes(talent.pk)), None), money=bool(can(request.user, Permission.READ_MONEY))),
    }
    return page(request, "desk/roster/talent.html", context, part="figures")


def _until(text: str, today: date) -> date:
    """The day on which the curve ends; today for what is none, or nobody can have measured."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if EARLIEST <= day <= today else today


def _curve_of(account: str, span: str, until: str = "") -> str:
    told = {"months": span, "account": account, "until": until}
    return f"?{urlencode({name: said for name, said in told.items() if said})}#curve"


def _later(account: str, span: str, until: date, today: date) -> str:
    """As long again, up to today; empty where it is today."""
    after = until + (until - began(span, until))
    return "" if until >= today else _curve_of(account, span, "" if after >= today else f"{after:%Y-%m-%d}")


def _whose(lines: list[AccountLine], span: str, until: str) -> list[tuple[str, str, None, str]]:
    """The curves to choose from: all accounts together, or each by itself."""
    alone = [
        (
            icon(line.icon, size=14, label=f"{line.account.get_platform_display()} @{line.account.handle}"),
            _curve_of(line.account.public_id, span, until), None, line.account.public_id,
        )
        for line in lines
    ]  # fmt: skip
    return [("All", _curve_of("", span, until), None, "all"), *alone]


def signal_looks(talent: Talent, user: User, today: date) -> list[dict[str, Any]]:
    """What its figures say that a person should see, each with its numbers and its threshold, and the way to its days
    on the curve. One query.
    """
    found = Signal.objects.visible_to(user).open().filter(account__talent=talent, account__archived_at=None)
    may = can(user, Permission.REFRESH_FIGURES)
    return [
        {
            "icon": icon_of(signal.account.platform),
            "title": signal.title,
            "line": signal.line,
            "deed": "Dismiss",
            "name": "desk:signal-dismiss" if may else "",
            "id": signal.public_id,
            "curve": reverse("desk:talent", args=[talent.public_id])
            + _curve_of(signal.account.public_id, "1", f"{min(today, signal.since + AROUND):%Y-%m-%d}"),
            "since": signal.since,
        }
        for signal in found.select_related("account")
    ]


def worth_a_look(
    talent: Talent, lines: list[AccountLine], signed: list[AmbassadorContract], now: datetime
) -> list[dict[str, Any]]:
    """What somebody should see to: clashes to decide, accounts that fail, contracts that end soon."""
    looks: list[dict[str, Any]] = []
    for finding in open_findings(talent.pk):
        how = "may clash" if finding.verdict == Verdict.REVIEW.name else "clash"
        looks.append(
            {
                "icon": "alert-triangle",
                "title": f"{finding.one.brand} and {finding.other.brand} {how}",
                "line": f"{finding.because} Since {timezone.localtime(finding.raised_at):%-d %b %Y}.",
                "deed": "Decide",
                "name": "desk:clash",
                "id": finding.public_id,
            }
        )
    for line in lines:
        if line.trouble:
            how = "is not connected" if line.broken else "gives no figures"
            looks.append(
                {
                    "icon": "unlink" if line.broken else "plug-x",
                    "title": f"{line.account.get_platform_display()} {how}",
                    "line": line.trouble,
                    "deed": "See account",
                    "name": "desk:talent-accounts",
                    "id": talent.public_id,
                }
            )
    today = timezone.localdate(now)
    running = [row for row in signed if row.state == ContractState.SIGNED and row.days.upper is not None]
    ending = [row for row in running if today < row.days.upper <= today + ENDS_SOON]
    for contract in sorted(ending, key=lambda row: (row.days.upper, row.pk)):
        left = (contract.days.upper - today).days
        looks.append(
            {
                "icon": "calendar-event",
                "title": f"{contract.brand} ends in {counted(left, 'day')}",
                "line": f"Last day {contract.days.upper - timedelta(days=1):%-d %b %Y}",
                "deed": "See contract",
                "name": "desk:contract",
                "id": contract.public_id,
            }
        )
    return looks


def _next(talent: Talent) -> list[dict[str, Any]]:
    """The next pieces that are owed, the earliest first."""
    lines = []
    for piece in owed(talent.pk):
        drafted = piece.state not in ("planned", "changes")
        lines.append(
            {
                "piece": piece,
                "brand": piece.booking.campaign.brand,
                "campaign": piece.booking.campaign,
                "what": "Goes live" if drafted and piece.live_on else "Draft due",
                "day": piece.live_on if drafted and piece.live_on else piece.draft_by,
            }
        )
    return lines


def _people(talent: Talent, today: Any) -> list[ActMember]:
    """An act's members, or the acts that a person is in; those of today first, then the former ones."""
    return sorted(ties(talent.pk), key=lambda row: row.period.upper is not None and row.period.upper <= today)


@allowed(Permission.READ_DESK)
def accounts(request: HttpRequest, public_id: str) -> HttpResponse:
    """All accounts, also those that are no longer followed, with what went wrong. htmx gets those that are alone; where
    it says what it has `seen`, only if something changed since.
    """
    now = timezone.now()
    talent = _talent(request, public_id)
    state = watched(talent.pk, now)
    if nothing := _nothing_new(request, state):
        return nothing
    lines, _ = account_lines(talent, request.user, now)
    context = {
        **header(request, talent, "Accounts"),
        "now": now,
        "lines": lines,
        "jobs": running_jobs(lines),
        "unread": unread(lines),
        "audiences": latest([line.account.pk for line in lines]),
        "seen": state.mark,
        "gone": SocialAccount.objects.filter(talent=talent, archived_at__isnull=False),
    }
    return page(request, "desk/roster/talent_accounts.html", context, part="figures" if lines else "")


@allowed(Permission.READ_DESK)
def work(request: HttpRequest, public_id: str) -> HttpResponse:
    """Bookings, contracts and applications."""
    talent = _talent(request, public_id)
    bookings = list(
        Booking.objects.filter(talent=talent)
        .select_related("campaign__brand", "campaign__brief")
        .order_by("-created_at")[:100]
    )
    lines = lines_around(bookings)
    for booking in bookings:
        booking.line = lines.get(booking.pk)  # type: ignore[attr-defined]
    context = {
        **header(request, talent, "Work"),
        "bookings": bookings,
        "contracts": AmbassadorContract.objects.filter(talent=talent).select_related("brand"),
        "applications": Application.objects.filter(talent=talent)
        .exclude(state=ApplicationState.ACCEPTED)
        .select_related("campaign__brand")
        .order_by("-created_at")[:100],
        "may_see_money": can(request.user, Permission.READ_MONEY),
    }
    return page(request, "desk/roster/talent_work.html", context)


@allowed(Permission.READ_DESK)
def history(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who did what, when and why."""
    talent = _talent(request, public_id)
    also = {
        SocialAccount: "talent", ActMember: "act", TalentAccess: "talent", Audience: "account__talent",
        HandCounts: "account__talent", HandFigures: "deliverable__booking__talent", Wishes: "talent",
    }  # fmt: skip
    whole = {Audience, HandCounts, HandFigures, Wishes}
    money = bool(can(request.user, Permission.READ_MONEY))
    entries = timeline(talent, 100, also, whole=whole, money=money)
    context = {**header(request, talent, "History"), "entries": entries}
    return page(request, "desk/roster/talent_history.html", context)
