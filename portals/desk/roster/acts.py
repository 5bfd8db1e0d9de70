"""Who is in an act, and since when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from accounts.roles import Permission
from outbox.once import sent_once
from portals.desk.roster.edit import home
from portals.desk.roster.forms import JoinForm, LeaveForm
from portals.pages import allowed, attempt, page, visible
from talent import actions
from talent.models import ActMember, Talent


@allowed(Permission.EDIT_ROSTER)
@sent_once
def join(request: HttpRequest, public_id: str) -> HttpResponse:
    """Somebody joins an act."""
    act: Talent = visible(request, Talent.objects.filter(kind=Talent.Kind.ACT), public_id)
    form = JoinForm(request.POST or None, act=act, initial={"since": timezone.localdate()})
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.join_act(act=act, by=request.user, now=timezone.now(), **form.cleaned_data),
            f"{form.cleaned_data['member']} is in {act}.",
            form,
        )
        if done:
            return redirect(home(act))
    context = {"heading": "Add member", "form": form, "deed": "Add member", "back": home(act), "back_label": act.name}
    return page(request, "desk/form.html", context)


@allowed(Permission.EDIT_ROSTER)
@sent_once
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody leaves an act; the membership stays with its days."""
    row = get_object_or_404(ActMember.objects.select_related("act", "member"), pk=pk)
    form = LeaveForm(request.POST or None, initial={"on": timezone.localdate()})
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.leave_act(
                act=row.act, member=row.member, by=request.user, now=timezone.now(), **form.cleaned_data
            ),
            f"{row.member} leaves {row.act} after {form.cleaned_data['on']:%-d %b %Y}.",
            form,
        )
        if done:
            return redirect(home(row.act))
    context = {
        "heading": f"{row.member} leaves",
        "form": form,
        "deed": "Write down the last day",
        "back": home(row.act),
        "back_label": row.act.name,
    }
    return page(request, "desk/form.html", context)
