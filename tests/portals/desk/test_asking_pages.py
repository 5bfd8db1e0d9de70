"""Asking by name on the desk: from the campaign, the roster, who is free; and the answer to a counter-offer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from djmoney.money import Money

from campaigns import actions
from campaigns.models import Application, Campaign, Nomination
from clients.models import Category
from talent.models import Talent
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival
from tests.factories import NOW, CampaignFactory, TalentFactory, reader, talent_user
from tests.portals.desk.reading import pressed_by_enter, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def sent(campaign: Campaign, *talents: Talent, **values: str) -> dict[str, object]:
    said = {"fee": "150000", "currency": "JPY", "reply_by": "2026-04-18T18:00", "words": "You first", **values}
    return {"campaign": campaign.public_id, "talent": [talent.public_id for talent in talents], **said}


def countered(campaign: Campaign, talent: Talent) -> Nomination:
    row = steps.nominate(campaign, talent, fee=Money(120_000, "JPY"))
    user = talent.access.first().user if talent.access.exists() else talent_user(talent)
    fee = Money(200_000, "JPY")
    return actions.counter_nomination(nomination=row, fee=fee, words="Two days", by=user, now=NOW)


def test_several_are_asked_at_once_with_what_stands_against_them(
    desk: Client, campaign: Campaign, talent: Talent, soda: Category
) -> None:
    ren, mio = TalentFactory(name="Ren"), TalentFactory(name="Mio")
    bind_to_rival(mio, soda, name="Lumeya")
    url = f"/desk/ask?campaign={campaign.public_id}&talent={talent.public_id}&talent={ren.public_id}&q=mio"
    page = text(desk.get(url))
    rows = {name: next(row for row in page.split("<li>") if f">{name}</span>" in row) for name in ("Aoi", "Ren", "Mio")}
    assert [(" checked" in row, "Clear" in row, "Blocked" in row, " disabled" in row) for row in rows.values()] == [
        (True, True, False, False), (True, True, False, False), (False, False, True, True),
    ]  # fmt: skip
    blocked = desk.post("/desk/ask", sent(campaign, talent, mio))
    assert (blocked.status_code, "Lumeya" in text(blocked), Nomination.objects.count()) == (422, True, 0)
    assert "Choose whom to ask." in text(desk.post("/desk/ask", sent(campaign)))
    assert "The answer is due after" in text(desk.post("/desk/ask", sent(campaign, ren, reply_by="2026-04-01T18:00")))
    done = desk.post("/desk/ask", {**sent(campaign, talent, ren), "form_key": "k1"})
    assert done["Location"] == f"/desk/campaigns/{campaign.public_id}/casting"
    desk.post("/desk/ask", {**sent(campaign, talent, ren), "form_key": "k1"})
    assert sorted(Nomination.objects.values_list("talent__name", "fee")) == [("Aoi", 150_000), ("Ren", 150_000)]


def test_looking_for_somebody_else_keeps_what_was_ticked_and_typed(
    desk: Client, campaign: Campaign, talent: Talent
) -> None:
    TalentFactory(name="Ren")
    found = desk.post("/desk/ask", {**sent(campaign, talent, reply_by="soon", fee="a lot"), "q": "ren", "find": "1"})
    page = text(found)
    rows = {name: next(row for row in page.split("<li>") if f">{name}</span>" in row) for name in ("Aoi", "Ren")}
    assert [" checked" in row for row in rows.values()] == [True, False]
    kept = ['value="a lot"' in page, 'value="soon"' in page, "You first</textarea>" in page, "field-error" in page]
    assert (kept, Nomination.objects.count()) == ([True, True, True, False], 0)


def test_enter_presses_the_first_button_which_looks_and_never_asks(
    desk: Client, campaign: Campaign, talent: Talent
) -> None:
    assert pressed_by_enter(desk.get(f"/desk/ask?campaign={campaign.public_id}&q=aoi"), "/desk/ask")["name"] == "find"
    for _ in range(2):
        assert desk.post("/desk/ask", {**sent(campaign, talent), "q": "aoi", "find": "1"}).status_code == 422
    assert Nomination.objects.count() == 0


def test_a_fee_of_nothing_that_was_agreed_is_not_the_one_that_was_offered(
    desk: Client, campaign: Campaign, talent: Talent
) -> None:
    row = countered(campaign, talent)
    desk.post(f"/desk/requests/{row.public_id}/accept")
    Application.objects.update(agreed_fee=0)
    page = text(desk.get(f"/desk/requests/{row.public_id}/"))
    money = page[page.index("What is agreed") :]
    assert ("¥ 120,000" in money, "¥ 0" in money) == (False, True)


def test_from_the_roster_the_campaign_is_chosen_first(desk: Client, campaign: Campaign, talent: Talent) -> None:
    CampaignFactory(name="Winter", state="closed")
    page = text(desk.get(f"/desk/ask?talent={talent.public_id}"))
    assert f"?campaign={campaign.public_id}&amp;talent={talent.public_id}" in page
    assert "Winter" not in page
    for url, where in (("/desk/talents/", "roster"), (f"/desk/campaigns/{campaign.public_id}/", "campaign")):
        assert "/desk/ask" in text(desk.get(url)), where


def test_a_counter_offer_is_read_and_answered(desk: Client, campaign: Campaign, talent: Talent) -> None:
    row = countered(campaign, talent)
    url = f"/desk/requests/{row.public_id}/"
    page = text(desk.get(url))
    for words in ("Two days", "¥ 200,000", "¥ 160,000", "Agree, hold a place", "Counter-offer"):
        assert words in page
    assert "Aoi’s counter-offer" in text(desk.get("/desk/"))
    assert desk.post(f"{url}offer", {"fee": "x"}).status_code == 422
    said = {"fee": "180000", "currency": "JPY", "reply_by": "2026-04-18T18:00", "words": "Halfway"}
    assert desk.post(f"{url}offer", said).status_code == 302
    assert Nomination.objects.get().state == "asked"
    assert "has not answered yet" in text(desk.get(url))
    Nomination.objects.update(state="countered")
    desk.post(f"{url}accept")
    agreed = Nomination.objects.get()
    assert (agreed.state, agreed.application.agreed_fee) == ("agreed", Money(200_000, "JPY"))
    assert "said yes to the office’s request" in text(desk.get(f"/desk/applications/{agreed.application.public_id}/"))


def test_what_was_agreed_stands_with_the_way_to_the_hold(desk: Client, campaign: Campaign, talent: Talent) -> None:
    row = countered(campaign, talent)
    desk.post(f"/desk/requests/{row.public_id}/accept")
    page, hold = text(desk.get(f"/desk/requests/{row.public_id}/")), campaign.bookings.get()
    casting = text(desk.get(f"/desk/campaigns/{campaign.public_id}/casting"))
    assert ("¥ 200,000" in casting, "¥ 120,000" in casting) == (True, False)
    money = page[page.index("What is agreed") :]
    assert ("¥ 200,000" in money, "¥ 120,000" in money, f'href="/desk/bookings/{hold.public_id}/"' in money) == (
        True, False, True,
    )  # fmt: skip


@pytest.mark.parametrize(("verb", "state"), [("decline", "refused"), ("withdraw", "withdrawn")])
def test_it_ends_with_words_for_the_talent(
    desk: Client, campaign: Campaign, talent: Talent, verb: str, state: str
) -> None:
    row = countered(campaign, talent)
    desk.post(f"/desk/requests/{row.public_id}/{verb}", {"answer": "Beyond the budget"})
    row.refresh_from_db()
    assert (row.state, row.words) == (state, "Beyond the budget")


def test_a_reader_reads_no_fee_and_presses_nothing(client: Client, campaign: Campaign, talent: Talent) -> None:
    row = countered(campaign, talent)
    client.force_login(reader())
    page = text(client.get(f"/desk/requests/{row.public_id}/"))
    assert ("200,000" in page, "120,000" in page, "Agree, hold" in page) == (False, False, False)
    assert client.post(f"/desk/requests/{row.public_id}/accept").status_code == 403


def test_pages_queries_do_not_grow(desk: Client, campaign: Campaign, soda: Category) -> None:
    people = [TalentFactory() for _ in range(6)]
    for each in people:
        bind_to_rival(each, soda)
    asked = "&".join(f"talent={each.public_id}" for each in people[:3])
    addresses = [f"/desk/ask?campaign={campaign.public_id}&talent={people[0].public_id}", "/desk/"]
    campaign.brief.exclusive_categories.clear()
    campaign.brief.categories.clear()
    steps.nominate(campaign, people[3])
    addresses.append(f"/desk/campaigns/{campaign.public_id}/casting")
    counts = []
    for url in addresses:
        desk.get(url)
        with CaptureQueriesContext(connection) as one:
            desk.get(url)
        counts.append(len(one))
    for each in people[4:]:
        steps.nominate(campaign, each)
    addresses[0] = f"/desk/ask?campaign={campaign.public_id}&{asked}"
    for url in addresses:
        with CaptureQueriesContext(connection) as three:
            desk.get(url)
        counts.append(len(three))
    assert counts == [23, 38, 11] * 2


def test_late_requests_are_marked_on_today(desk: Client, campaign: Campaign, talent: Talent) -> None:
    steps.nominate(campaign, talent, reply_by=NOW + timedelta(days=1))
    page = text(desk.get("/desk/"))
    assert "Answer from Aoi for Kirei" in page
