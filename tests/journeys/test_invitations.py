"""Everybody comes in by invitation: colleague, brand's person, talent; and back in by a letter."""

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from outbox.models import Message
from tests.factories import BrandFactory, TalentFactory, UserFactory
from tests.journeys.conftest import deliver, letter, link_in

PASSWORD = "three quiet umbrellas"


def invite(page: Page, name: str, address: str, role: str) -> None:
    """Fill in whichever form of invitation is open."""
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Role").select_option(role)
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_role("status").get_by_text(name)).to_be_visible()


def come_in(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Come in").click()


def read_letter(address: str) -> str:
    """Let the letter go out, then the link that stands in it."""
    assert deliver() == 1
    assert letter(address).state == Message.State.SENT
    assert address in mail.outbox[-1].to[0]
    return link_in(letter(address))


def test_an_owner_invites_a_colleague_who_comes_to_the_desk(opens, boss, site):
    desk = opens(boss)
    desk.goto(f"{site}/desk/office/people/")
    desk.get_by_role("link", name="Invite a colleague").click()
    invite(desk, "Ren Mori", "ren@office.example", "booker")
    link = read_letter("ren@office.example")

    ren = opens()
    ren.goto(link)
    expect(ren.get_by_label("Your name")).to_have_value("Ren Mori")
    ren.get_by_label("Password").fill("1234567890")
    ren.get_by_role("button", name="Come in").click()
    expect(ren.get_by_text("This password is too common.")).to_be_visible()
    come_in(ren, link)
    ren.wait_for_url(f"{site}/desk/")
    expect(ren.get_by_text("Ren Mori").first).to_be_attached()

    second = opens()
    answer = second.goto(link)
    assert answer.status == 410
    expect(second.get_by_role("heading", name="This invitation no longer works")).to_be_visible()
    second.get_by_role("link", name="Sign in").click()
    second.get_by_label("Email").fill("ren@office.example")
    second.get_by_label("Password", exact=True).fill(PASSWORD)
    second.get_by_role("button", name="Sign in").click()
    second.wait_for_url(f"{site}/desk/")


def test_a_brands_person_is_invited_from_the_brands_page_and_comes_to_the_client_portal(opens, boss, site):
    brand = BrandFactory(name="Kirei Soda")
    desk = opens(boss)
    desk.goto(f"{site}/desk/brands/{brand.public_id}/")
    desk.get_by_role("link", name="Invite", exact=True).click()
    invite(desk, "Petra Kühn", "petra@kirei.example", "brand_approver")
    expect(desk.get_by_role("heading", name="Kirei Soda")).to_be_visible()
    expect(desk.get_by_text("petra@kirei.example · invited")).to_be_visible()
    link = read_letter("petra@kirei.example")

    petra = opens()
    come_in(petra, link)
    petra.wait_for_url(f"{site}/client/")
    expect(petra.get_by_role("heading", name="Waiting for you")).to_be_visible()
    assert petra.goto(f"{site}/desk/").status == 404
    assert opens().goto(link).status == 410


def test_a_talent_is_invited_from_their_page_and_comes_to_the_talent_portal(opens, boss, site):
    talent = TalentFactory(name="Aoi Tanaka")
    desk = opens(boss)
    desk.goto(f"{site}/desk/talents/{talent.public_id}/")
    desk.get_by_role("link", name="Invite to the portal").last.click()
    invite(desk, "Aoi Tanaka", "aoi@talents.example", "talent")
    link = read_letter("aoi@talents.example")

    aoi = opens(phone=True)
    come_in(aoi, link)
    aoi.wait_for_url(f"{site}/talent/")
    expect(aoi.get_by_role("heading", name="To do")).to_be_visible()
    assert aoi.goto(f"{site}/client/").status == 404
    assert opens().goto(link).status == 410


@pytest.mark.parametrize("known", [True, False], ids=["of_the_office", "unknown"])
def test_a_forgotten_password_is_chosen_anew_by_a_letter(opens, site, known):
    address = UserFactory(name="Emi Hara", email="emi@office.example").email if known else "nobody@office.example"
    page = opens()
    page.goto(f"{site}/accounts/login/")
    page.goto(f"{site}/accounts/password/reset/")
    page.get_by_label("Email").fill(address)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", name="Look at your mail")).to_be_visible()
    if not known:  # the page says the same to whoever asks, and no stranger gets a link
        assert not any("/password/reset/key/" in message.body for message in Message.objects.all())
        return
    link = read_letter(address)
    page.goto(link)
    page.get_by_label("New Password", exact=True).fill(PASSWORD)
    page.get_by_label("New Password (again)").fill(PASSWORD)
    page.get_by_role("button", name="Set password").click()
    expect(page.get_by_role("heading", name="Your new password is set")).to_be_visible()

    again = opens()
    again.goto(link)
    expect(again.get_by_role("heading", name="This link no longer works")).to_be_visible()
    again.goto(f"{site}/accounts/login/")
    again.get_by_label("Email").fill(address)
    again.get_by_label("Password", exact=True).fill(PASSWORD)
    again.get_by_role("button", name="Sign in").click()
    again.wait_for_url(f"{site}/desk/")
