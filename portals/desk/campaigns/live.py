"""A piece that is live: its address corrected, noted as taken down, verified."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from campaigns import actions
from campaigns.models import Deliverable
from outbox.once import sent_once
from portals.desk.campaigns.pieces import ROWS, piece_page
from portals.live import OtherAddressForm, TakenDownForm
from portals.pages import allowed, attempt, visible


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def correct(request: HttpRequest, public_id: str) -> HttpResponse:
    """Another address of the post, with a reason."""
    piece: Deliverable = visible(request, ROWS, public_id)
    form = OtherAddressForm(request.POST)
    if form.is_valid() and attempt(
        request,
        lambda: actions.correct_post_address(deliverable=piece, by=request.user, now=timezone.now(), **form.said()),
        "The address is changed. What stands there is verified anew.",
        form,
    ):
        return redirect("desk:deliverable", piece.public_id)
    return piece_page(request, piece, None, other=form)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def take_down(request: HttpRequest, public_id: str) -> HttpResponse:
    """The post is no longer there, with a reason."""
    piece: Deliverable = visible(request, ROWS, public_id)
    form = TakenDownForm(request.POST)
    if form.is_valid() and attempt(
        request,
        lambda: actions.take_down_post(deliverable=piece, by=request.user, now=timezone.now(), **form.cleaned_data),
        "Noted. Its figures stay, and the brand reads that it was taken down.",
        form,
    ):
        return redirect("desk:deliverable", piece.public_id)
    return piece_page(request, piece, None, down=form)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def verify(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is what was approved, but for what the page said."""
    piece: Deliverable = visible(request, ROWS, public_id)
    attempt(
        request,
        lambda: actions.verify_post(
            deliverable=piece,
            url=request.POST.get("post_url", ""),
            departs=[said[:200] for said in request.POST.getlist("departs")[:10]],
            by=request.user,
            now=timezone.now(),
        ),
        "Verified.",
    )
    return redirect("desk:deliverable", piece.public_id)
