"""What brands ask for in briefs of their own, and the briefs that the office keeps to begin others with."""

from datetime import timedelta
from typing import Any

from djmoney.money import Money

from agency.demo.work import Office
from campaigns import actions
from campaigns.models import Campaign, ClientBrief
from campaigns.usage import UsageTerms

TEMPLATES = (
    ("Night Run, spring 2027", "Two reels, three stories, ads for two months"),
    ("Summer UV 2027", "Two reels in Japan, Korea and Taiwan"),
)
NOTHING: dict[str, Any] = {
    "product": "", "audience": "", "channels": [], "territories": [], "days": None, "places": None, "wanted": "",
    "uses": (), "usage": "", "dos": "", "donts": "", "budget": None, "words": "", "goals": {}, "goals_currency": "",
    "categories": [], "attributes": {}, "tags": "", "label": "", "fee": None, "gift": "", "gift_value": None,
    "exclusive_categories": [], "exclusive_tail": None, "pieces": (),
}  # fmt: skip


def build(office: Office) -> None:
    """Two templates; a brief that waits for the office, one that was taken up, one that is not sent yet."""
    manager = office.staff[1]
    for name, called in TEMPLATES:
        campaign = Campaign.objects.get(name=name)
        actions.save_template(campaign=campaign, name=called, by=manager, now=office.now - timedelta(days=5))
    _asked(
        office, "Solenne", 2, name="Lip balm, autumn 2027", goal="People carry it in the coat and not in the bathroom.",
        product="Solenne Lip Veil, three shades", audience="Women of 25 to 40 who commute by train.",
        channels=["instagram"], territories=["JP", "KR"], days=(office.day(280), office.day(320)), places=5,
        wanted="A reel and two stories each, without a studio.",
        uses=(UsageTerms("ads", 2, unit="month"), UsageTerms("store", 90, (), ("JP",), "term")),

        donts="No before and after.", budget=Money(7_500_000, "JPY"), words="Honoka was lovely in spring. Is she free?",
    )  # fmt: skip
    taken = _asked(
        office, "Velora", 6, name="Lune, second palette", goal="The second palette is for the morning.",
        product="Velora Lune, matin", channels=["instagram", "tiktok"], territories=["FR"], places=3,
        wanted="One reel each, filmed before nine.", budget=Money(36_000, "EUR"),
    )  # fmt: skip
    actions.take_client_brief(brief=taken, by=manager, now=office.now - timedelta(days=4))
    _asked(office, "Solenne", 1, sent=False, name="Refill stations", goal="", product="Refills of all fluids")


def _asked(office: Office, brand: str, days_ago: int, *, sent: bool = True, **said: Any) -> ClientBrief:
    person, now = office.brand_people[brand], office.now - timedelta(days=days_ago)
    row = actions.write_client_brief(
        brand=office.brands[brand], brief=None, said={**NOTHING, **said}, by=person, now=now
    )
    return actions.send_client_brief(brief=row, by=person, now=now) if sent else row
