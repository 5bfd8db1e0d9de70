"""Links, codes and orders of the demo office: clicks of weeks, a shop with a key, a file, things that came back."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from djmoney.money import Money

from accounts.models import User
from agency.demo.work import Office
from campaigns.models import Booking, Campaign, DeliverableState
from campaigns.models.booking import STANDING
from sales import actions
from sales.lines import SaleLine
from sales.models import DiscountCode, LinkDay, TrackedLink

# Campaign, its shop, what the codes are worth, what an order costs, orders a talent.
SHOPS = (
    ("Glow week", "https://velora.example/lune-palette", "10 % off the Lune palette", 6_800, 38),
    ("Bright bentō", "https://okimaru.example/broth", "Two broths for one", 1_450, 260),
    ("The last train", "https://orbyte.example/buds-2", "¥ 2,000 off", 19_800, 96),
    ("Two nights, one case", "https://nordlund.example/cabin-34", "Free name tag", 42_000, 31),
)
WITH_FILE, SENDS = "Bright bentō", "Solenne"


def build(office: Office) -> None:
    """For campaigns that are live: a link and a code for each talent, and what came by them."""
    rng = Random(77)
    for name, shop, terms, price, orders in SHOPS:
        campaign = Campaign.objects.select_related("brand").get(name=name)
        bookings = list(campaign.bookings.filter(state__in=STANDING).select_related("talent").order_by("pk"))
        sold: list[SaleLine] = []
        for place, booking in enumerate(bookings):
            link, code = _given(office, booking, shop, terms)
            live = _live_since(office, booking)
            if live is None:
                continue
            _clicked(rng, link, live, office.day(0))
            count = round(orders * (1 - place * 0.22))
            sold += _orders(rng, (link, code), live, office.day(0), price, count, start=1001 + place * 1000)
        sold += [_order(7000 + n, office.day(-rng.randrange(1, 9)), price, "", "") for n in range(6)]
        if name == WITH_FILE:
            _by_file(office, campaign, sold)
        else:
            _by_key(office, campaign, sold)
    _sent_by_the_brand(office)


def _given(office: Office, booking: Booking, shop: str, terms: str) -> tuple[TrackedLink, DiscountCode]:
    by, at = office.staff[2], booking.confirmed_at
    piece = booking.deliverables.order_by("pk").first()
    link = actions.make_link(
        booking=booking, piece=piece if booking.deliverables.count() == 1 else None, target=shop, utm=True,
        label="Link in bio", by=by, now=at,
    )  # fmt: skip
    word = "".join(c for c in booking.talent.name.split()[0].upper() if c.isascii() and c.isalnum()) or "TALENT"
    code = actions.make_code(booking=booking, code=f"{word}10", terms=terms, first=at.date(), last=None, by=by, now=at)
    return link, code


def _live_since(office: Office, booking: Booking) -> date | None:
    first = booking.deliverables.filter(state=DeliverableState.PUBLISHED).order_by("published_at").first()
    return min(first.published_at.date(), office.day(0)) if first is not None else None


def _clicked(rng: Random, link: TrackedLink, since: date, today: date) -> None:
    """Most of it in the first days."""
    for n in range((today - since).days + 1):
        clicks = round(900 * 0.72**n * rng.uniform(0.7, 1.3)) + rng.randrange(3)
        visitors = round(clicks * rng.uniform(0.7, 0.9))
        day = since + timedelta(days=n)
        LinkDay.objects.create(link=link, day=day, clicks=clicks, visitors=visitors, machines=clicks // 9)


def _orders(
    rng: Random, by: tuple[TrackedLink, DiscountCode], since: date, today: date, price: int, count: int, *, start: int
) -> list[SaleLine]:
    """Orders by code, some by the link alone, and a few that came back."""
    link, code = by
    made = []
    for n in range(count):
        day = min(today, since + timedelta(days=min(20, int(rng.expovariate(0.35)))))
        told = ("", link.code) if n % 5 == 4 else (code.code, "")
        cost = price * rng.choice((1, 1, 1, 2))
        made.append(_order(start + n, day, cost, *told))
        if n % 19 == 7:
            made.append(_order(start + n, min(today, day + timedelta(days=6)), -cost, "", ""))
    return made


def _order(number: int, day: date, amount: int, code: str, link: str) -> SaleLine:
    return SaleLine(number, f"#{number}", day, Money(Decimal(amount), "JPY"), code, link)


def _by_key(office: Office, campaign: Campaign, sold: list[SaleLine]) -> None:
    actions.make_token(brand=campaign.brand, label="Web shop", by=office.staff[2], now=office.now)
    token = campaign.brand.sales_tokens.get()
    actions.record_sales(token=token, lines=sold, by=User.objects.system(), now=office.now)


def _by_file(office: Office, campaign: Campaign, sold: list[SaleLine]) -> None:
    """The same from a file, with two rows that nobody can read."""
    rows = ["Order number,Created at,Total,Currency,Discount code,utm_content"]
    rows += [f"{line.reference},{line.ordered_on},{line.amount.amount},JPY,{line.code},{line.link}" for line in sold]
    rows += ["#9001,soon,1450,JPY,,", f"#9002,{office.day(-3)},free,JPY,,"]
    by, now = office.staff[2], office.now
    content = "\n".join(rows).encode()
    file = actions.start_sales(
        brand=campaign.brand, filename="okimaru-shop-orders.csv", content=content, currency="JPY", by=by, now=now
    )
    actions.apply_sales(sale_import=file, by=by, now=now)


def _sent_by_the_brand(office: Office) -> None:
    """A file that somebody of the brand has sent and not kept yet."""
    rows = ["order,date,amount"] + [f"#{8100 + n},{office.day(-n)},{3_800 + 450 * n}" for n in range(1, 7)]
    brand, content = office.brands[SENDS], "\n".join(rows).encode()
    name = f"{SENDS.lower()}-counter-orders.csv"
    actions.start_sales(
        brand=brand, filename=name, content=content, currency="JPY", by=office.brand_people[SENDS], now=office.now
    )
