"""Gifts: proposed, accepted, shipped, received, shown or not, sent back."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from djmoney.money import Money

from accounts.models import User
from accounts.roles import Kind, Permission
from campaigns import gift_letters, letters, news_letters
from campaigns.actions.shared import lock_campaign, lock_people
from campaigns.checks import office_day
from campaigns.gift_checks import booking_for, may_give, may_take
from campaigns.gifts import may_answer_gift, may_ship, may_tell_of_gift, of_office, of_shipper
from campaigns.models import Campaign, CampaignState, Deliverable, DeliverableState, Gift, GiftState
from campaigns.models.gift import ADDRESS
from campaigns.people import may, of_talent
from campaigns.queries.due import gifts_to_ask_of
from clients.models import Brand
from lib.actions import action
from lib.moves import move
from lib.refusals import Refused, require
from lib.violations import violation
from talent.models import Talent

OVER = (CampaignState.CLOSED, CampaignState.CANCELLED)
_NOWHERE = dict.fromkeys(ADDRESS, "")


def _lock(gift: Gift) -> Gift:
    """The talent, the campaign, then the gift."""
    lock_people([gift.talent_id])
    if gift.campaign_id is not None:
        lock_campaign(Campaign(pk=gift.campaign_id))
    rows = Gift.objects.select_for_update(of=("self",)).select_related("talent", "brand", "created_by")
    return rows.select_related("campaign__manager", "campaign__brief", "booking__commitment").get(pk=gift.pk)


@action
def propose_gift(
    *,
    talent: Talent,
    brand: Brand,
    campaign: Campaign | None,
    product: str,
    words: str,
    value: Money | None,
    is_lent: bool,
    shipped_from: str,
    by: User,
    now: datetime,
) -> Gift:
    """Offer a talent a product of a brand. With a campaign it is for their booking there, if they have one.

    The talent is told by letter and answers in their portal. Where a promise of theirs definitely forbids to show the
    brand, nothing is offered.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    lock_people([talent.pk])
    talent = Talent.objects.get(pk=talent.pk)
    booking = None
    if campaign is not None:
        campaign = lock_campaign(campaign)
        if campaign.brand_id != brand.pk:
            raise Refused(f"{campaign.name} is another brand’s.")
        if campaign.state in OVER:
            raise Refused(f"{campaign.name} is {campaign.get_state_display().lower()}.")
        booking = booking_for(talent, campaign)
        if booking is None and campaign.brief.brand_hidden:
            raise Refused("Talents are not to read the brand’s name before they are booked, and a gift says it.")
    if talent.archived_at is not None or brand.archived_at is not None:
        raise Refused("Nothing goes to or from who is archived.")
    require(may_give(talent, brand, campaign, booking, now))
    with violation():
        gift = Gift.objects.create(
            talent=talent, brand=brand, campaign=campaign, booking=booking, product=product.strip(),
            words=words.strip(), value=value, is_lent=is_lent, shipped_from=shipped_from, created_at=now, created_by=by,
        )  # fmt: skip
    letters.send(gift_letters.proposed(gift), of_talent(talent), now)
    return gift


@action
def accept_gift(*, gift: Gift, ship_to: str, ship_address: str, ship_phone: str, by: User, now: datetime) -> Gift:
    """The talent says yes, and where it should go. The address is erased as soon as it has arrived."""
    require(may_answer_gift(by, gift))
    gift = _lock(gift)
    facts = _address(ship_to, ship_address, ship_phone)
    if gift.state == GiftState.ACCEPTED:
        raise Refused("Somebody said yes meanwhile, with an address. Look at it; it can be corrected.")
    require(may_take(gift, now))
    move(gift, GiftState.ACCEPTED, **facts, answered_at=now, answered_by=by)
    letters.send(gift_letters.answered(gift), of_shipper(gift), now)
    return gift


def _address(ship_to: str, ship_address: str, ship_phone: str) -> dict[str, str]:
    if not ship_to.strip() or not ship_address.strip():
        raise Refused("Say to whom and where to send it.")
    return {"ship_to": ship_to.strip(), "ship_address": ship_address.strip(), "ship_phone": ship_phone.strip()}


@action
def correct_address(
    *, gift: Gift, ship_to: str, ship_address: str, ship_phone: str, seen: str, by: User, now: datetime
) -> Gift:
    """It goes to another address, said before it ships; whoever ships it is told. `seen` is `Gift.address_mark` of the
    address that the one who corrects it read: of one given since, nothing is replaced.
    """
    require(may_answer_gift(by, gift))
    gift = _lock(gift)
    facts = _address(ship_to, ship_address, ship_phone)
    if gift.state == GiftState.SHIPPED:
        raise Refused("It is on its way to the address of before. Ask whoever carries it.")
    if gift.state != GiftState.ACCEPTED:
        raise Refused(f"This gift is {gift.get_state_display().lower()} and goes nowhere now.")
    if gift.address_mark != seen:
        raise Refused("Somebody corrected the address meanwhile. Look at it, then correct it.")
    if all(getattr(gift, name) == value for name, value in facts.items()):
        return gift
    for name, value in {**facts, "answered_at": now, "answered_by": by}.items():
        setattr(gift, name, value)
    gift.save(update_fields=[*facts, "answered_at", "answered_by"])
    letters.send(gift_letters.corrected(gift), of_shipper(gift), now)
    return gift


@action
def decline_gift(*, gift: Gift, words: str, by: User, now: datetime) -> Gift:
    """The talent does not want it, also after a yes while it is not on its way."""
    require(may_answer_gift(by, gift))
    gift = _lock(gift)
    told = of_shipper(gift) if gift.state == GiftState.ACCEPTED else of_office(gift)
    move(gift, GiftState.DECLINED, answer=words.strip(), answered_at=now, answered_by=by, **_NOWHERE)
    letters.send(gift_letters.answered(gift), told, now)
    return gift


