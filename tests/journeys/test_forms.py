"""What happens to a form at the edges: pressed twice, pressed again after Back, sent when the session is over."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from outbox.models import Job
from talent.models import Talent
from tests.factories import PASSWORD, BrandFactory, SocialAccountFactory, TalentFactory, brand_person, talent_user
from tests.factories.work import CampaignFactory


def new_talent(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}/desk/talents/")
    page.get_by_role("link", name="Add talent").first.click()
    page.get_by_label("Name", exact=True).fill(name)


def press(page: Page) -> None:
    page.get_by_role("button", name="Add talent").click()


@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
def test_a_double_click_adds_one_talent(opens, boss, site, script):
    desk = opens(boss, java_script_enabled=script)
    new_talent(desk, site, "Aoi Tanaka")
    desk.get_by_role("button", name="Add talent").dblclick()
    expect(desk.get_by_role("heading", name="Aoi Tanaka")).to_be_visible()
    assert Talent.objects.filter(name="Aoi Tanaka").count() == 1


def test_a_press_after_back_shows_the_first_result(opens, boss, site):
    desk = opens(boss)
    new_talent(desk, site, "Aoi Tanaka")
    press(desk)
    expect(desk.get_by_role("heading", name="Aoi Tanaka")).to_be_visible()
    first = desk.url

    desk.go_back()
    expect(desk.get_by_label("Name", exact=True)).to_have_value("Aoi Tanaka")
    press(desk)
    desk.wait_for_url(first)
    assert Talent.objects.count() == 1

    desk.go_back()
    desk.get_by_label("Name", exact=True).fill("Emi Hara")
    press(desk)
    desk.wait_for_url(first)
    expect(desk.get_by_text("This form was sent before. What you sent first stands.")).to_be_visible()
    assert list(Talent.objects.values_list("name", flat=True)) == ["Aoi Tanaka"]


def sign_in(page: Page, address: str) -> None:
    page.get_by_label("Email").fill(address)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_a_form_sent_after_the_session_ended_is_not_saved_and_says_so(opens, boss, site):
    """Nothing is written, the reader reads that, and signing in leads to the form again."""
    desk = opens(boss)
    new_talent(desk, site, "Aoi Tanaka")
    Session.objects.all().delete()
    press(desk)
    desk.wait_for_url(f"{site}/accounts/login/?next=/desk/talents/add")
    expect(desk.get_by_text("What you sent was not saved.")).to_be_visible()
    assert Talent.objects.count() == 0

    sign_in(desk, boss.email)
    desk.wait_for_url(f"{site}/desk/talents/add")
    desk.get_by_label("Name", exact=True).fill("Aoi Tanaka")
    press(desk)
    expect(desk.get_by_role("heading", name="Aoi Tanaka")).to_be_visible()
    assert Talent.objects.count() == 1


def test_a_part_of_a_page_asked_for_after_the_session_ended_leads_to_sign_in(opens, boss, site):
    account = SocialAccountFactory(handle="aoitube", external_id="UC" + "0" * 22)
    here = f"/desk/talents/{account.talent.public_id}/"
    desk = opens(boss)
    desk.goto(site + here)
    Session.objects.all().delete()
    desk.get_by_role("button", name="Refresh YouTube aoitube").click()
    desk.wait_for_url(f"{site}/accounts/login/?next={here}")
    assert Job.objects.count() == 0
    sign_in(desk, boss.email)
    desk.wait_for_url(site + here)


@pytest.mark.parametrize("place", ["client/campaigns", "client/drafts", "talent/work", "talent/drafts"])
def test_what_is_somebody_elses_is_not_there(opens, site, place):
    """Own things of the same kind are: the 404 is about whose it is."""
    from tests.campaigns.steps import answer, book, submit

    portal, kind = place.split("/")
    ids = []
    for name in ("Mine", "Theirs"):
        brand, talent = BrandFactory(name=f"{name} Brand"), TalentFactory(name=f"{name} Talent")
        talent_user(talent, email=f"{name.lower()}@talents.example")
        person = brand_person(brand)
        booking = book(CampaignFactory(brand=brand), talent)
        draft = submit(booking.deliverables.get())
        answer(draft)
        page_of = {
            "client/campaigns": booking.campaign.public_id,
            "client/drafts": draft.public_id,
            "talent/work": draft.deliverable.public_id,
            "talent/drafts": draft.public_id,
        }[place]
        ids.append(page_of)
        if name == "Mine":
            user = person if portal == "client" else talent.access.get().user
    page = opens(user)
    suffix = "picture" if place == "talent/drafts" else ""
    mine, theirs = (page.goto(f"{site}/{place}/{pk}/{suffix}") for pk in ids)
    assert theirs.status == 404
    expect(page.get_by_role("heading", name="Nothing here")).to_be_visible()
    if not suffix:
        assert mine.status == 200
