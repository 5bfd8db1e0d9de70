"""Drafts: look, approve, or say what should change."""

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from campaigns.actions import review_draft
from campaigns.checks import may_approve, may_review
from campaigns.models import Draft, ReviewSide
from outbox.once import sent_once
from portals.client import reading
from portals.client.frame import page
from portals.pages import allowed, attempt, visible


class AnswerForm(forms.Form):
    """The brand's answer. What should change has to be said; a yes may come with a word."""

    answer = forms.ChoiceField(choices=[("approve", "Approve"), ("changes", "Ask for changes")])
    comment = forms.CharField(
        required=False, max_length=4000, label="What should change", widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, str]:
        data = super().clean() or {}
        if data.get("answer") == "changes" and not data.get("comment", "").strip():
            self.add_error("comment", "Say what should change, so that the talent can do it.")
        return data


def drafts(request: HttpRequest) -> HttpResponse:
    """What waits, and what was answered."""
    answered = reading.drafts_of(request.user).filter(reviews__side=ReviewSide.CLIENT).order_by("-submitted_at")[:40]
    waiting = list(reading.waiting(request.user))
    return page(
        request, "client/drafts.html", {"waiting": waiting, "answered": list(answered), "today": timezone.localdate()}
    )


def _draft_page(request: HttpRequest, draft: Draft, form: AnswerForm) -> HttpResponse:
    piece = draft.deliverable
    versions = list(reading.drafts_of(request.user).filter(deliverable=piece).order_by("-version"))
    context = {
        "draft": draft,
        "piece": piece,
        "booking": piece.booking,
        "campaign": piece.booking.campaign,
        "brief": piece.booking.campaign.brief,
        "versions": versions,
        "newest": versions[0].pk == draft.pk,
        "answer": next(iter(draft.reviews.all()), None),
        "may": may_review(draft, ReviewSide.CLIENT, request.user),
        "may_approve": may_approve(draft, ReviewSide.CLIENT, request.user, timezone.now()),
        "form": form,
        "others": reading.waiting(request.user).exclude(pk=draft.pk).count(),
    }
    return page(request, "client/draft.html", context)


def draft(request: HttpRequest, public_id: str) -> HttpResponse:
    """The piece as it would go live, with what was asked before."""
    return _draft_page(request, visible(request, reading.drafts_of(request.user), public_id), AnswerForm())


@sent_once
@require_POST
def review(request: HttpRequest, public_id: str) -> HttpResponse:
    """The brand's word on this version."""
    shown: Draft = visible(request, reading.drafts_of(request.user), public_id)
    return _answer(request, shown)


@allowed(Permission.APPROVE_DRAFTS)
def _answer(request: HttpRequest, shown: Draft) -> HttpResponse:
    form = AnswerForm(request.POST)
    if form.is_valid():
        yes = form.cleaned_data["answer"] == "approve"
        done = attempt(
            request,
            lambda: review_draft(
                draft=shown,
                side=ReviewSide.CLIENT,
                approved=yes,
                comment=form.cleaned_data["comment"].strip(),
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
    return _draft_page(request, shown, form)


def picture(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The draft's picture, for those who may see the draft."""
    shown: Draft = visible(request, reading.drafts_of(request.user), public_id)
    if not shown.image:
        raise Http404("Nothing here.")
    response = FileResponse(shown.image.open("rb"), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=3600"
    return response