@action
def withdraw_gift(*, gift: Gift, words: str, by: User, now: datetime) -> Gift:
    """It is not sent after all. `words` are for the talent to read."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    gift = _lock(gift)
    _take_back(gift, words=words.strip(), by=by, now=now)
    return gift


def _take_back(gift: Gift, *, words: str, by: User, now: datetime) -> None:
    """The caller holds the lock. Who was to ship it hears of it too."""
    told = of_shipper(gift) if gift.state == GiftState.ACCEPTED else []
    move(gift, GiftState.WITHDRAWN, answer=words, closed_at=now, closed_by=by, **_NOWHERE)
    letters.send(gift_letters.withdrawn(gift), of_talent(gift.talent), now)
    if told:
        letters.send(gift_letters.not_sent(gift), told, now)


def take_back_gifts(campaign: Campaign, *, by: User, now: datetime) -> None:
    """What a called-off campaign offered and nobody has sent is not sent. The caller holds the campaign's lock."""
    rows = campaign.gifts.select_for_update(of=("self",)).filter(state__in=(GiftState.PROPOSED, GiftState.ACCEPTED))
    for gift in rows.select_related("talent", "brand", "created_by", "campaign__manager").order_by("pk"):
        _take_back(gift, words=f"“{campaign.name}” was cancelled.", by=by, now=now)


@action
def ship_gift(*, gift: Gift, carrier: str, tracking: str, tracking_url: str, by: User, now: datetime) -> Gift:
    """It is on its way, with how to follow it; the talent is told."""
    require(may_ship(by, gift))
    gift = _lock(gift)
    if tracking_url and urlsplit(tracking_url).scheme not in ("http", "https"):
        raise Refused("The tracking page is an address that begins with https://.")
    facts = {"carrier": carrier.strip(), "tracking": tracking.strip(), "tracking_url": tracking_url.strip()}
    move(gift, GiftState.SHIPPED, **facts, shipped_at=now, shipped_by=by)
    letters.send(gift_letters.shipped(gift), of_talent(gift.talent), now)
    return gift


@action
def ask_after_gift(*, gift: Gift, by: User, now: datetime) -> Gift:
    """Ask the talent, once, whether it has arrived. Done by the clock."""
    if by.kind != Kind.SYSTEM:
        raise Refused("The clock asks after a gift.")
    gift = _lock(gift)
    told = of_talent(gift.talent)
    if not told or not gifts_to_ask_of(now).filter(pk=gift.pk).exists():
        raise Refused("There is nothing to ask of it any more.")
    letters.send(gift_letters.arrived(gift), told, now)
    return gift


@action
def receive_gift(*, gift: Gift, received_on: date, value: Money | None, by: User, now: datetime) -> Gift:
    """It has arrived. `value` None is what was said when it was offered. The address is erased, the office told."""
    require(may_tell_of_gift(by, gift))
    gift = _lock(gift)
    if received_on > office_day(now):
        raise Refused("That day has not come yet.")
    value = value if value is not None else gift.value
    if value is None:
        raise Refused("Say what it is worth.")
    if value.amount <= 0:
        raise Refused("A gift is worth more than 0.")
    facts: dict[str, Any] = {"value": value, "value_currency": str(value.currency), **_NOWHERE}
    move(gift, GiftState.RECEIVED, **facts, received_on=received_on, received_at=now, received_by=by)
    letters.send(news_letters.gift_received(gift), [one for one in of_office(gift) if one.reader != by.public_id], now)
    return gift


@action
def show_gift(*, gift: Gift, piece: Deliverable | None, url: str, by: User, now: datetime) -> Gift:
    """It is shown: in a live piece of the booking, or in another post at `url`."""
    require(may_tell_of_gift(by, gift))
    gift = _lock(gift)
    if piece is not None:
        if piece.booking_id != gift.booking_id or piece.state != DeliverableState.PUBLISHED:
            raise Refused("Choose a piece of this booking that is live.")
        url = ""
    elif not url.strip():
        raise Refused("Say in which post it is shown.")
    elif urlsplit(url.strip()).scheme not in ("http", "https"):
        raise Refused("Copy the address of the post, from https:// on.")
    move(gift, GiftState.POSTED, piece=piece, post_url=url.strip(), closed_at=now, closed_by=by)
    return gift


@action
def leave_gift_unshown(*, gift: Gift, by: User, now: datetime) -> Gift:
    """It is not shown. Where no booking says otherwise, that is the talent's right."""
    require(may_tell_of_gift(by, gift))
    gift = _lock(gift)
    move(gift, GiftState.NOT_POSTED, closed_at=now, closed_by=by)
    return gift


@action
def return_gift(*, gift: Gift, by: User, now: datetime) -> Gift:
    """It came back to whoever sent it, and costs nothing."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    gift = _lock(gift)
    move(gift, GiftState.RETURNED, returned_at=now, returned_by=by, **_NOWHERE)
    return gift


@action
def forget_address(*, gift: Gift, by: User, now: datetime) -> Gift:
    """Erase where a parcel went of which nobody said that it arrived. Done by the clock."""
    if by.kind != Kind.SYSTEM:
        raise Refused("Addresses are erased by the clock, or when a gift arrives.")
    gift = _lock(gift)
    if gift.state != GiftState.SHIPPED:
        raise Refused("It arrived meanwhile.")
    for name in ADDRESS:
        setattr(gift, name, "")
    gift.save(update_fields=list(ADDRESS))
    return gift
