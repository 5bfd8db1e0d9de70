"""Confirmations of the demo office: most are accepted, one has waited for days, Honoka's newest waits for her."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils.text import slugify

from accounts.models import User
from accounts.roles import Kind, Role
from agency.demo.staff import TALENT_LOGIN
from campaigns import actions
from campaigns.models import Booking
from campaigns.papers import draw_up
from campaigns.queries.confirmations import to_draw
from talent.models import Talent, TalentAccess


def build(*, now: datetime, person: Callable[..., User]) -> None:
    """Put every confirmed booking on paper; who is booked signs in, and has accepted."""
    waiting: set[bool] = set()
    system = User.objects.system()
    for booking in to_draw().order_by("-confirmed_at", "pk"):
        user = _user(booking, person)
        theirs = user.email == TALENT_LOGIN[1]
        if theirs not in waiting:
            waiting.add(theirs)  # the newest of hers, and the newest of the others
            draw_up(booking=booking, by=system, now=max(booking.confirmed_at, now - timedelta(days=5)))
            continue
        paper = draw_up(booking=booking, by=system, now=booking.confirmed_at + timedelta(minutes=1))
        actions.accept_confirmation(
            confirmation=paper, name=user.name, pdf_hash=paper.pdf_hash, address="203.0.113.24", says_of_age=True,
            by=user, now=min(now, booking.confirmed_at + timedelta(hours=9)),
        )  # fmt: skip


def _user(booking: Booking, person: Callable[..., User]) -> User:
    """The one who signs in as the booked talent; made where there is none."""
    talent: Talent = booking.talent
    access = TalentAccess.objects.filter(talent=talent, user__role=Role.TALENT).select_related("user").first()
    if access is None:
        user = person(talent.name, f"{slugify(talent.name)}-{talent.pk}@demo.example", Role.TALENT, Kind.TALENT)
        made: dict[str, Any] = {"created_at": booking.created_at, "created_by": booking.created_by}
        access = TalentAccess.objects.create(talent=talent, user=user, **made)
    return access.user
