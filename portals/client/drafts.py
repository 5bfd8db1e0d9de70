"""Drafts: look, approve, or say what should change."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from campaigns.actions import approve_drafts, review_draft
from campaigns.checks import may_approve, may_review
from campaigns.models import DeliverableState, Draft, DraftFile, ReviewSide
from campaigns.queries.rounds import rounds_used
from campaigns.rules import rounds_words
from outbox.once import sent_once
from portals.client import reading
from portals.client.frame import page
from portals.files import draft_file
from portals.pages import allowed, attempt, visible
from portals.reviews import Remarks, ReviewForm, tell_approved, typed_in, yes_before

WITH_THE_OFFICE = (DeliverableState.OFFICE_REVIEW, DeliverableState.CHANGES)


def drafts(request: HttpRequest) -> HttpResponse:
    """What waits, and what was answered."""
    answered = reading.drafts_of(request.user).filter(reviews__side=ReviewSide.CLIENT).order_by("-submitted_at")[:40]
    waiting = list(reading.waiting(request.user))
    return page(
        request,
        "client/drafts.html",
        {
            "waiting": waiting,
            "answered": list(answered),
            "today": timezone.localdate(),
            "may_approve": can(request.user, Permission.APPROVE_DRAFTS),
        },
    )


def _draft_page(request: HttpRequest, draft: Draft, form: ReviewForm, remarks: Remarks) -> HttpResponse:
    piece = draft.deliverable
    used, agreed = rounds_used(piece), piece.booking.campaign.brief.rounds
    later = piece.drafts.filter(version__gt=draft.version)
    versions = list(reading.drafts_of(request.user).filter(deliverable=piece).order_by("-version"))
    newer = next((each for each in versions if each.version > draft.version), None)
    context = {
        "draft": draft,
        "piece": piece,
        "booking": piece.booking,
        "campaign": piece.booking.campaign,
        "brief": piece.booking.campaign.brief,
        "others_of_it": [each for each in versions if each.pk != draft.pk],
        "newer": newer,
        "yes_before": yes_before(draft, versions),
        "changed": newer is None and piece.state in WITH_THE_OFFICE and later.exists(),
        "answer": next(iter(draft.reviews.all()), None),
        "may": may_review(draft, ReviewSide.CLIENT, request.user),
        "may_approve": may_approve(draft, ReviewSide.CLIENT, request.user, timezone.now()),
        "form": form,
        "remarks": remarks,
        "typed": typed_in(form, remarks),
        "rounds": rounds_words(used, agreed),
        "rounds_over": used >= agreed,
        "others": reading.waiting(request.user).exclude(pk=draft.pk).count(),
    }
    return page(request, "client/draft.html", context, status=422 if form.is_bound else 200)


def draft(request: HttpRequest, public_id: str) -> HttpResponse:
    """The piece as it would go live, with what was asked before."""
    shown: Draft = visible(request, reading.drafts_of(request.user), public_id)
    return _draft_page(request, shown, ReviewForm(), Remarks(shown))


@sent_once
@require_POST
def review(request: HttpRequest, public_id: str) -> HttpResponse:
    """The brand's word on this version."""
    shown: Draft = visible(request, reading.drafts_of(request.user), public_id)
    return _answer(request, shown)


@allowed(Permission.APPROVE_DRAFTS)
def _answer(request: HttpRequest, shown: Draft) -> HttpResponse:
    form, remarks = ReviewForm(request.POST), Remarks(shown, request.POST)
    fine = all([form.is_valid(), remarks.is_valid()])
    if fine and not form.needs_words(bool(remarks.said())):
        yes = form.cleaned_data["answer"] == "approve"
        done = attempt(
            request,
            lambda: review_draft(
                draft=shown,
                side=ReviewSide.CLIENT,
                approved=yes,
                comment=form.cleaned_data["comment"].strip(),
                remarks=remarks.said(),
                by=request.user,
                now=timezone.now(),
            ),  # fmt: skip
            done=f"{shown.deliverable} approved."
            if yes
            else f"{shown.deliverable.booking.talent} reads what you asked for.",
            form=form,
        )
        if done:
            following = reading.waiting(request.user).first()
            return redirect("client:draft", following.public_id) if following else redirect("client:home")
    return _draft_page(request, shown, form, remarks)


@allowed(Permission.APPROVE_DRAFTS)
@sent_once
@require_POST
def approve(request: HttpRequest) -> HttpResponse:
    """Say yes to several drafts at once; what cannot be approved stays, and says why."""
    chosen = list(reading.drafts_of(request.user).filter(public_id__in=request.POST.getlist("draft")))
    if not chosen:
        messages.error(request, "Tick the drafts that you approve.")
        return redirect("client:drafts")
    said = attempt(
        request,
        lambda: approve_drafts(drafts=chosen, side=ReviewSide.CLIENT, by=request.user, now=timezone.now()),
    )
    tell_approved(request, said or [])
    return redirect("client:drafts")


def file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A picture or film of a draft that the office passed on."""
    return draft_file(request, DraftFile.objects.all(), public_id)
