"""Two people of one brand answer the same draft and the same shortlist at once: one answer holds, no word is lost."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from campaigns import actions
from campaigns.models import Deliverable, Review, ShortlistAnswer
from campaigns.shortlists import Plan
from tests.campaigns import steps
from tests.factories import BrandFactory, CampaignFactory, SocialAccountFactory, TalentFactory, brand_person, days
from tests.journeys.conftest import Opens


def test_two_people_of_a_brand_answer_at_once(opens: Opens, site: str) -> None:
    brand, today, now = BrandFactory(name="Kirei"), timezone.localdate(), timezone.now()
    petra, kenji = brand_person(brand, name="Petra Kühn"), brand_person(brand, name="Kenji Abe")
    campaign = CampaignFactory(
        brand=brand, name="Summer", brief__days=days(today + timedelta(days=20), today + timedelta(days=40))
    )
    aoi, emi = (TalentFactory(name=name, followers=12_000) for name in ("Aoi Tanaka", "Emi Mori"))
    for talent in (aoi, emi):
        SocialAccountFactory(talent=talent, handle=talent.name[:3].lower(), measured=True)
    draft = steps.submit(steps.piece(steps.book(campaign, aoi, now=now)), now=now)
    steps.answer(draft, "office", now=now)
    proposed = steps.drafted(campaign, [emi], now=now)
    sent = actions.send_shortlist(shortlist=proposed, figures={}, plan=Plan((), (), ""), by=campaign.manager, now=now)
    hers, his = opens(petra), opens(kenji, phone=True)

    for page in (hers, his):
        page.goto(f"{site}/client/drafts/{draft.public_id}/")
    his.get_by_role("button", name="Approve draft").tap()
    expect(his.get_by_text("approved.")).to_be_visible()
    hers.get_by_label("What should change").fill("Show the label of the bottle.")
    hers.get_by_role("button", name="Ask for changes").click()
    expect(hers.get_by_role("alert")).to_contain_text("This draft is not waiting for that answer: approved.")
    expect(hers.get_by_label("What you wrote, to copy")).to_have_value("Show the label of the bottle.")
    brands = Review.objects.filter(side="client").values_list("made_by__name", "approved")
    assert (list(brands), Deliverable.objects.get().state) == ([("Kenji Abe", True)], "approved")

    for page in (hers, his):
        page.goto(f"{site}/client/shortlists/{sent.public_id}/")
    his.get_by_role("button", name="Yes", exact=True).tap()
    expect(his.get_by_text("1 of 1 answered")).to_be_visible()
    hers.get_by_text("Add a comment").click()
    hers.get_by_role("textbox").fill("Too close to our rival's look.")
    hers.get_by_role("button", name="No", exact=True).click()
    expect(hers.get_by_role("button", name="No", exact=True)).to_have_attribute("aria-pressed", "true")
    for page in (hers, his):
        page.goto(f"{site}/client/shortlists/{sent.public_id}/")
        expect(page.get_by_text("Too close to our rival's look.").last).to_be_attached()
    said = ShortlistAnswer.objects.order_by("pk").values_list("said_by__name", "choice")
    assert list(said) == [("Kenji Abe", "yes"), ("Petra Kühn", "no")]
    hers.get_by_role("button", name="Send 1 answer").click()
    expect(hers.get_by_text("has your answers.")).to_be_visible()
    his.get_by_role("button", name="Send 1 answer").tap()
    expect(his.get_by_role("main")).to_contain_text("Petra Kühn")
    assert list(ShortlistAnswer.objects.values_list("sent_by__name", flat=True)) == ["Petra Kühn"] * 2
