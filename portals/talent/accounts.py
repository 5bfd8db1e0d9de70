"""One's own accounts, their figures, and where each is from."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.roles import Permission, can
from outbox.once import sent_once
from portals.audience import KNOWN, audience_form, opened_with
from portals.evidence import CountsForm
from portals.pages import allowed, attempt, visible
from portals.talent.frame import page
from portals.talent.standing import me
from stats import by_hand
from stats.actions import enter_audience, enter_counts
from stats.audience import latest
from stats.consent_checks import left_out
from stats.logins import connectable_platforms
from stats.models import Connection
from stats.queries import Point, curve, growth
from stats.terms import closed_because
from talent.models import SocialAccount
from talent.queries import tier_name

WINDOW = 90


def _curve(points: list[Point]) -> dict[str, object]:
    """What was measured: for the line, for its ends, and week by week for the table, newest first."""
    known = [point for point in points if point.followers is not None]
    weeks = known[::-1][::7]
    weeks += [known[0]] if weeks and weeks[-1] is not known[0] else []
    return {
        "curve": [point.followers for point in known],
        "first": known[0].day if known else None,
        "last": known[-1].day if known else None,
        "weeks": weeks,
    }


def accounts(request: HttpRequest) -> HttpResponse:
    """Each account with its last ninety days."""
    talent, now = me(request), timezone.now()
    rows = list(SocialAccount.objects.visible_to(request.user).filter(talent=talent, archived_at=None))
    ids = [row.pk for row in rows]
    today = timezone.localdate()
    points = curve(ids, today - timedelta(days=WINDOW), today + timedelta(days=1))
    month = growth(ids, 30, now)
    connections = Connection.objects.living().filter(account__in=ids).select_related("account")
    living = {row.account_id: row for row in connections}
    missing = {pk: left_out(row) for pk, row in living.items() if row.state == Connection.State.WORKING}
    may = bool(can(request.user, Permission.CONNECT_ACCOUNTS))
    hand = [row.pk for row in rows if row.platform in by_hand.PLATFORMS]
    entered = by_hand.latest(hand) if hand else {}
    audiences = latest(ids)
    open_to = connectable_platforms() if may else []
    lines = [
        {
            "account": row, "growth": month.get(row.pk), **_curve(points[row.pk]),
            "closed": closed_because(row.platform),
            "connection": living.get(row.pk), "left_out": missing.get(row.pk, []),
            "by_hand": row.pk in hand, "entered": entered.get(row.pk), "due": by_hand.is_due(row, now),
            "connectable": row.platform in open_to, "audience": audiences.get(row.pk),
        }
        for row in rows
    ]  # fmt: skip
    return page(
        request,
        "talent/accounts.html",
        {"talent": talent, "lines": lines, "tier": tier_name(talent), "now": now, "may_enter": may},
    )


@allowed(Permission.CONNECT_ACCOUNTS)
@sent_once
def figures(request: HttpRequest, public_id: str) -> HttpResponse:
    """Type in what one's own screen shows, where no platform tells the office."""
    rows = SocialAccount.objects.filter(platform__in=by_hand.PLATFORMS, archived_at=None).select_related("talent")
    account: SocialAccount = visible(request, rows, public_id)
    first = {"as_of": timezone.localdate()}
    form = CountsForm(request.POST or None, request.FILES or None, initial=first, known=account.followers)
    if form.is_valid():
        done = attempt(
            request,
            lambda: enter_counts(account=account, by=request.user, now=timezone.now(), **form.said()),
            "Thank you. The office has this month’s figures.",
            form,
        )
        if done:
            return redirect("talent:accounts")
    return page(request, "talent/figures.html", {"account": account, "form": form})


@allowed(Permission.CONNECT_ACCOUNTS)
@sent_once
def audience(request: HttpRequest, public_id: str) -> HttpResponse:
    """Type in who follows one's own account, which its platform shows nobody else."""
    rows = SocialAccount.objects.filter(archived_at=None).select_related("talent")
    account: SocialAccount = visible(request, rows, public_id)
    form, known = audience_form(request, account)
    if form.is_valid():
        done = attempt(
            request,
            lambda: enter_audience(account=account, by=request.user, now=timezone.now(), **form.said()),
            "Thank you. The office knows your audience.",
            form,
        )
        if done:
            return redirect("talent:accounts")
    context = {"account": account, "form": form, "known": KNOWN, "opened_with": opened_with(known)}
    return page(request, "talent/audience.html", context)
