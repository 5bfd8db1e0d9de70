"""A campaign is called off half-way: places are free again, nothing is owed, and everybody hears of it."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from campaigns.models import Application, Booking, Campaign, Deliverable
from exclusivity.models import Box, Commitment
from outbox.models import Message
from tests.campaigns import steps
from tests.factories import (
    BrandFactory,
    CampaignFactory,
    SocialAccountFactory,
    TalentFactory,
    booker,
    brand_person,
    days,
    talent_user,
)
from tests.journeys.conftest import Opens, deliver
from tests.journeys.test_campaign import kinds

TOLD = {
    "aoi": "booking_cancelled",
    "ben": "application_declined",
    "emi": "application_declined",
    "kai": "nomination_over",
}


def test_a_campaign_called_off_half_way_frees_everybody_and_tells_them(opens: Opens, site: str) -> None:
    brand, ren = BrandFactory(name="Kirei"), booker(name="Ren Mori", email="ren@office.example")
    petra, today, now = brand_person(brand, email="petra@kirei.example"), timezone.localdate(), timezone.now()
    campaign = CampaignFactory(
        brand=brand, name="Yuzu summer", manager=ren, brief__apply_until=today + timedelta(days=5),
        brief__days=days(today + timedelta(days=20), today + timedelta(days=40)),
    )  # fmt: skip
    people = {name: TalentFactory(name=name, followers=12_000) for name in ("Aoi", "Ben", "Emi", "Kai")}
    for name, talent in people.items():
        SocialAccountFactory(talent=talent, handle=name.lower(), measured=True)
        talent_user(talent, name=name, email=f"{name.lower()}@talents.example")
    for name in ("Aoi", "Ben", "Emi"):
        steps.apply(campaign, people[name], now=now)
    steps.book(campaign, people["Aoi"], now=now)
    steps.hold(campaign, people["Ben"], now=now)
    steps.nominate(campaign, people["Kai"], now=now, reply_by=now + timedelta(days=2))
    desk, client, phone = opens(ren), opens(petra), opens(people["Aoi"].access.get().user, phone=True)
    phone.goto(f"{site}/talent/work/{Deliverable.objects.get().public_id}/")  # open while it is called off
    phone.get_by_label("Caption").fill("Summer in a glass, again. #PR")

    desk.goto(f"{site}/desk/campaigns/{campaign.public_id}/")
    desk.locator("#content summary").click()
    desk.get_by_role("link", name="Cancel campaign").click()
    for ends in ("1 booking cancelled", "1 hold released", "2 applicants told", "1 request by name"):
        expect(desk.get_by_role("main")).to_contain_text(ends)
    desk.get_by_label("Reason").fill("The product is not ready.")
    desk.get_by_role("button", name="Cancel campaign").click()
    expect(desk.get_by_role("main")).to_contain_text("Cancelled")

    campaign = Campaign.objects.get(pk=campaign.pk)
    assert (campaign.state, campaign.cancel_reason) == ("cancelled", "The product is not ready.")
    assert dict(Booking.objects.values_list("talent__name", "state")) == {"Aoi": "cancelled", "Ben": "released"}
    assert set(Commitment.objects.values_list("status", flat=True)) == {"cancelled"}
    assert Box.objects.filter(binding=True).count() == 0
    assert Deliverable.objects.get().state == "waived"
    assert "pending" not in Application.objects.values_list("state", flat=True)
    for name in ("aoi", "ben", "emi", "kai"):
        newest = Message.objects.filter(to_address=f"{name}@talents.example").latest("pk")
        assert (newest.kind, "not ready" in newest.body) == (TOLD[name], False)
    assert kinds("petra@kirei.example")[-1] == "campaign_cancelled"
    assert deliver() == Message.objects.count()

    phone.get_by_role("button", name="Send draft").tap()
    expect(phone.get_by_role("main")).to_contain_text("The booking was cancelled. This piece is not wanted any more")
    expect(phone.get_by_label("What you wrote, to copy")).to_have_value("Summer in a glass, again. #PR")
    phone.goto(f"{site}/talent/")
    expect(phone.get_by_role("main")).not_to_contain_text("Draft")
    client.goto(f"{site}/client/")
    expect(client.get_by_text("Nothing waits for you.")).to_be_visible()
    desk.goto(f"{site}/desk/")
    expect(desk.get_by_role("main")).to_contain_text("1 to do")
    expect(desk.get_by_role("main")).to_contain_text("Agree on what is paid to Aoi")
