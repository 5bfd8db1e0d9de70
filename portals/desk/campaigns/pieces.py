"""A piece of content: its drafts side by side, the answers, where it went live."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from campaigns import actions, checks
from campaigns.live_checks import may_correct_address, may_take_down, may_verify
from campaigns.models import Campaign, Deliverable, DeliverableState, Draft, DraftFile, ReviewSide
from campaigns.models.deliverable import DONE
from campaigns.queries.rounds import rounds_used
from campaigns.rules import rounds_words
from campaigns.usage import off_window
from outbox.once import sent_once
from portals.desk.campaigns.forms import AddressForm
from portals.desk.exclusivity.explain import explained_of
from portals.files import draft_file
from portals.history import timeline
from portals.live import OtherAddressForm, TakenDownForm
from portals.pages import allowed, attempt, page, visible
from portals.reviews import Remarks, ReviewForm, tell_approved, typed_in, yes_before
from stats.models import HandFigures
from stats.results.earned import value
from stats.results.finding import candidates
from stats.results.reading import Result, result_of

ROWS = Deliverable.objects.select_related(
    "booking__talent", "booking__campaign__brand", "booking__campaign__brief", "booking__commitment"
)
DRAFTS = Draft.objects.select_related("deliverable", "submitted_by")


def _side(draft: Draft) -> str:
    """For whom an answer would be given: the brand's turn is the brand's, and staff's only where it has nobody."""
    waits_for_brand = draft.deliverable.state == "client_review"
    return str(ReviewSide.CLIENT if waits_for_brand else ReviewSide.OFFICE)


def _off_window(piece: Deliverable) -> str:
    """That its address was given on another day than was agreed; the post itself, once it is read, is held against it.

    Before its first day that is early for certain; after its last it may have been live in time.
    """
    if piece.published_at is None or piece.live_on is None:
        return ""
    given = checks.office_day(piece.published_at)
    return off_window(given, piece.live_on, piece.live_by) if given < piece.live_on else ""


def piece_page(
    request: HttpRequest,
    piece: Deliverable,
    shown: Draft | None,
    form: ReviewForm | None = None,
    address: AddressForm | None = None,
    remarks: Remarks | None = None,
    other: OtherAddressForm | None = None,
    down: TakenDownForm | None = None,
) -> HttpResponse:
    """The whole page; with a form that was refused, as it was typed."""
    now = timezone.now()
    told = ("files", "reviews__made_by", "reviews__remarks__file")
    drafts = list(DRAFTS.filter(deliverable=piece).prefetch_related(*told).order_by("-version"))
    for each in drafts:
        each.deliverable = piece
    shown = next((d for d in drafts if shown and d.pk == shown.pk), drafts[0] if drafts else None)
    before = next((d for d in drafts if shown and d.version == shown.version - 1), None)
    may = can(request.user, Permission.RUN_CAMPAIGNS)
    side = _side(shown) if shown else str(ReviewSide.OFFICE)
    may_give = may and checks.may_give_address(piece)
    explained = explained_of(piece.booking.commitment, now)
    finding = next((each.finding for each in explained.told if each.finding), None)
    result = _valued(result_of(piece))
    used, agreed = rounds_used(piece), piece.booking.campaign.brief.rounds
    context = {
        "piece": piece,
        "booking": piece.booking,
        "talent": piece.booking.talent,
        "campaign": piece.booking.campaign,
        "brief": piece.booking.campaign.brief,
        "drafts": drafts,
        "draft": shown,
        "before": before,
        "yes_before": yes_before(shown, drafts) if shown else None,
        "label_missing": bool(shown) and checks.label_missing(shown),
        "side": side,
        "settled": piece.state in (*DONE, DeliverableState.APPROVED),
        "may_review": (may and checks.may_review(shown, side, request.user)) if shown else None,
        "may_approve": (may and checks.may_approve(shown, side, request.user, now)) if shown else None,
        "explained": explained if explained.told else None,
        "explains": reverse("desk:clash", args=[finding.public_id]) if finding else "",
        "may_give": may_give,
        "may_waive": may and checks.may_waive(piece),
        "form": form or ReviewForm(),
        "remarks": remarks or Remarks(shown),
        "off_window": _off_window(piece),
        "rounds": rounds_words(used, agreed),
        "rounds_over": used > agreed,
        "staff_notes": list(piece.staff_notes.select_related("written_by")),
        "may_note": may,
        "address": address or AddressForm(),
        "result": result,
        "may_correct": may and may_correct_address(piece, request.user),
        "may_take_down": may and may_take_down(piece, request.user),
        "may_verify": may and may_verify(piece, request.user),
        "departs": sorted({*piece.departs, *(result.open_departs if result else ())}),
        "other": other or OtherAddressForm(),
        "down": down or TakenDownForm(),
        "found": candidates(piece)[:3] if may_give else [],
        "may_enter": may and piece.state == DeliverableState.PUBLISHED,
        "hand_figures": list(piece.hand_figures.select_related("entered_by")[:5]),
        "entries": timeline(piece, 30, {HandFigures: "deliverable"}, whole={HandFigures}),
        "today": checks.office_day(now),
    }
    context["typed"] = typed_in(context["form"], context["remarks"])
    bad = form is not None or any(each is not None and each.errors for each in (address, other, down))
    return page(request, "desk/campaigns/piece.html", context, status=422 if bad else 200)


