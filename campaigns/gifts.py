"""Who may do what with a gift."""

from accounts.models import User
from accounts.roles import Kind, Permission, can
from campaigns.models import Gift
from campaigns.models.gift import ShippedBy
from campaigns.people import Addressee, approvers_of, can_manage, managers_of, may, may_act_for, office_of
from lib.refusals import Answer, Denied


def may_answer_gift(by: User, gift: Gift) -> Answer:
    """The talent says yes or no, or staff for them."""
    return may_act_for(by, gift.talent, Permission.APPLY)


def may_tell_of_gift(by: User, gift: Gift) -> Answer:
    """The talent says that it has arrived and where it is shown, or staff for them."""
    return may_act_for(by, gift.talent, Permission.DELIVER)


def may_ship(by: User, gift: Gift) -> Answer:
    """Whoever ships: staff, or the brand's approvers where the brand does."""
    if by.kind != Kind.CLIENT:
        return may(by, Permission.RUN_CAMPAIGNS)
    answer = can(by, Permission.SHIP_GIFTS)
    if answer and gift.shipped_from != ShippedBy.BRAND:
        return Denied("The office ships this.")
    if answer and not gift.brand.members.filter(user=by).exists():
        return Denied("This is another brand’s.", code="stranger")
    return answer


def reads_address(user: User, gift: Gift) -> bool:
    """Staff while it is kept; the brand's approvers while they have to ship; the talent who gave it."""
    if user.kind == Kind.CLIENT:
        return gift.state == Gift.State.ACCEPTED and bool(may_ship(user, gift))
    return user.kind == Kind.TALENT or bool(can(user, Permission.RUN_CAMPAIGNS))


def of_office(gift: Gift) -> list[Addressee]:
    """Whoever looks after the campaign; without one, who offered it, or whoever looks after the brand."""
    if gift.campaign is not None:
        return managers_of(gift.campaign)
    return [Addressee.of(gift.created_by)] if can_manage(gift.created_by) else office_of(gift.brand)


def of_shipper(gift: Gift) -> list[Addressee]:
    """Whoever ships it, and the office in any case."""
    return [*of_office(gift), *(approvers_of(gift.brand) if gift.shipped_from == ShippedBy.BRAND else ())]
