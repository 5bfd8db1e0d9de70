"""A talent's sales and gifts, for the pages outside the office."""

from djmoney.money import Money

from accounts.models import User
from campaigns import actions as campaigning
from campaigns.models import Booking, Gift
from clients.models import Brand
from sales import actions
from sales.lines import SaleLine
from sales.models import SaleImport, SalesToken
from talent.models import Talent
from tests.factories import NOW, manager

SOLD = Money(654_321, "JPY")


def sold(booking: Booking) -> SalesToken:
    """An order by the talent's code, that the brand reads and the talent does not, and one of the rival's shop."""
    actions.make_link(
        booking=booking, piece=None, target="https://shop.example/", utm=True, label="Bio", by=manager(), now=NOW
    )
    actions.make_code(booking=booking, code="AOI10", terms="10 %", first=NOW.date(), last=None, by=manager(), now=NOW)
    keys = []
    for brand, reference in ((booking.campaign.brand, "1001"), (Brand.objects.get(name="Qxbrand"), "Zxpaper")):
        key = actions.find_token(actions.make_token(brand=brand, label=reference, by=manager(), now=NOW))
        line = SaleLine(0, reference, NOW.date(), SOLD, code="AOI10")
        actions.record_sales(token=key, lines=[line], by=User.objects.system(), now=NOW)
        keys.append(key)
    return keys[0]


def given(talent: Talent, brand: Brand, user: User) -> Gift:
    """A gift that the brand ships, and one of a rival to another talent."""
    said = {"campaign": None, "words": "", "value": None, "is_lent": False, "by": manager(), "now": NOW}
    rival = Brand.objects.get(name="Zxbrand")
    other = Talent.objects.get(name="Zxtalent")
    campaigning.propose_gift(talent=other, brand=rival, product="Zxpaper", shipped_from="office", **said)
    gift = campaigning.propose_gift(talent=talent, brand=brand, product="A lamp", shipped_from="brand", **said)
    return campaigning.accept_gift(gift=gift, ship_to="Aoi", ship_address="Osaka", ship_phone="", by=user, now=NOW)


def sent(booking: Booking, client: User) -> SaleImport:
    """A file that the brand sent itself, beside one that the office has."""
    file = {"brand": booking.campaign.brand, "content": b"order,date,amount\n77,2026-04-01,5", "currency": "JPY"}
    actions.start_sales(filename="Zxreason.csv", by=manager(), now=NOW, **file)
    return actions.start_sales(filename="orders.csv", by=client, now=NOW, **file)
