"""An application: the idea, the figures, what stands against it, the answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from campaigns import actions, checks
from campaigns.models import Application
from campaigns.models.application import UNDECIDED
from campaigns.promises import sketch_of
from campaigns.screening import may_answer
from campaigns.wishes import refusals
from outbox.once import sent_once
from portals.desk.campaigns.forms import AnswerForm
from portals.desk.exclusivity.explain import explained_sketch
from portals.history import timeline
from portals.pages import allowed, attempt, page, visible
from talent.models import SocialAccount

ROWS = Application.objects.select_related("campaign__brief", "campaign__brand", "talent__manager", "decided_by")


def _page(request: HttpRequest, application: Application, form: AnswerForm) -> HttpResponse:
    now = timezone.now()
    campaign, talent = application.campaign, application.talent
    may = can(request.user, Permission.RUN_CAMPAIGNS) and may_answer(application, request.user)
    others = campaign.applications.filter(state="applied").exclude(pk=application.pk).order_by("created_at", "pk")
    context = {
        "application": application,
        "campaign": campaign,
        "brief": campaign.brief,
        "talent": talent,
        "explained": explained_sketch(sketch_of(campaign, talent), now, plan="This brief", brand=campaign.brand),
        "refuses": refusals(campaign, [talent], now).get(talent.pk, ""),
        "asked": application.nominations.last(),
        "accounts": SocialAccount.objects.filter(talent=talent, archived_at=None),
        "booking": campaign.bookings.filter(talent=talent).order_by("-created_at").first(),
        "before": talent.bookings.exclude(campaign=campaign)
        .filter(confirmed_at__isnull=False)
        .select_related("campaign__brand")
        .order_by("-confirmed_at")[:6],
        "may_accept": may and checks.may_accept(application, now),
        "may_decline": may and checks.may_decline(application),
        "may_see_money": can(request.user, Permission.READ_MONEY),
        "following": others.first(),
        "left": checks.places_left(campaign),
        "entries": timeline(application, 10, money=bool(can(request.user, Permission.READ_MONEY))),
        "form": form,
        "now": now,
    }
    return page(request, "desk/campaigns/application.html", context)


@allowed(Permission.READ_DESK)
def application(request: HttpRequest, public_id: str) -> HttpResponse:
    """One talent's wish to take part; while the pass is blind it is read where names are hidden."""
    row: Application = visible(request, ROWS, public_id)
    if row.campaign.is_blind and row.state in UNDECIDED:
        return redirect("desk:application-screen", row.public_id)
    return _page(request, row, AnswerForm())


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def accept(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say yes, which holds a place."""
    row: Application = visible(request, ROWS, public_id)
    form = AnswerForm(request.POST)
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.accept_application(
                application=row, answer=form.cleaned_data["answer"], by=request.user, now=timezone.now()
            ),
            f"A place is held for {row.talent}.",
            form,
        )
        if done:
            booking = row.campaign.bookings.filter(talent=row.talent).latest("created_at")
            return redirect("desk:booking", booking.public_id)
    return _page(request, row, form)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def decline(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say no, with words that the talent reads."""
    row: Application = visible(request, ROWS, public_id)
    form = AnswerForm(request.POST)
    if form.is_valid():
        if not form.cleaned_data["answer"].strip():
            form.add_error("answer", "Say why. The talent reads it.")
        elif attempt(
            request,
            lambda: actions.decline_application(
                application=row, answer=form.cleaned_data["answer"], by=request.user, now=timezone.now()
            ),
            f"{row.talent} is told.",
            form,
        ):
            return redirect("desk:campaign-casting", row.campaign.public_id)
    return _page(request, row, form)
