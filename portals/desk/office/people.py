"""Colleagues, and who else signs in."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import actions
from accounts.models import Invitation, User
from accounts.roles import GRANTS, Kind, Permission, Role, can
from outbox.once import sent_once
from portals.desk.office.forms import InviteForm, RoleForm
from portals.pages import allowed, attempt, page, visible

KINDS = {"staff": Kind.STAFF, "client": Kind.CLIENT, "talent": Kind.TALENT}


@allowed(Permission.READ_DESK)
def people(request: HttpRequest) -> HttpResponse:
    """Who signs in, portal by portal, and the invitations that nobody has used."""
    kind = KINDS.get(request.GET.get("portal", "staff"), Kind.STAFF)
    now = timezone.now()
    found = User.objects.filter(kind=kind).prefetch_related("brand_memberships__brand", "talent_access__talent")
    waiting = Invitation.objects.filter(user__kind=kind, accepted_at=None, revoked_at=None, user__is_active=True)
    here = reverse("desk:people")
    context = {
        "people": found,
        "kind": str(kind),
        "tabs": [
            ("Colleagues", here, None, "staff"),
            ("Brands’ people", f"{here}?portal=client", None, "client"),
            ("Talents", f"{here}?portal=talent", None, "talent"),
        ],
        "invitations": waiting.select_related("user", "created_by"),
        "now": now,
        "roles": [(role.label, grant.sentence) for role, grant in GRANTS.items() if grant.kind == kind],
        "may_invite": can(request.user, Permission.INVITE_STAFF if kind == Kind.STAFF else Permission.INVITE),
        "may_invite_staff": can(request.user, Permission.INVITE_STAFF),
    }
    return page(request, "desk/office/people.html", context)


@allowed(Permission.INVITE_STAFF)
@sent_once
def invite(request: HttpRequest) -> HttpResponse:
    """Open a place for a colleague."""
    form = InviteForm(request.POST or None, by=request.user, initial={"role": Role.BOOKER})
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.invite(by=request.user, now=timezone.now(), **form.cleaned_data),
            f"{form.cleaned_data['name']} has the invitation in {form.cleaned_data['email']}.",
            form,
        )
        if done:
            return redirect("desk:people")
    context = {
        "heading": "Invite a colleague",
        "form": form,
        "deed": "Send invitation",
        "back": reverse("desk:people"),
        "back_label": "People",
        "lead": "They choose a password by a link that works once and for 14 days.",
    }
    return page(request, "desk/form.html", context)


def _list(user: User) -> str:
    return f"{reverse('desk:people')}?portal={user.kind}"


def _person(request: HttpRequest, public_id: str) -> User:
    """Somebody whom the reader may change: colleagues are for those who invite colleagues."""
    person: User = visible(request, User.objects.exclude(kind=Kind.SYSTEM), public_id)
    answer = can(request.user, Permission.INVITE_STAFF if person.kind == Kind.STAFF else Permission.INVITE)
    if not answer:
        raise PermissionDenied(str(answer))
    return person


@allowed(Permission.INVITE)
@sent_once
def role(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give somebody another role."""
    person = _person(request, public_id)
    form = RoleForm(request.POST or None, user=person, by=request.user)
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.change_role(user=person, by=request.user, now=timezone.now(), **form.cleaned_data),
            f"{person.name} is {Role(form.cleaned_data['role']).label.lower()} now.",
            form,
        )
        if done:
            return redirect(_list(person))
    context = {
        "heading": f"Role of {person.name}",
        "form": form,
        "deed": "Change role",
        "back": _list(person),
        "back_label": "People",
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.INVITE)
@sent_once
@require_POST
def deactivate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close somebody's way in, at once."""
    person = _person(request, public_id)
    reason = request.POST.get("reason", "")[:300]
    attempt(
        request,
        lambda: actions.deactivate(user=person, by=request.user, now=timezone.now(), reason=reason),
        f"{person.name} is signed out everywhere and cannot come in. Their work stays.",
    )
    return redirect(_list(person))


@allowed(Permission.INVITE)
@sent_once
@require_POST
def reactivate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open the way in again."""
    person = _person(request, public_id)
    attempt(
        request,
        lambda: actions.reactivate(user=person, by=request.user, now=timezone.now()),
        f"{person.name} can come in again.",
    )
    return redirect(_list(person))


@allowed(Permission.INVITE)
@sent_once
@require_POST
def revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    """Withdraw an invitation."""
    invitation: Invitation = visible(request, Invitation.objects.select_related("user"), public_id)
    _person(request, invitation.user.public_id)
    attempt(
        request,
        lambda: actions.revoke(invitation=invitation, by=request.user, now=timezone.now()),
        f"The link to {invitation.user.email} no longer works.",
    )
    return redirect(_list(invitation.user))
