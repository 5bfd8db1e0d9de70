"""Who acts, who is told."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import GRANTS, Kind, Permission, Role, can
from campaigns.models import Booking, ClientBrief
from clients.models import Brand
from lib.asked import asked
from lib.refusals import Answer, Denied
from talent.models import Talent

APPROVERS = [str(role) for role in Role if Permission.APPROVE_DRAFTS in GRANTS[role].may]


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who gets a letter."""

    name: str
    email: str


def may(by: User, permission: Permission) -> Answer:
    """`accounts.roles.can`, and the office's own jobs may do what they are there for."""
    return True if by.kind == Kind.SYSTEM else can(by, permission)


def may_act_for(by: User, talent: Talent, permission: Permission) -> Answer:
    """Whether somebody may do a talent's part: the talent's own user, or staff who run campaigns."""
    if by.kind != Kind.TALENT:
        return may(by, Permission.RUN_CAMPAIGNS)
    answer = can(by, permission)
    if answer and not talent.access.filter(user=by).exists():
        return Denied("This is another talent's work.", code="stranger")
    return answer


def may_brief_for(by: User, brand: Brand) -> Answer:
    """Whether somebody may write what the brand wants: its own people who may write briefs."""
    answer = can(by, Permission.WRITE_BRIEFS)
    if answer and not Brand.objects.visible_to(by).filter(pk=brand.pk).exists():
        return Denied("This is another brand's brief.", outside="There is nothing here to write.", code="stranger")
    return answer


def of_talent(talent: Talent) -> list[Addressee]:
    """The talent's users who can sign in; the talent's own address where there is none."""
    told = [Addressee(*user) for user in _users_of(talent.pk)]
    if not told and talent.email:
        told = [Addressee(talent.name, talent.email)]
    return told


def of_manager(booking: Booking) -> list[Addressee]:
    """Whoever looks after the booking's campaign."""
    manager = booking.campaign.manager
    return [Addressee(manager.name, manager.email)]


def writer_of(brief: ClientBrief) -> list[Addressee]:
    """The brand's person who sent it, as long as they have a way in."""
    person = brief.sent_by
    return [Addressee(person.name, person.email)] if person is not None and person.is_active else []


def approvers_of(brand: Brand) -> list[Addressee]:
    """The brand's people who approve drafts."""
    return [Addressee(*user) for user in _approvers(brand.pk)]


@asked
def _users_of(talent: int) -> QuerySet[User, Any]:
    users = User.objects.filter(talent_access__talent=talent, is_active=True).order_by("pk")
    return users.values_list("name", "email")


@asked
def _approvers(brand: int) -> QuerySet[User, Any]:
    users = User.objects.filter(brand_memberships__brand=brand, is_active=True, role__in=APPROVERS).order_by("pk")
    return users.values_list("name", "email")
