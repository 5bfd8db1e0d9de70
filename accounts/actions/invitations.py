"""Letting people in."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.guest_links import fresh_token, token_hash
from accounts.models import Invitation, Office, User
from accounts.roles import GRANTS, Kind, Permission, Role, can
from lib.actions import action
from lib.refusals import Denied, Refused, require
from lib.violations import violation
from outbox.actions import post

GOOD_FOR = timedelta(days=14)


def fresh_link(user: User, *, by: User, now: datetime) -> str:
    """A new way in for who has not joined; links that went before stop working. The caller holds the user's row."""
    user.invitations.filter(accepted_at=None, revoked_at=None).update(revoked_at=now, revoked_by=by)
    token, kept = fresh_token()
    Invitation.objects.create(user=user, token_hash=kept, expires_at=now + GOOD_FOR, created_at=now, created_by=by)
    return str(settings.SITE_URL + reverse("invitation", args=[token]))


@action
def invite(*, email: str, name: str, role: str, by: User, now: datetime, note: str = "") -> User:
    """Open a place for somebody and send them the letter. Returns the user, who cannot sign in before accepting.

    Somebody who was invited to the same portal before and has not joined gets a new letter with the role of today, and
    the old ones stop working. Who already works here in that portal is returned as they are. Raises `Refused` where
    the role may not be given by `by`, or where the address belongs to another portal.
    """
    kind = GRANTS[Role(role)].kind
    require(can(by, Permission.INVITE_STAFF if kind == Kind.STAFF else Permission.INVITE))
    if kind == Kind.SYSTEM or (role == Role.OWNER and by.role != Role.OWNER):
        raise Refused("Only an owner makes somebody an owner.")
    user = User.objects.select_for_update(of=("self",)).filter(email__iexact=email.strip()).first()
    if user is None:
        user = User(email=email.strip().lower(), name=name.strip(), kind=kind, role=role)
        user.timezone = Office.objects.current().timezone
        user.set_unusable_password()
        with violation():
            user.save()
    elif user.kind != kind:
        portal = user.get_kind_display().lower()
        raise Refused(Denied(f"{user.email} works in the {portal} portal already.", code="kind"))
    elif not user.is_active:
        raise Refused(f"The way in of {user.name} was closed. Open it again on Office, People.")
    elif user.has_joined:
        return user
    elif user.role != role:
        if user.role == Role.OWNER and by.role != Role.OWNER:
            raise Refused("Only an owner changes an owner.")
        user.role = role
        user.save(update_fields=["role"])
    link = fresh_link(user, by=by, now=now)
    office = Office.objects.current()
    until = (now + GOOD_FOR).strftime("%-d %B %Y")
    paragraphs = [
        f"Hello {user.name},",
        f"{by.name} at {office.name} opened a place for you.",
        note.strip(),
        f"Choose your password here and come in: {link}",
        f"The link works once, until {until}.",
    ]
    post(
        to_address=user.email,
        to_name=user.name,
        subject=f"{office.name} opened a place for you",
        body="\n\n".join(p for p in paragraphs if p),
        kind="invitation",
        secret=True,
        now=now,
    )
    return user


def find_open(token: str, now: datetime) -> Invitation | None:
    """The invitation that this token opens, or None where it is unknown, used, withdrawn or too old."""
    return (
        Invitation.objects.select_related("user")
        .filter(
            token_hash=token_hash(token), accepted_at=None, revoked_at=None, expires_at__gt=now, user__is_active=True
        )
        .first()
    )


@action
def accept(*, invitation: Invitation, name: str, password: str, by: User, now: datetime) -> User:
    """Use the invitation up: the person's name and password are set. Raises `Refused` where it was used meanwhile."""
    fresh = Invitation.objects.select_for_update(of=("self",)).select_related("user").get(pk=invitation.pk)
    used_up = fresh.accepted_at or fresh.revoked_at or fresh.expires_at <= now
    if used_up or fresh.user_id != by.pk or not fresh.user.is_active:
        raise Refused("This invitation was used or withdrawn. Ask the office for a new one.")
    user = fresh.user
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    user.name = name.strip() or user.name
    user.set_password(password)
    user.save(update_fields=["name", "password"])
    fresh.accepted_at, fresh.accepted_by = now, user
    fresh.save(update_fields=["accepted_at", "accepted_by"])
    return user


@action
def revoke(*, invitation: Invitation, by: User, now: datetime) -> None:
    """Withdraw an invitation that nobody has used."""
    fresh = Invitation.objects.select_for_update(of=("self",)).select_related("user").get(pk=invitation.pk)
    kind = Kind(fresh.user.kind)
    require(can(by, Permission.INVITE_STAFF if kind == Kind.STAFF else Permission.INVITE))
    if fresh.accepted_at:
        raise Refused(f"{fresh.user.name} has joined already.")
    if fresh.revoked_at is None:
        fresh.revoked_at, fresh.revoked_by = now, by
        fresh.save(update_fields=["revoked_at", "revoked_by"])
