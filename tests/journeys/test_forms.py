"""What happens to a form at the edges: pressed twice, pressed again after Back, sent when the session is over."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from campaigns.models import Brief
from outbox.models import Job
from talent.models import Talent
from tests.campaigns.steps import answer, apply, book, submit
from tests.factories import (
    PASSWORD,
    BrandFactory,
    SocialAccountFactory,
    TalentFactory,
    brand_person,
    owner,
    talent_user,
)
from tests.factories.work import CampaignFactory


def new_talent(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}/desk/talents/")
    page.get_by_role("link", name="Add talent").first.click()
    page.wait_for_load_state("networkidle")  # the page asks for its notices once it is there
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
    expect(desk.get_by_text("What it says now is not: send it again to save this too.")).to_be_visible()
    expect(desk.get_by_label("Name", exact=True)).to_have_value("Emi Hara")
    assert site + desk.get_by_role("link", name="what it said then").get_attribute("href") == first
    assert list(Talent.objects.values_list("name", flat=True)) == ["Aoi Tanaka"]
    press(desk)
    expect(desk.get_by_role("heading", name="Emi Hara")).to_be_visible()
    assert list(Talent.objects.order_by("pk").values_list("name", flat=True)) == ["Aoi Tanaka", "Emi Hara"]


def sign_in(page: Page, address: str) -> None:
    page.get_by_label("Email").fill(address)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
def test_a_form_sent_after_the_session_ended_is_not_saved_and_says_so(opens, boss, site, script):
    """Nothing is written, the reader reads that, and signing in leads to the form again, with the words in it."""
    desk = opens(boss, java_script_enabled=script)
    new_talent(desk, site, "Aoi Tanaka")
    Session.objects.all().delete()
    press(desk)
    desk.wait_for_url(f"{site}/accounts/login/?next=/desk/talents/add")
    expect(desk.get_by_text("What you sent was not saved.")).to_be_visible()
    assert Talent.objects.count() == 0

    sign_in(desk, boss.email)
    desk.wait_for_url(f"{site}/desk/talents/add")
    name = desk.get_by_label("Name", exact=True)
    if script:
        expect(desk.get_by_text("What you typed is back. It is not saved yet.")).to_be_visible()
        expect(name).to_have_value("Aoi Tanaka")
    else:
        name.fill("Aoi Tanaka")
    press(desk)
    expect(desk.get_by_role("heading", name="Aoi Tanaka")).to_be_visible()
    assert Talent.objects.count() == 1


def test_an_application_that_is_changed_after_the_session_ended_comes_back_open(opens, site):
    talent = TalentFactory()
    aoi = talent_user(talent)
    application = apply(CampaignFactory(), talent)
    Brief.objects.update(apply_until=None)
    page = opens(aoi, viewport={"width": 390, "height": 844})
    page.goto(f"{site}/talent/projects/{application.campaign.public_id}/")
    page.get_by_text("Change what you sent").click()
    page.get_by_label("Your idea").fill("A boat on the river")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save the change").click()
    sign_in(page, aoi.email)
    expect(page.get_by_text("What you typed is back. It is not saved yet.")).to_be_visible()
    expect(page.get_by_label("Your idea")).to_have_value("A boat on the river")
    page.get_by_role("button", name="Save the change").click()
    expect(page.get_by_text("Changed.")).to_be_visible()


def test_a_brief_that_is_left_half_filled_waits_unless_it_was_cancelled(opens, site):
    brand = BrandFactory()
    page = opens(brand_person(brand), viewport={"width": 390, "height": 844})
    page.goto(f"{site}/client/briefs/add")
    page.get_by_label("Name").fill("Summer")
    page.get_by_label("Budget").fill("500,000")
    page.goto(f"{site}/client/")
    page.goto(f"{site}/client/briefs/add")
    expect(page.get_by_text("What you typed is back. It is not saved yet.")).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value("Summer")
    expect(page.get_by_label("Budget")).to_have_value("500,000")
    page.get_by_label("Name").fill("Autumn")
    page.get_by_role("link", name="Cancel").click()
    page.wait_for_url(f"{site}/client/briefs/")
    page.goto(f"{site}/client/briefs/add")
    expect(page.get_by_label("Name")).to_have_value("")


def test_each_half_filled_form_has_a_place_of_its_own_and_signing_out_empties_them(opens, site):
    talent = TalentFactory()
    user, calls = talent_user(talent), [CampaignFactory(name=name) for name in ("Spring", "Autumn")]
    Brief.objects.update(apply_until=None)
    page = opens(user, viewport={"width": 390, "height": 844})
    addresses = [f"{site}/talent/projects/{campaign.public_id}/" for campaign in calls]

    def idea(address):
        page.goto(address)
        return page.get_by_label("Your idea")

    for address in addresses:
        idea(address).fill(f"For {address}")
    for address in addresses:
        expect(idea(address)).to_have_value(f"For {address}")
    expect(idea(addresses[0])).to_have_value(f"For {addresses[0]}")  # seen once more, and left as it was
    page.get_by_label("Another fee").fill("many")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("Write it in figures alone").first).to_be_visible()
    expect(idea(addresses[0])).to_have_value(f"For {addresses[0]}")  # though the refused one stood at another address
    page.get_by_label("Another fee").fill("")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("You applied to Spring.")).to_be_visible()
    assert f"For {addresses[0]}" not in page.evaluate("sessionStorage.typed")
    expect(idea(addresses[1])).to_have_value(f"For {addresses[1]}")
    page.goto(f"{site}/talent/")
    page.locator(".user-menu summary, details.menu summary").last.click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    assert page.evaluate("sessionStorage.typed") == "[]"


def test_of_half_filled_forms_the_last_sixty_of_a_day_are_kept(opens, boss, site):
    page = opens(boss)
    page.goto(f"{site}/desk/talents/add")
    page.evaluate("""() => {
      const kept = (n, at) => ({ reader: "x", page: n, action: n, at, values: [["a", "b", ["b"]]], lost: true });
      const [now, names] = [Date.now(), [...Array(61).keys()]];
      sessionStorage.typed = JSON.stringify([kept("old", now - 90_000_000), ...names.map((n) => kept(n, now))]);
    }""")
    page.context.clear_cookies()
    page.goto(f"{site}/accounts/login/")
    kept = page.evaluate("JSON.parse(sessionStorage.typed).map(({ page }) => page)")
    assert kept == list(range(1, 61))


def test_what_comes_back_says_who_saved_meanwhile(opens, boss, site):
    campaign = CampaignFactory()
    url = f"{site}/desk/campaigns/{campaign.public_id}/edit"
    mine, theirs = opens(boss), opens(owner(name="Ken Oh"))
    mine.goto(url)
    mine.get_by_label("Goal").fill("Mine")
    mine.goto(f"{site}/desk/")
    theirs.goto(url)
    theirs.get_by_label("Goal").fill("Theirs")
    theirs.get_by_role("button", name="Save brief").click()
    expect(theirs.get_by_role("heading", name=campaign.name).first).to_be_visible()
    mine.goto(url)
    expect(mine.get_by_text("What you typed is back. It is not saved yet.")).to_be_visible()
    mine.get_by_role("button", name="Save brief").click()
    expect(mine.get_by_text("Ken Oh saved this at").first).to_be_visible()
    assert Brief.objects.get(campaign=campaign).goal == "Theirs"
    expect(mine.get_by_label("Goal")).to_have_value("Mine")
    mine.goto(f"{site}/desk/")  # left again, with nothing more typed
    mine.goto(url)
    expect(mine.get_by_label("Goal")).to_have_value("Mine")


def test_a_refused_form_that_is_left_waits_too(opens, site):
    page = opens(brand_person(BrandFactory()), viewport={"width": 390, "height": 844})
    page.goto(f"{site}/client/briefs/add")
    page.get_by_label("Budget").fill("many")
    page.get_by_role("button", name="Keep brief").click()
    expect(page.locator(".is-invalid").first).to_be_visible()
    page.goto(f"{site}/client/")
    page.goto(f"{site}/client/briefs/add")
    expect(page.get_by_label("Budget")).to_have_value("many")


def test_a_part_of_a_page_asked_for_after_the_session_ended_leads_to_sign_in(opens, boss, site):
    account = SocialAccountFactory(handle="aoitube", external_id="UC" + "0" * 22)
    here = f"/desk/talents/{account.talent.public_id}/"
    desk = opens(boss)
    desk.goto(site + here, wait_until="networkidle")
    Session.objects.all().delete()
    desk.get_by_role("button", name="Refresh YouTube aoitube").click()
    desk.wait_for_url(f"{site}/accounts/login/?next={here}")
    assert Job.objects.count() == 0
    sign_in(desk, boss.email)
    desk.wait_for_url(site + here)


def test_a_form_that_came_back_shows_what_it_says_first(opens, site):
    draft = submit()
    answer(draft)
    page = opens(brand_person(draft.deliverable.booking.campaign.brand), viewport={"width": 390, "height": 400})
    page.goto(f"{site}/client/drafts/{draft.public_id}/")
    page.get_by_role("button", name="Ask for changes").click()
    field = page.get_by_label("What should change, or a word to go with your yes")
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()


def test_what_is_another_clients_is_not_there(opens, site):
    """The stranger owns the same kinds of thing: the 404 is about whose it is."""
    ids = {}
    for name in ("Mine", "Theirs"):
        brand, talent = BrandFactory(name=f"{name} Brand"), TalentFactory(name=f"{name} Talent")
        user = talent_user(talent)
        booking = book(CampaignFactory(brand=brand), talent)
        draft = submit(booking.deliverables.get())
        answer(draft)
        ids[name] = {
            "client/campaigns": (brand_person(brand), booking.campaign.public_id),
            "client/drafts": (brand_person(brand), draft.public_id),
            "talent/work": (user, draft.deliverable.public_id),
        }
    for place, (user, mine) in ids["Mine"].items():
        page = opens(user)
        assert page.goto(f"{site}/{place}/{mine}/").status == 200, place
        theirs = ids["Theirs"][place][1]
        assert page.goto(f"{site}/{place}/{theirs}/").status == 404, place
        expect(page.get_by_role("heading", name="Nothing here")).to_be_visible()
        assert "Theirs" not in page.content()


def test_words_are_never_put_back_for_somebody_else_or_after_they_were_saved(opens, boss, site):
    desk = opens(boss)
    new_talent(desk, site, "Aoi Tanaka")
    Session.objects.all().delete()
    press(desk)
    other = owner(name="Sora Ito", email="sora@office.example")
    sign_in(desk, other.email)
    desk.wait_for_url(f"{site}/desk/talents/add")
    expect(desk.get_by_label("Name", exact=True)).to_have_value("")

    desk.get_by_label("Name", exact=True).fill("Emi Hara")
    press(desk)
    expect(desk.get_by_role("heading", name="Emi Hara")).to_be_visible()
    desk.goto(f"{site}/desk/talents/add")
    expect(desk.get_by_label("Name", exact=True)).to_have_value("")
