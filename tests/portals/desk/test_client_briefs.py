"""What brands ask for, and the briefs that the office keeps, on the desk."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from campaigns import actions
from campaigns.models import BriefTemplate, Campaign, ClientBrief
from clients.models import Brand
from tests.campaigns import steps
from tests.factories import NOW, brand_person, reader
from tests.portals.desk.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def petra(brand: Brand) -> User:
    return brand_person(brand, name="Petra")


@pytest.fixture
def asked(brand: Brand, petra: User) -> ClientBrief:
    return steps.client_brief(brand, by=petra, wanted="Two reels", usage="As ads", words="Call me", budget=500_000)


def test_it_waits_on_today_and_on_the_brands_page(desk: Client, asked: ClientBrief, brand: Brand) -> None:
    page = text(desk.get("/desk/"))
    assert ("Answer Kirei’s brief “Lunch”" in page, "What it is to do" in page, "¥ 500,000" in page) == (True,) * 3
    page = text(desk.get(f"/desk/brands/{brand.public_id}/"))
    assert ("Briefs from the brand" in page, "Waits for an answer" in page) == (True, True)


def test_taken_up_with_a_template_it_leads_to_the_form(
    desk: Client, asked: ClientBrief, campaign: Campaign, sora: User
) -> None:
    campaign.brief.dos = "Daylight"
    campaign.brief.save()
    desk.post(f"/desk/campaigns/{campaign.public_id}/template", {"name": "Usual"})
    kept = BriefTemplate.objects.get()
    assert ">Usual</option>" in text(desk.get(f"/desk/briefs/{asked.public_id}/"))
    response = desk.post(f"/desk/briefs/{asked.public_id}/take", {"template": kept.public_id})
    made = Campaign.objects.get(client_brief=asked)
    assert (response["Location"], made.brief.dos) == (f"/desk/campaigns/{made.public_id}/edit", "Daylight")
    form = text(desk.get(response["Location"]))
    for words in ("Kirei asked for this.", "To be made: Two reels", "To be used: As ads", "Call me"):
        assert words in form, words
    page = text(desk.get(f"/desk/briefs/{asked.public_id}/"))
    assert ("Taken up" in page, f"/desk/campaigns/{made.public_id}/" in page, "Start campaign" in page) == (
        True, True, False,
    )  # fmt: skip


def test_declined_with_words(desk: Client, asked: ClientBrief) -> None:
    url = f"/desk/briefs/{asked.public_id}/"
    desk.post(f"{url}decline", {"answer": " "})
    assert ClientBrief.objects.get().state == "sent"
    desk.post(f"{url}decline", {"answer": "May is full."})
    assert "May is full." in text(desk.get(url))


def test_who_only_reads_sees_neither_money_nor_a_way_to_answer(client: Client, asked: ClientBrief) -> None:
    client.force_login(reader())
    page = text(client.get(f"/desk/briefs/{asked.public_id}/"))
    assert ("500,000" in page, 'data-opens="take"' in page, 'aria-disabled="true"' in page) == (False, False, True)


def test_a_draft_of_the_brand_is_not_there(desk: Client, brand: Brand, petra: User) -> None:
    row = steps.client_brief(brand, by=petra, sent=False)
    assert desk.get(f"/desk/briefs/{row.public_id}/").status_code == 404


def test_templates_are_kept_renamed_archived_and_begun_with(
    desk: Client, campaign: Campaign, brand: Brand, sora: User
) -> None:
    assert "No templates yet" in text(desk.get("/desk/campaigns/templates"))
    desk.post(f"/desk/campaigns/{campaign.public_id}/template", {"name": "A reel"})
    kept = BriefTemplate.objects.get()
    desk.post(f"/desk/campaigns/templates/{kept.public_id}/rename", {"name": "One reel"})
    page = text(desk.get("/desk/campaigns/templates"))
    assert ("One reel" in page, "1 piece, kept by Sora" in page) == (True, True)
    sent = {
        "brand": brand.public_id, "name": "Autumn", "manager": sora.public_id, "template": kept.public_id,
        "form_key": "k",
    }  # fmt: skip
    assert desk.post("/desk/campaigns/add", sent).status_code == 302
    assert str(Campaign.objects.get(name="Autumn").brief.wanted.get()) == "1 × Reel on Instagram"
    desk.post(f"/desk/campaigns/templates/{kept.public_id}/archive")
    page = text(desk.get("/desk/campaigns/templates"))
    assert ("archived, " in page, "Use again" in page) == (True, True)
    assert "One reel" not in text(desk.get("/desk/campaigns/add"))
    desk.post(f"/desk/campaigns/templates/{kept.public_id}/archive")
    assert "One reel" in text(desk.get("/desk/campaigns/add"))


def test_templates_queries_do_not_grow(desk: Client, campaign: Campaign, sora: User) -> None:
    counts = []
    for names in (("A",), ("B", "C")):
        for name in names:
            actions.save_template(campaign=campaign, name=name, by=sora, now=NOW)
        desk.get("/desk/campaigns/templates")
        with CaptureQueriesContext(connection) as queries:
            desk.get("/desk/campaigns/templates")
        counts.append(len(queries))
    assert counts == [4, 4]
