"""What the talent owes: drafts to send, posts to give the address of."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from campaigns.actions import give_post_address, submit_draft
from campaigns.checks import may_give_address, may_submit
from campaigns.live_checks import may_correct_address, may_take_down
from campaigns.models import Booking, Confirmation, Deliverable, DeliverableState, DraftFile
from campaigns.models.deliverable import DONE, TALENTS_TURN
from campaigns.queries.rounds import rounds_used
from campaigns.rules import rounds_words, talent_net
from outbox.once import sent_once
from portals.evidence import EvidenceForm
from portals.files import draft_file
from portals.live import OtherAddressForm, TakenDownForm
from portals.pages import allowed, attempt, visible
from portals.talent.draft_form import DraftForm
from portals.talent.films import CHUNK
from portals.talent.frame import page
from portals.talent.standing import may_act, me
from portals.tracked import own_sales
from stats.actions import enter_figures
from stats.results.reading import result_of


class AddressForm(forms.Form):
    url = forms.URLField(
        max_length=500, label="Address of the post", assume_scheme="https", help_text="Copy it from the post itself.",
        error_messages={
            "required": "Copy the address of the post here.",
            "invalid": "That is not an address. Copy it from the browser, from https:// on.",
        },
    )  # fmt: skip


def work(request: HttpRequest) -> HttpResponse:
    """All pieces, those first that need the talent."""
    talent = me(request)
    rows = list(
        Deliverable.objects.visible_to(request.user)
        .filter(booking__talent=talent)
        .select_related("booking__campaign__brand")
        .order_by("draft_due_on", "pk")
    )
    yours = [row for row in rows if row.state in TALENTS_TURN]
    groups = [
        ("Your turn", yours),
        ("Waiting for an answer", [row for row in rows if row.state not in TALENTS_TURN and row.state not in DONE]),
        ("Done", [row for row in rows if row.state in DONE]),
    ]
    context = {"talent": talent, "groups": groups, "count": len(rows), "today": timezone.localdate()}
    papers = Confirmation.objects.visible_to(request.user).standing().filter(booking__talent=talent).without_paper()
    context["papers"] = list(papers.select_related("booking__campaign__brand").order_by("-drawn_at", "-pk"))
    return page(request, "talent/work.html", context)


def pieces_of(request: HttpRequest) -> Any:
    """The reader's pieces."""
    return Deliverable.objects.visible_to(request.user).select_related(
        "booking__talent", "booking__campaign__brand", "booking__campaign__brief"
    )


def piece_page(request: HttpRequest, row: Deliverable, **forms_: forms.Form) -> HttpResponse:
    """The whole page; with a form that was refused, as it was typed."""
    drafts = list(row.drafts.prefetch_related("files", "reviews__remarks__file"))
    last = next(iter(drafts), None)
    said = last.reviews.all() if last else []
    booking: Booking = row.booking
    brief = booking.campaign.brief
    acting = may_act(request, Permission.DELIVER)
    context = {
        "piece": row,
        "talent": booking.talent,
        "booking": booking,
        "campaign": booking.campaign,
        "brief": brief,
        "net": talent_net(booking.paid, booking.fee_percent) if booking.paid else None,
        "drafts": drafts,
        "asked": [review for review in said if not review.approved] if row.state == DeliverableState.CHANGES else [],
        "result": result_of(row),
        **own_sales(request.user, booking, row),
        "may_submit": acting and may_submit(row),
        "may_address": acting and may_give_address(row),
        "may_enter": acting and row.state == DeliverableState.PUBLISHED,
        "may_correct": acting and may_correct_address(row, request.user),
        "may_take_down": acting and may_take_down(row, request.user),
        "other": forms_.get("other") or OtherAddressForm(),
        "down": forms_.get("down") or TakenDownForm(),
        "early": row.state == DeliverableState.APPROVED and row.live_on and timezone.localdate() < row.live_on,
        "rounds": rounds_words(rounds_used(row), brief.rounds) if drafts else "",
        "chunk": CHUNK,
        "form": forms_.get("form") or DraftForm(piece=row, user=request.user),
        "address_form": forms_.get("address_form") or AddressForm(),
        "today": timezone.localdate(),
    }
    bad = any(form.is_bound and form.errors for form in forms_.values())
    return page(request, "talent/piece.html", context, status=422 if bad else 200)


def piece(request: HttpRequest, public_id: str) -> HttpResponse:
    """One piece: what to do, what was said, and the next step."""
    return piece_page(request, visible(request, pieces_of(request), public_id))


@allowed(Permission.DELIVER)
@sent_once
@require_POST
def submit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send the next version to the office."""
    row: Deliverable = visible(request, pieces_of(request), public_id)
    form = DraftForm(request.POST, request.FILES, piece=row, user=request.user)
    if form.is_valid():
        sent = attempt(
            request,
            lambda: submit_draft(deliverable=row, by=request.user, now=timezone.now(), **form.said()),
            done="Sent. The office looks at it first, then the brand.",
            form=form,
        )
        if sent:
            return redirect("talent:piece", row.public_id)
    return piece_page(request, row, form=form)


@allowed(Permission.DELIVER)
@sent_once
@require_POST
def address(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say where it went live."""
    row: Deliverable = visible(request, pieces_of(request), public_id)
    form = AddressForm(request.POST)
    if form.is_valid():
        done = attempt(
            request,
            lambda: give_post_address(
                deliverable=row, url=form.cleaned_data["url"], by=request.user, now=timezone.now()
            ),
            done=f"{row} is live.",
            form=form,
        )
        if done:
            return redirect("talent:work")
    return piece_page(request, row, address_form=form)


@allowed(Permission.DELIVER)
@sent_once
def figures(request: HttpRequest, public_id: str) -> HttpResponse:
    """Type in what one's own screen shows of a live piece, where its platform does not tell the office."""
    row: Deliverable = visible(request, pieces_of(request), public_id)
    if row.state != DeliverableState.PUBLISHED:
        return redirect("talent:piece", row.public_id)
    first = {"as_of": timezone.localdate()}
    form = EvidenceForm(request.POST or None, request.FILES or None, initial=first)
    if form.is_valid():
        done = attempt(
            request,
            lambda: enter_figures(deliverable=row, by=request.user, now=timezone.now(), **form.said()),
            "Thank you. The office has the figures.",
            form,
        )
        if done:
            return redirect("talent:piece", row.public_id)
    bad = form.is_bound and form.errors
    return page(request, "talent/piece_figures.html", {"piece": row, "form": form}, status=422 if bad else 200)


def file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A picture or film of one's own draft."""
    return draft_file(request, DraftFile.objects.all(), public_id)
