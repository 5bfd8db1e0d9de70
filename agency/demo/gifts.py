"""Gifts of the demo office, in every state that a day at the desk meets."""

from datetime import timedelta
from decimal import Decimal

from djmoney.money import Money

from agency.demo.work import Office
from campaigns import actions
from campaigns.models import Campaign, DeliverableState, Gift

# Talent, brand, campaign, what, worth, who ships, how far it goes.
GIFTS = (
    ("Honoka Ishiguro", "Solenne", "", "Solenne UV 50 Fluid, the new one", 4_200, "brand", "proposed"),
    ("Honoka Ishiguro", "Velora", "Glow week", "Lune palette, engraved", 9_800, "brand", "shipped"),
    ("Rin Sakuraba", "Velora", "Glow week", "Lune palette", 6_800, "brand", "accepted"),
    ("Apolline Brisseau", "Velora", "Glow week", "Lune palette", 6_800, "brand", "posted"),
    ("Yuna Baek", "Velora", "Glow week", "Lune palette", 6_800, "brand", "received"),
    ("Midnight Bento", "Okimaru", "Bright bentō", "A month of broths", 7_400, "office", "posted"),
    ("Kazoku Log", "Okimaru", "Bright bentō", "A month of broths", 7_400, "office", "not_posted"),
    ("Haruto Tokiwa", "Hayanami", "", "Hayanami Yoru 2, before anybody else", 19_800, "office", "accepted"),
    ("Élodie Charbonnier", "Kettle & Pine", "", "A box of teas", 3_100, "office", "declined"),
)
CARRIER = ("Yamato", "4412-8830-1175", "https://track.yamato.example/441288301175")


def build(office: Office) -> None:
    """Each brought as far as the list says."""
    for place, row in enumerate(GIFTS):
        _give(office, place, row)


def _give(office: Office, place: int, row: tuple[str, str, str, str, int, str, str]) -> None:
    name, brand, campaign, product, worth, who, state = row
    by, day = office.staff[2], office.now - timedelta(days=12 - place % 3)
    talent = office.named(name)
    gift = actions.propose_gift(
        talent=talent, brand=office.brands[brand], campaign=_campaign(campaign), product=product,
        words="We thought of you first.", value=Money(Decimal(worth), "JPY"), is_lent=False, shipped_from=who, by=by,
        now=day,
    )  # fmt: skip
    if state == "declined":
        actions.decline_gift(gift=gift, words="I drink coffee, sorry.", by=by, now=day + timedelta(days=1))
    elif state != "proposed":
        _on(office, gift, state)


def _campaign(name: str) -> Campaign | None:
    return Campaign.objects.select_related("brief").get(name=name) if name else None


def _on(office: Office, gift: Gift, state: str) -> None:
    by, at = office.staff[2], gift.created_at
    address = "2-11-4 Nakamachi, Setagaya, Tokyo 158-0091"
    gift = actions.accept_gift(
        gift=gift, ship_to=gift.talent.name, ship_address=address, ship_phone="", by=by, now=at + timedelta(days=1)
    )
    if state == "accepted":
        return
    carrier, tracking, url = CARRIER
    gift = actions.ship_gift(
        gift=gift, carrier=carrier, tracking=tracking, tracking_url=url, by=by, now=at + timedelta(days=3)
    )
    if state == "shipped":
        return
    came = at + timedelta(days=5)
    gift = actions.receive_gift(gift=gift, received_on=came.date(), value=None, by=by, now=came)
    live = gift.booking.deliverables.filter(state=DeliverableState.PUBLISHED).first() if gift.booking else None
    if state == "posted" and live is not None:
        actions.show_gift(gift=gift, piece=live, url="", by=by, now=came + timedelta(days=1))
    elif state == "not_posted":
        actions.leave_gift_unshown(gift=gift, by=by, now=came + timedelta(days=6))