def _valued(result: Result | None) -> Result | None:
    if result is not None:
        value([result])
    return result


@allowed(Permission.READ_DESK)
def deliverable(request: HttpRequest, public_id: str) -> HttpResponse:
    """The piece, its newest draft beside the one before."""
    return piece_page(request, visible(request, ROWS, public_id), None)


@allowed(Permission.READ_DESK)
def draft(request: HttpRequest, public_id: str) -> HttpResponse:
    """One version, to look at and to answer."""
    shown: Draft = visible(request, DRAFTS, public_id)
    return piece_page(request, ROWS.get(pk=shown.deliverable_id), shown)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def review(request: HttpRequest, public_id: str) -> HttpResponse:
    """Pass it on to the brand, or say what should change: for the side that the form was shown for."""
    shown: Draft = visible(request, DRAFTS, public_id)
    for_brand = request.POST.get("side") == ReviewSide.CLIENT
    side = ReviewSide.CLIENT if for_brand else ReviewSide.OFFICE
    piece = ROWS.get(pk=shown.deliverable_id)
    form, remarks = ReviewForm(request.POST), Remarks(shown, request.POST)
    fine = all([form.is_valid(), remarks.is_valid()])
    if fine and not form.needs_words(bool(remarks.said())):
        yes = form.cleaned_data["answer"] == "approve"
        passed = "It can go live." if for_brand else "The brand sees it now."
        done = attempt(
            request,
            lambda: actions.review_draft(
                draft=shown, side=side, approved=yes, comment=form.cleaned_data["comment"],
                remarks=remarks.said(), by=request.user, now=timezone.now(),
            ),
            f"Draft {shown.version} is approved. {passed}"
            if yes
            else f"{piece.booking.talent} reads what should change.",
            form,
        )  # fmt: skip
        if done:
            return redirect("desk:deliverable", piece.public_id)
    return piece_page(request, piece, shown, form=form, remarks=remarks)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def address(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where the approved piece went live."""
    piece: Deliverable = visible(request, ROWS, public_id)
    form = AddressForm(request.POST)
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.give_post_address(
                deliverable=piece, url=form.cleaned_data["url"], by=request.user, now=timezone.now()
            ),
            f"{piece} is live.",
            form,
        )
        if done:
            return redirect("desk:deliverable", piece.public_id)
    return piece_page(request, piece, None, address=form)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def waive(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let the talent off a piece, with a reason."""
    piece: Deliverable = visible(request, ROWS, public_id)
    reason = request.POST.get("reason", "")[:600]
    attempt(
        request,
        lambda: actions.waive_deliverable(deliverable=piece, reason=reason, by=request.user, now=timezone.now()),
        f"{piece} is owed no longer.",
    )
    return redirect("desk:deliverable", piece.public_id)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def note(request: HttpRequest, public_id: str) -> HttpResponse:
    """Tell colleagues something about a piece; nobody outside reads it."""
    piece: Deliverable = visible(request, ROWS, public_id)
    text = request.POST.get("text", "")[:4000]
    attempt(
        request,
        lambda: actions.add_staff_note(deliverable=piece, text=text, by=request.user, now=timezone.now()),
        "Your colleagues read it here.",
    )
    return redirect("desk:deliverable", piece.public_id)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def approve_several(request: HttpRequest, public_id: str) -> HttpResponse:
    """Pass several drafts of a campaign to the brand; what cannot go stays, and says why."""
    campaign: Campaign = visible(request, Campaign.objects, public_id)
    chosen = Draft.objects.filter(
        deliverable__booking__campaign=campaign,
        public_id__in=request.POST.getlist("draft"),
    ).select_related("deliverable__booking__talent")
    if not chosen:
        messages.error(request, "Tick the drafts that you pass on.")
        return redirect("desk:campaign-work", campaign.public_id)
    said = attempt(
        request,
        lambda: actions.approve_drafts(
            drafts=list(chosen), side=ReviewSide.OFFICE, by=request.user, now=timezone.now()
        ),
    )
    tell_approved(request, said or [], passed_to=campaign.brand.name)
    return redirect("desk:campaign-work", campaign.public_id)


@allowed(Permission.READ_DESK)
def file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A picture or film of a draft."""
    return draft_file(request, DraftFile.objects.all(), public_id)
