"""Who acts, who is told."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from accounts.queries import staff_who_can
from accounts.roles import GRANTS, Kind, Permission, Role, can
from accounts.topics import way_of
from campaigns.models import Booking, Campaign, ClientBrief
from clients.models import Brand
from lib.asked import asked
from lib.refusals import Answer, Denied
from outbox.models import Way
from talent.models import Talent, TalentAccess
from talent.rules import is_of_age

ADDRESSED = ("name", "email", "public_id", "kind", "notices")
APPROVERS = [str(role) for role in Role if Permission.APPROVE_DRAFTS in GRANTS[role].may]


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who gets a letter. Who signs in has a public id, a kind, and ways that they chose."""

    name: str
    email: str
    reader: str = ""
    kind: str = ""
    choices: tuple[str, ...] = ()

    @classmethod
    def of(cls, user: User) -> "Addressee":
        return cls(user.name, user.email, user.public_id, user.kind, tuple(user.notices))

    def way(self, letter: str) -> str:
        """By which way a letter of this kind reaches them."""
        return way_of(letter, self.kind, self.choices) if self.reader else Way.MAIL


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
    return users_of(talent) or _own_address(talent)


def of_talents(talents: Collection[Talent]) -> dict[int, list[Addressee]]:
    """The same for each of many. One query."""
    users: dict[int, list[Addressee]] = defaultdict(list)
    rows = TalentAccess.objects.filter(talent__in=talents, user__is_active=True).order_by("user_id")
    for talent, *user in rows.values_list("talent", *(f"user__{name}" for name in ADDRESSED)):
        users[talent].append(addressee(*user))
    return {talent.pk: users[talent.pk] or _own_address(talent) for talent in talents}


def _own_address(talent: Talent) -> list[Addressee]:
    return [Addressee(talent.name, talent.email)] if talent.email else []


def accepters_of(talent: Talent, day: date) -> list[Addressee]:
    """Who accepts the talent's terms: their own users, under age the guardians with access. An adult's own address
    where there is none: the office gives them a way in."""
    minor = is_of_age(talent.born_on, day) is False
    role = Role.GUARDIAN if minor else Role.TALENT
    users = User.objects.filter(talent_access__talent=talent, is_active=True, role=role).order_by("pk")
    told = [Addressee.of(user) for user in users]
    return told or ([Addressee(talent.name, talent.email)] if talent.email and not minor else [])


def of_manager(booking: Booking) -> list[Addressee]:
    """Whoever looks after the booking's campaign."""
    return managers_of(booking.campaign)


def can_manage(user: User) -> bool:
    """Whether they are there and may run campaigns: a manager may have left, or do something else by now."""
    return user.is_active and bool(can(user, Permission.RUN_CAMPAIGNS))


def managers_of(campaign: Campaign) -> list[Addressee]:
    """Its manager; where they left or may no longer run campaigns, whoever else can act."""
    return [Addressee.of(campaign.manager)] if can_manage(campaign.manager) else office_of(campaign.brand)


def managers_for(talent: Talent) -> list[Addressee]:
    """Who looks after a talent; where nobody does or may any longer, all who run campaigns."""
    if talent.manager is not None and can_manage(talent.manager):
        return [Addressee.of(talent.manager)]
    return [Addressee.of(user) for user in staff_who_can(Permission.RUN_CAMPAIGNS).order_by("pk")]


def named(campaign: Campaign, *, begins: bool = False) -> str:
    """Whom people outside turn to, in a sentence that it `begins` or not: its manager; where they left, the office."""
    office = "The office" if begins else "the office"
    return campaign.manager.name if can_manage(campaign.manager) else office


def told_of(campaign: Campaign, by: User) -> list[Addressee]:
    """Who of the office is told of what another did: who looks after it, unless they did it themselves."""
    return [each for each in managers_of(campaign) if each.reader != by.public_id]


def office_of(brand: Brand) -> list[Addressee]:
    """Who looks after the brand's campaigns; where nobody does, all who run campaigns."""
    able = staff_who_can(Permission.RUN_CAMPAIGNS)
    run = Campaign.objects.filter(manager=OuterRef("pk"), brand=brand).exclude(state__in=("closed", "cancelled"))
    return [Addressee.of(user) for user in able.filter(Exists(run)).order_by("pk") or able.order_by("pk")]


def writer_of(brief: ClientBrief) -> list[Addressee]:
    """The brand's person who sent it, as long as they have a way in."""
    person = brief.sent_by
    return [Addressee.of(person)] if person is not None and person.is_active else []


def approvers_of(brand: Brand) -> list[Addressee]:
    """The brand's people who approve drafts."""
    return [addressee(*user) for user in _approvers(brand.pk)]


def addressee(name: str, email: str, reader: str, kind: str, choices: list[str]) -> Addressee:
    return Addressee(name, email, reader, kind, tuple(choices))


def users_of(talent: Talent) -> list[Addressee]:
    """Those who can sign in for the talent."""
    return [addressee(*user) for user in _users_of(talent.pk)]


def members_of(brand: Brand) -> list[Addressee]:
    """All of the brand's people who can sign in."""
    users = User.objects.filter(brand_memberships__brand=brand, is_active=True).order_by("pk")
    return [Addressee.of(user) for user in users]


@asked
def _users_of(talent: int) -> QuerySet[User, Any]:
    users = User.objects.filter(talent_access__talent=talent, is_active=True).order_by("pk")
    return users.values_list(*ADDRESSED)


@asked
def _approvers(brand: int) -> QuerySet[User, Any]:
    users = User.objects.filter(brand_memberships__brand=brand, is_active=True, role__in=APPROVERS).order_by("pk")
    return users.values_list(*ADDRESSED)
