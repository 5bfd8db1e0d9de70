"""A talent is asked by name, makes a counter-offer on the phone, and the office takes it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from djmoney.money import Money
from playwright.sync_api import expect

from campaigns.models import Application, Booking
from outbox.models import Message
from tests.factories import BrandFactory, CampaignFactory, CategoryFactory, TalentFactory, days, office, talent_user


@pytest.fixture
def aoi():
    office(timezone="Asia/Tokyo")
    return TalentFactory(name="Aoi Tanaka", followers=12_000)


@pytest.fixture
def campaign(boss):
    today = timezone.localdate()
    return CampaignFactory(
        brand=BrandFactory(name="Kirei", categories=[CategoryFactory(name="Soda")]),
        name="Yuzu summer",
        manager=boss,
        brief__reach="named",
        brief__days=days(today + timedelta(days=20), today + timedelta(days=40)),
        brief__fee=Money(120_000, "JPY"),
    )


def test_a_request_by_name_with_a_counter_offer(aoi, campaign, boss, opens, site):
    user = talent_user(aoi, name="Aoi Tanaka", email="aoi@talents.example")
    desk = opens(boss)
    desk.goto(f"{site}/desk/campaigns/{campaign.public_id}/casting")
    desk.get_by_role("link", name="Ask by name").last.click()
    desk.get_by_label("Find a talent", exact=True).fill("aoi")
    desk.get_by_role("button", name="Find").click()
    desk.get_by_label("Aoi Tanaka").check()
    desk.get_by_label("What you say to them").fill("You came to mind first.")
    desk.get_by_role("button", name="Ask", exact=True).click()
    expect(desk.get_by_text("Aoi Tanaka is asked.")).to_be_visible()
    assert "You came to mind first." in Message.objects.get(to_address=user.email).body

    phone = opens(user, phone=True)
    phone.goto(f"{site}/talent/")
    phone.get_by_role("link", name="Answer a request by name").click()
    expect(phone.get_by_role("button", name="Say yes for ¥ 96,000")).to_be_visible()
    phone.get_by_role("link", name="Another fee").click()
    phone.get_by_label("Your fee").fill("150000")
    phone.get_by_role("button", name="Send counter-offer").click()
    expect(phone.get_by_text("The office answers here and by letter.")).to_be_visible()

    desk.goto(f"{site}/desk/")
    expect(desk.get_by_text("Answer Aoi Tanaka’s counter-offer").first).to_be_visible()
    desk.get_by_role("link", name="Answer", exact=True).first.click()
    expect(desk.get_by_text("¥ 150,000").first).to_be_visible()
    desk.get_by_role("button", name="Agree, hold a place").click()
    expect(desk.get_by_text("Agreed. A place is held for Aoi Tanaka.")).to_be_visible()

    assert Booking.objects.get().price == Money(150_000, "JPY")
    assert Application.objects.get().agreed_fee == Money(150_000, "JPY")
    phone.goto(f"{site}/talent/")
    expect(phone.get_by_text("Answer a request by name")).to_have_count(0)
