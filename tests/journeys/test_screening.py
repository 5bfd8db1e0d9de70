"""Two colleagues score, one decides against the other's back, the set is applied once, and the letters go."""

from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from campaigns import actions
from campaigns.models import Application, Score
from outbox.models import Message
from tests.factories import BrandFactory, CampaignFactory, TalentFactory, booker, manager, talent_user
from tests.journeys.conftest import Opens


def score(page: Page, points: str, *, decision: str) -> None:
    """Points by their keys, then the decision, then s."""
    page.keyboard.press(points)
    page.keyboard.press(points)
    page.locator(".choices label").filter(has_text=decision).click()
    page.keyboard.press("s")


def _comes_back_without_undoing_what_was_decided_meanwhile(page: Page, by: User) -> None:
    """Points and a note that nobody saved wait; what nobody touched on the page is as it is by then."""
    application = Application.objects.get(talent__name="Aoi")
    page.keyboard.press("4")
    page.get_by_label("Note for colleagues").fill("Steady.")
    page.get_by_label("4 of 5 for Runs").focus()
    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ben")
    actions.mark_decisions(
        campaign=application.campaign, applications=[application], choice="backup", answer="Soon.", by=by,
        now=timezone.now(),
    )  # fmt: skip
    page.keyboard.press("k")
    expect(page.get_by_text("What you typed is back. It is not saved yet.")).to_be_visible()
    expect(page.get_by_label("Note for colleagues")).to_have_value("Steady.")
    expect(page.get_by_label("4 of 5 for Runs")).to_be_checked()
    expect(page.get_by_role("radio", name="Backup")).to_be_checked()
    expect(page.get_by_label("What the talent reads")).to_have_value("Soon.")


def test_two_colleagues_screen_and_the_set_is_applied_once(opens: Opens, site: str) -> None:
    sora, freya, now = manager(name="Sora"), booker(name="Freya"), timezone.now()
    campaign = CampaignFactory(brand=BrandFactory(name="Kirei"), name="Night Run", manager=sora)
    for name in ("Aoi", "Ben"):
        talent = TalentFactory(name=name)
        talent_user(talent, name=name, email=f"{name.lower()}@talents.example")
        Application.objects.create(campaign=campaign, talent=talent, idea="Rain.", created_at=now, created_by=sora)
    actions.set_criteria(campaign=campaign, criteria=[("Runs", 60), ("Craft", 40)], blind=False, by=sora, now=now)
    mine, hers = opens(sora), opens(freya)
    here = f"{site}/desk/campaigns/{campaign.public_id}"
    for page in (mine, hers):
        page.goto(f"{here}/screening")
        expect(page.get_by_role("heading", level=1)).to_have_text("Aoi")
    _comes_back_without_undoing_what_was_decided_meanwhile(mine, sora)
    score(mine, "5", decision="Yes")
    expect(mine.get_by_role("alert")).to_contain_text("Sora marked this one backup meanwhile.")
    mine.keyboard.press("s")
    expect(mine.get_by_role("heading", level=1)).to_have_text("Ben")
    score(hers, "2", decision="No")
    expect(hers.get_by_role("alert")).to_contain_text("A colleague decided meanwhile.")
    score(mine, "3", decision="No")
    expect(mine.get_by_text("All scored")).to_be_visible()
    assert Score.objects.count() == 2
    for page in (mine, hers):
        page.goto(f"{here}/decisions")
        if page is hers:  # who has not scored is shown the others' decisions only where they ask
            page.get_by_text("Show their decisions").click()
        page.get_by_role("button", name="Apply decisions").first.click()
    for page in (mine, hers):
        page.get_by_role("dialog").get_by_role("button", name="Apply decisions").click()
        page.wait_for_url(f"{here}/decisions#letters")
    assert set(Application.objects.values_list("talent__name", "state")) == {("Aoi", "accepted"), ("Ben", "declined")}
    assert set(Message.objects.values_list("to_name", "state")) == {("Aoi", "draft"), ("Ben", "draft")}
    mine.goto(f"{here}/decisions")
    mine.get_by_role("button", name="Send all letters").click()
    expect(mine.get_by_text("No letter waits.")).to_be_visible()
    assert set(Message.objects.values_list("state", flat=True)) == {"queued"}
