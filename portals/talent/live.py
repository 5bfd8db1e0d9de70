"""One's own live piece: its address corrected, or taken down."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from campaigns.actions import correct_post_address, take_down_post
from campaigns.models import Deliverable
from outbox.once import sent_once
from portals.live import OtherAddressForm, TakenDownForm
from portals.pages import allowed, attempt, visible
from portals.talent.work import piece_page, pieces_of


@allowed(Permission.DELIVER)
@sent_once
@require_POST
def correct(request: HttpRequest, public_id: str) -> HttpResponse:
    """Another address of the post, with a reason."""
    row: Deliverable = visible(request, pieces_of(request), public_id)
    form = OtherAddressForm(request.POST)
    if form.is_valid() and attempt(
        request,
        lambda: correct_post_address(deliverable=row, by=request.user, now=timezone.now(), **form.said()),
        "The address is changed. The office looks at it.",
        form,
    ):
        return redirect("talent:piece", row.public_id)
    return piece_page(request, row, other=form)


@allowed(Permission.DELIVER)
@sent_once
@require_POST
def take_down(request: HttpRequest, public_id: str) -> HttpResponse:
    """The post is no longer there, with a reason."""
    row: Deliverable = visible(request, pieces_of(request), public_id)
    form = TakenDownForm(request.POST)
    if form.is_valid() and attempt(
        request,
        lambda: take_down_post(deliverable=row, by=request.user, now=timezone.now(), **form.cleaned_data),
        "Noted. The office reads it.",
        form,
    ):
        return redirect("talent:piece", row.public_id)
    return piece_page(request, row, down=form)
