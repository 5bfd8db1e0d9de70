"""A hold in its line: who is first, challenging and answering, ranking by hand."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from campaigns import actions
from campaigns.models import Booking
from lib.refusals import Refused
from outbox.once import sent_once
from portals.desk.campaigns.bookings import ROWS, deed
from portals.desk.plain import OfficeMoment
from portals.pages import allowed, visible


class ChallengeForm(forms.Form):
    """By when the first hold confirms or lets go."""

    deadline = OfficeMoment(required=False)
    note = forms.CharField(required=False, max_length=600)


class RankForm(forms.Form):
    """Which place in the line, and why."""

    rank = forms.IntegerField(min_value=1, max_value=999)
    reason = forms.CharField(required=False, max_length=600)


def _sentence(form: forms.Form) -> str:
    return str(next(iter(next(iter(form.errors.values())))))


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def challenge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask the first hold to confirm or let go."""
    row: Booking = visible(request, ROWS, public_id)
    form = ChallengeForm(request.POST)

    def verb() -> None:
        if not form.is_valid():
            raise Refused(_sentence(form))
        actions.challenge_hold(booking=row, by=request.user, now=timezone.now(), **form.cleaned_data)

    return deed(request, row, verb, "Challenged. Whoever holds first is told until when to answer.")


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask no longer."""
    row: Booking = visible(request, ROWS, public_id)
    return deed(
        request,
        row,
        lambda: actions.withdraw_challenge(booking=row, by=request.user, now=timezone.now()),
        "The challenge is withdrawn.",
    )


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def rank(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put it before or behind another by hand."""
    row: Booking = visible(request, ROWS, public_id)
    form = RankForm(request.POST)

    def verb() -> None:
        if not form.is_valid():
            raise Refused(_sentence(form))
        actions.rank_hold(booking=row, by=request.user, now=timezone.now(), **form.cleaned_data)

    return deed(request, row, verb, "Ranked. The managers of these holds are told.")
