"""A booking's confirmation: read, downloaded, accepted by typing one's name."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from campaigns.actions import accept_confirmation
from campaigns.checks import office_day
from campaigns.confirming import may_accept_terms
from campaigns.models import Confirmation
from campaigns.models.booking import STANDING
from outbox.once import sent_once
from portals.pages import allowed, attempt, caller_address, visible
from portals.talent.frame import page
from talent.rules import is_of_age

ROWS = Confirmation.objects.without_paper().select_related("booking__campaign__brand", "booking__talent", "accepted_by")


class AcceptForm(forms.Form):
    """A name, and the document that it is for."""

    pdf_hash = forms.CharField(max_length=64)
    name = forms.CharField(
        max_length=120, label="Your full name", error_messages={"required": "Type your full name to accept."}
    )
    says_of_age = forms.BooleanField(required=False, label="I am 18 or older")


def _page(request: HttpRequest, row: Confirmation, form: AcceptForm | None = None) -> HttpResponse:
    now, booking = timezone.now(), row.booking
    newer = ROWS.filter(booking=booking).standing().exclude(pk=row.pk).first()
    context = {
        "paper": row,
        "terms": row.terms,
        "talent": booking.talent,
        "campaign": booking.campaign,
        "newer": newer,
        "stands": booking.state in STANDING,
        "may_accept": may_accept_terms(row, request.user, now),
        "asks_age": is_of_age(booking.talent.born_on, office_day(now)) is None,
        "form": form or AcceptForm(),
    }
    return page(request, "talent/terms.html", context)


def terms(request: HttpRequest, public_id: str) -> HttpResponse:
    """The document's words as a page, and the name under them."""
    return _page(request, visible(request, ROWS, public_id))


@allowed(Permission.ACCEPT_TERMS)
@sent_once
@require_POST
def accept(request: HttpRequest, public_id: str) -> HttpResponse:
    """Accept what was read."""
    row: Confirmation = visible(request, ROWS, public_id)
    form = AcceptForm(request.POST)
    if form.is_valid():
        done = attempt(
            request,
            lambda: accept_confirmation(
                confirmation=row, address=caller_address(request), by=request.user,
                now=timezone.now(), **form.cleaned_data,
            ),
            "Accepted. The office and you have it by letter.",
            form,
        )  # fmt: skip
        if done:
            return redirect("talent:terms", row.public_id)
    return _page(request, row, form)
