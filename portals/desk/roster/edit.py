"""Adding talents and changing them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from outbox.once import sent_once
from portals.desk.roster.forms import InviteForm, ReasonForm, StageForm, TalentForm
from portals.pages import allowed, attempt, page, visible
from portals.stale import StaleGuard
from stats.actions import change_stage
from talent import actions
from talent.models import Talent


def home(talent: Talent) -> str:
    """The talent's page."""
    return reverse("desk:talent", args=[talent.public_id])


@allowed(Permission.EDIT_ROSTER)
@sent_once
def add(request: HttpRequest) -> HttpResponse:
    """Put somebody on the roster."""
    form = TalentForm(request.POST or None, initial={"manager": request.user})
    if form.is_valid():
        talent = attempt(
            request,
            lambda: actions.add_talent(by=request.user, now=timezone.now(), **form.cleaned_data),
            f"{form.cleaned_data['name']} is on the roster.",
            form,
        )
        if talent:
            return redirect(home(talent))
    context = {
        "heading": "Add talent",
        "form": form,
        "deed": "Add talent",
        "back": reverse("desk:talents"),
        "back_label": "Talents",
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.EDIT_ROSTER)
@sent_once
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change what is written about a talent."""
    talent: Talent = visible(request, Talent.objects, public_id)
    guard = StaleGuard(request, talent)
    form = TalentForm(request.POST or None, talent=talent)
    if form.is_valid() and guard.passes(form):
        done = attempt(
            request,
            lambda: actions.edit_talent(talent=talent, fields=form.cleaned_data, by=request.user, now=timezone.now()),
            "Saved.",
            form,
        )
        if done:
            return redirect(home(talent))
    context = {
        "heading": "Change details",
        "form": form,
        "guard": guard,
        "deed": "Save details",
        "back": home(talent),
        "back_label": talent.name,
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.EDIT_ROSTER)
@sent_once
@require_POST
def stage(request: HttpRequest, public_id: str) -> HttpResponse:
    """Move a talent to another stage, with the reason."""
    talent: Talent = visible(request, Talent.objects, public_id)
    form = StageForm(request.POST, prefix="stage")
    if form.is_valid():
        attempt(
            request,
            lambda: change_stage(talent=talent, by=request.user, now=timezone.now(), **form.cleaned_data),
            f"{talent.name} is {dict(Talent.Stage.choices)[form.cleaned_data['stage']].lower()}.",
        )
        return redirect(home(talent))
    context = {
        "heading": "Change stage",
        "form": form,
        "deed": "Change stage",
        "back": home(talent),
        "back_label": talent.name,
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.EDIT_ROSTER)
@sent_once
@require_POST
def archive(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a talent off the roster, or bring them back."""
    talent: Talent = visible(request, Talent.objects, public_id)
    form = ReasonForm(request.POST, prefix="archive")
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    verb = actions.restore_talent if talent.archived_at else actions.archive_talent
    words = (
        f"{talent.name} is on the roster again."
        if talent.archived_at
        else f"{talent.name} is archived. Nothing was deleted."
    )
    attempt(request, lambda: verb(talent=talent, by=request.user, now=timezone.now(), reason=reason), words)
    return redirect(home(talent))


@allowed(Permission.INVITE)
@sent_once
def invite(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let the talent, or their guardian, into the talent portal."""
    talent: Talent = visible(request, Talent.objects, public_id)
    form = InviteForm(request.POST or None, initial={"name": talent.name, "email": talent.email})
    if form.is_valid():
        user = attempt(
            request,
            lambda: actions.invite_talent(talent=talent, by=request.user, now=timezone.now(), **form.cleaned_data),
            f"{form.cleaned_data['name']} has the invitation in {form.cleaned_data['email']}.",
            form,
        )
        if user:
            return redirect(home(talent))
    context = {
        "heading": "Invite to the portal",
        "form": form,
        "deed": "Send invitation",
        "back": home(talent),
        "back_label": talent.name,
        "lead": "They choose a password by a link that works once and for 14 days.",
    }
    return page(request, "desk/form.html", context)
