"""Campaigns on the desk: the list, the brief, casting, what a press does."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from accounts.models import User
from campaigns import actions
from campaigns.models import Application, Booking, Campaign
from campaigns.usage import Length
from clients.models import Brand, Category
from outbox.models import Message
from talent.models import Talent
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival
from tests.factories import NOW, CampaignFactory, TalentFactory, manager, reader, talent_user
from tests.portals.desk.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def brief(campaign: Campaign, **values: Any) -> dict[str, Any]:
    """A whole brief as the form sends it."""
    return {
        "name": campaign.name, "manager": campaign.manager.public_id, "goal": "A long lunch", "product": "Yuzu",
        "categories": [str(one.pk) for one in campaign.brief.categories.all()],
        "channels": ["instagram"], "territories": ["JP"], "first": "2026-05-01", "last": "2026-05-31",
        "apply_until": "2026-04-25", "places": "2", "fee": "90000", "currency": "JPY", "label": "#PR",
        "exclusive_tail": "14", "exclusive_tail_unit": "DAY", "reach": "all", "rounds": "3",
        "wanted-TOTAL_FORMS": "2", "wanted-INITIAL_FORMS": "0", "wanted-0-kind": "reel",
        "wanted-0-channel": "instagram", "wanted-0-count": "2", "wanted-0-draft_due_on": "2026-05-04",
        "wanted-0-live_on": "2026-05-11", "wanted-1-kind": "", "wanted-1-count": "1", **values,
    }  # fmt: skip


def test_the_list_is_filtered_by_its_address(desk: Client, campaign: Campaign) -> None:
    CampaignFactory(name="Winter", state="closed")
    assert "Winter" not in text(desk.get("/desk/campaigns/"))
    assert "Winter" in text(desk.get("/desk/campaigns/?state=closed"))
    both = text(desk.get("/desk/campaigns/?state=all&q=kirei"))
    assert ("Summer" in both, "Winter" in both) == (True, False)
    board = text(desk.get("/desk/campaigns/?as=board&q=wint"))
    assert ("Summer" in board, "Winter" in board) == (False, True)


def test_list_queries_do_not_grow(desk: Client, campaign: Campaign) -> None:
    desk.get("/desk/campaigns/")
    with CaptureQueriesContext(connection) as one:
        desk.get("/desk/campaigns/")
    CampaignFactory()
    CampaignFactory()
    with CaptureQueriesContext(connection) as three:
        desk.get("/desk/campaigns/")
    assert [len(one), len(three)] == [7, 7]


def test_a_campaign_begins_in_the_drawer(desk: Client, brand: Brand, sora: User) -> None:
    sent = {"brand": brand.public_id, "name": "Autumn", "manager": sora.public_id, "form_key": "k1"}
    assert desk.post("/desk/campaigns/add", sent).status_code == 302
    assert desk.post("/desk/campaigns/add", sent).status_code == 302
    made = Campaign.objects.get(name="Autumn")
    assert (made.state, made.brand, made.created_by) == ("draft", brand, sora)


def test_the_brief_is_saved_whole_and_opened(desk: Client, brand: Brand, soda: Category, sora: User) -> None:
    made = CampaignFactory(brand=brand, state="draft", manager=sora, brief__days=None, brief__wanted=[])
    page = text(desk.get(f"/desk/campaigns/{made.public_id}/"))
    assert 'aria-disabled="true"' in page
    assert "the brief needs" in page
    slip = brief(made, exclusive_tail="121", exclusive_tail_unit="MONTH")
    assert "Up to 120 months." in text(desk.post(f"/desk/campaigns/{made.public_id}/edit", slip))
    sent = brief(made, categories=[soda.pk], exclusive_categories=[soda.pk])
    assert desk.post(f"/desk/campaigns/{made.public_id}/edit", sent).status_code == 302
    made = Campaign.objects.get(pk=made.pk)
    assert str(made.brief.wanted.get()) == "2 × Reel on Instagram"
    assert (made.brief.days.upper.isoformat(), made.brief.exclusive_tail) == ("2026-06-01", 14)
    assert desk.post(f"/desk/campaigns/{made.public_id}/open").status_code == 302
    assert Campaign.objects.get(pk=made.pk).state == "open"


USAGE = {
    "usage-TOTAL_FORMS": "2", "usage-INITIAL_FORMS": "0", "usage-0-use": "ads", "usage-0-length": "60",
    "usage-0-anchor": "last", "usage-0-channels": ["tiktok"], "usage-0-territories": ["*"], "usage-1-use": "",
    "usage-1-anchor": "first",
}  # fmt: skip


def test_the_rest_of_the_brief_is_saved_and_shown(desk: Client, campaign: Campaign) -> None:
    sent = brief(
        campaign, **USAGE, attributes="Form: Drink", audience="Who cook at home", audience_mix="women",
        audience_from="25", audience_to="34", audience_countries=["JP"], budget="100000", fee="",
        **{"wanted-0-live_until": "2026-05-20", "wanted-0-fee": "45000"},
    )  # fmt: skip
    url = f"/desk/campaigns/{campaign.public_id}/"
    assert desk.post(f"{url}edit", sent).status_code == 302
    page = text(desk.get(url))
    for words in (
        "form: drink", "Mostly women, 25 to 34, in Japan", "Who cook at home",
        "Run as an ad for 60 days from the last post, on TikTok, anywhere", "11 – 20 May 2026", "¥ 90,000",
        "2 places at the brief’s fee", "The budget is", "¥ 80,000",
    ):  # fmt: skip
        assert words in page, words
    form = text(desk.get(f"{url}edit"))
    for words in ('value="form: drink"', 'value="2026-05-20"', 'aria-label="Fee for each, line 1"', 'value="45000"'):
        assert words in form, words
    # A form that was opened before there were usage rights leaves them.
    assert desk.post(f"{url}edit", brief(campaign)).status_code == 302
    assert Campaign.objects.get(pk=campaign.pk).brief.ads_last == Length(60)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"usage-0-length": ""}, "Say for how long."),
        ({"attributes": "a drink"}, "Write each as a name and what it is: form: drink."),
        ({"audience_from": "40", "audience_to": "20"}, "The youngest age comes first."),
        ({"fee": "80000", "wanted-0-fee": "45000"}, "The pieces add up to ¥ 90,000, not to ¥ 80,000."),
    ],
)
def test_a_slip_in_the_brief_is_said_and_kept(
    desk: Client, campaign: Campaign, said: dict[str, str], sentence: str
) -> None:
    response = desk.post(f"/desk/campaigns/{campaign.public_id}/edit", brief(campaign, **{**USAGE, **said}))
    assert response.status_code == 422
    page = text(response)
    assert sentence in page
    assert all(f'value="{value}"' in page for value in said.values() if value)


def test_a_brief_that_contradicts_itself_keeps_what_was_typed(desk: Client, campaign: Campaign) -> None:
    sent = brief(campaign, last="2026-04-30", goal="Kept as typed")
    response = desk.post(f"/desk/campaigns/{campaign.public_id}/edit", sent)
    assert response.status_code == 422
    assert "The last day comes before the first." in text(response)
    assert "Kept as typed" in text(response)


def test_once_booked_name_manager_places_and_last_day_change(desk: Client, campaign: Campaign, talent: Talent) -> None:
    steps.book(campaign, talent)
    url = f"/desk/campaigns/{campaign.public_id}/edit"
    page = text(desk.get(url))
    assert "Talents are booked on this brief" in page
    assert 'name="goal"' not in page
    said = {"name": "Long summer", "manager": campaign.manager.public_id, "places": 5, "apply_until": "2026-05-02"}
    refused = desk.post(url, {**said, "apply_until": "2026-07-01"})
    assert (refused.status_code, "lies after the days of the brief" in text(refused)) == (422, True)
    assert desk.post(url, said).status_code == 302
    fresh = Campaign.objects.get(pk=campaign.pk)
    assert (fresh.name, fresh.brief.places, fresh.brief.apply_until.isoformat()) == ("Long summer", 5, "2026-05-02")
    Campaign.objects.update(state="reporting")
    assert 'name="places"' not in text(desk.get(url))


@pytest.mark.parametrize("booked", [True, False])
def test_a_manager_who_was_set_meanwhile_is_not_put_back_by_a_form_of_places_or_brief(
    desk: Client, campaign: Campaign, talent: Talent, booked: bool
) -> None:
    if booked:
        steps.book(campaign, talent)
    url = f"/desk/campaigns/{campaign.public_id}/edit"
    before = desk.get(url).context
    said = {"places": 5, "apply_until": "2026-05-02", "version": before["guard"].version}
    sent = {"name": "Summer", "manager": campaign.manager.public_id, **said} if booked else brief(campaign, **said)
    other = manager(name="Nao")
    actions.edit_campaign(campaign=campaign, name="Summer in the north", manager=other, by=other, now=NOW)
    told = desk.post(url, sent)
    assert told.status_code == 422 and "to Summer in the north" in text(told) and "to Nao" in text(told)
    fresh = Campaign.objects.get(pk=campaign.pk)
    assert (fresh.name, fresh.manager) == ("Summer in the north", other)
    assert desk.post(url, sent | {"version": told.context["guard"].version}).status_code == 302
    assert Campaign.objects.get(pk=campaign.pk).name == sent["name"]


def test_the_call_is_closed_and_goes_on_by_the_menu(desk: Client, campaign: Campaign) -> None:
    at = f"/desk/campaigns/{campaign.public_id}/"
    assert "Close the call" in text(desk.get(at))
    desk.post(f"{at}call/close")
    page = text(desk.get(at))
    assert ("Let the call go on" in page, "call closed" in page) == (True, True)
    desk.post(f"{at}call/open")
    assert Campaign.objects.get().call_closed_at is None


def test_cancelling_asks_for_a_reason(desk: Client, campaign: Campaign) -> None:
    url = f"/desk/campaigns/{campaign.public_id}/cancel"
    refused = desk.post(url, {"reason": " "})
    assert (refused.status_code, "Say why it is cancelled." in text(refused)) == (409, True)
    assert Campaign.objects.get(pk=campaign.pk).state == "open"
    desk.post(url, {"reason": "The launch moved"})
    assert Campaign.objects.get(pk=campaign.pk).cancel_reason == "The launch moved"


def test_before_a_campaign_is_cancelled_its_page_counts_what_ends(
    desk: Client, campaign: Campaign, talent: Talent, sora: User
) -> None:
    campaign.brief.places = 5
    campaign.brief.save()
    campaign.brief.wanted.update(count=2)
    steps.hold(campaign, TalentFactory(name="Ren"))
    steps.apply(campaign, TalentFactory(name="Yui"))
    asked = TalentFactory(name="Emi")
    talent_user(asked)
    steps.nominate(campaign, asked)
    pieces = list(steps.book(campaign, talent).deliverables.order_by("pk"))
    steps.publish(pieces[0])
    steps.submit(pieces[1])
    steps.publish(steps.piece(steps.book(campaign, TalentFactory(name="Kei"))))
    Booking.objects.filter(talent__name="Kei").update(state="completed")
    page = text(desk.get(f"/desk/campaigns/{campaign.public_id}/cancel")).replace("<", " <")
    shown = " ".join(strip_tags(page).split())
    for words in (
        "1 booking cancelled; talent and Kirei are told Aoi",
        "1 post live left up; what is paid for it is to be agreed Aoi",
        "1 draft owed no longer Aoi",
        "1 hold released; the next in line moves up Ren",
        "1 applicant told that it does not take place Yui",
        "1 request by name over; the talent is told Emi",
        "1 booking completed kept with the price; nobody is written to Kei",
    ):
        assert words in shown, shown
    Message.objects.all().delete()
    actions.cancel_campaign(campaign=campaign, reason="Too late", by=sora, now=NOW)
    told = sorted(Message.objects.exclude(kind="campaign_cancelled").values_list("kind", flat=True))
    assert told == ["application_declined", "booking_cancelled", "nomination_over"]


def test_a_campaign_in_the_drawer_ends_nothing(desk: Client) -> None:
    drawn = CampaignFactory(state="draft")
    page = text(desk.get(f"/desk/campaigns/{drawn.public_id}/cancel"))
    assert "so nothing ends with it" in page and "is told nothing" in page


def test_a_cancelled_campaign_says_who_was_booked_and_what_was_live(
    desk: Client, campaign: Campaign, talent: Talent, sora: User
) -> None:
    steps.publish(steps.piece(steps.book(campaign, talent)))
    Booking.objects.update(state="confirmed")
    Campaign.objects.update(state="running")
    fresh = Campaign.objects.get()
    actions.cancel_campaign(campaign=fresh, reason="Too late", by=sora, now=NOW)
    page = " ".join(text(desk.get(f"/desk/campaigns/{campaign.public_id}/")).split())
    assert "Live when it was cancelled:" in page
    assert "counts once it is written down on the booking." in page
    assert "not agreed yet" in page
    assert "Nobody is booked yet." not in page and "Talents are booked on this brief" not in page
    nothing = CampaignFactory(state="cancelled")
    page = text(desk.get(f"/desk/campaigns/{nothing.public_id}/"))
    assert ("Nobody was booked." in page, "Live when it was cancelled" in page) == (True, False)


def test_a_cancelled_campaign_names_who_was_done_before_and_leaves_their_price_in_the_sum(
    desk: Client, campaign: Campaign, talent: Talent, sora: User
) -> None:
    steps.publish(steps.piece(steps.book(campaign, talent)))
    Campaign.objects.update(state="running")
    actions.cancel_campaign(campaign=Campaign.objects.get(), reason="Too late", by=sora, now=NOW)
    page = desk.get(f"/desk/campaigns/{campaign.public_id}/")
    assert [(each.talent.name, each.state) for each in page.context["booked"]] == [("Aoi", "completed")]
    assert ("Nobody was booked." in text(page), "counts once" in text(page)) == (False, False)


def test_casting_shows_who_would_clash(desk: Client, campaign: Campaign, talent: Talent, soda: Category) -> None:
    steps.apply(campaign, talent)
    steps.apply(campaign, TalentFactory(name="Ren"))
    bind_to_rival(talent, soda)
    page = text(desk.get(f"/desk/campaigns/{campaign.public_id}/casting"))
    rows = {name: next(row for row in page.split("<tr>") if f">{name}</a>" in row) for name in ("Aoi", "Ren")}
    assert ("Blocked" in rows["Aoi"], "Clear" in rows["Aoi"]) == (True, False)
    assert ("Blocked" in rows["Ren"], "Clear" in rows["Ren"]) == (False, True)


def test_casting_judges_a_hold_by_its_own_days(
    desk: Client, campaign: Campaign, talent: Talent, soda: Category
) -> None:
    bind_to_rival(talent, soda)
    held = steps.hold(campaign, talent)
    url = f"/desk/campaigns/{campaign.public_id}/casting"
    assert "Blocked" in text(desk.get(url))
    sent = {
        "first": "2027-02-01", "last": "2027-02-10", "channels": ["instagram"], "territories": ["JP"], "usage": "0",
        "reason": "",
    }  # fmt: skip
    assert desk.post(f"/desk/bookings/{held.public_id}/move", sent).status_code == 302
    page = text(desk.get(url))
    assert ("Blocked" in page, "Clear" in page) == (False, True)


def test_casting_queries_do_not_grow(desk: Client, campaign: Campaign, soda: Category) -> None:
    url = f"/desk/campaigns/{campaign.public_id}/casting"
    talents = [TalentFactory() for _ in range(3)]
    for each in talents:
        bind_to_rival(each, soda)
    hold = steps.hold(campaign, talents[0])
    desk.get(url)
    with CaptureQueriesContext(connection) as one:
        desk.get(url)
    for each in talents[1:]:
        steps.hold(campaign, each)
    with CaptureQueriesContext(connection) as three:
        desk.get(url)
    assert [hold.state, len(one), len(three)] == ["hold", 24, 24]


def test_accepting_holds_a_place(desk: Client, campaign: Campaign, talent: Talent) -> None:
    row = steps.apply(campaign, talent)
    response = desk.post(f"/desk/applications/{row.public_id}/accept", {"answer": "Come along"})
    held = Booking.objects.get(campaign=campaign)
    assert (response.status_code, response["Location"]) == (302, f"/desk/bookings/{held.public_id}/")
    assert Application.objects.get(pk=row.pk).answer == "Come along"


def test_declining_needs_words_for_the_talent(desk: Client, campaign: Campaign, talent: Talent) -> None:
    row = steps.apply(campaign, talent)
    url = f"/desk/applications/{row.public_id}/decline"
    refused = desk.post(url, {"answer": ""})
    assert (refused.status_code, Application.objects.get(pk=row.pk).state) == (422, "applied")
    assert desk.post(url, {"answer": "Next time"}).status_code == 302
    assert Application.objects.get(pk=row.pk).state == "declined"


def test_money_is_for_those_who_may_read_it(client: Client, desk: Client, campaign: Campaign) -> None:
    url = f"/desk/campaigns/{campaign.public_id}/"
    assert "96,000" in text(desk.get(url))  # 120,000 less a fifth
    client.force_login(reader())
    page = text(client.get(url))
    assert ("96,000" in page, "120,000" in page) == (False, False)
    assert client.get(f"{url}edit").status_code == 403


def test_the_open_call_is_written_with_the_brief(desk: Client, campaign: Campaign) -> None:
    url = f"/desk/campaigns/{campaign.public_id}/"
    sent = brief(
        campaign, budget="500000", brand_hidden="on", brand_words="a soda maker", reach="some",
        open_countries=["JP"], min_stage="affiliated",
        **{
            "asked-TOTAL_FORMS": "2", "asked-INITIAL_FORMS": "0", "asked-0-words": "Where?", "asked-0-kind": "choice",
            "asked-0-options": "Home, Roof", "asked-0-required": "on", "asked-1-words": "", "asked-1-kind": "words",
        },
    )  # fmt: skip
    alone = desk.post(f"{url}edit", {**sent, "asked-0-options": "Home"})
    assert (alone.status_code, "Give two answers or more" in text(alone)) == (422, True)
    nobody = desk.post(f"{url}edit", {**sent, "open_countries": []})
    assert (nobody.status_code, "Say below which talents" in text(nobody)) == (422, True)
    assert desk.post(f"{url}edit", sent).status_code == 302
    page = text(desk.get(url))
    for words in ("a soda maker", "Some talents", "Japan", "from Affiliated on", "Where?", "Home, Roof", "500,000"):
        assert words in page


def test_answers_of_an_applicant_stand_on_their_page(desk: Client, campaign: Campaign, talent: Talent) -> None:
    row = steps.apply(campaign, talent)
    Application.objects.filter(pk=row.pk).update(answers=[{"question": "Why?", "answer": "I run"}])
    page = text(desk.get(f"/desk/applications/{row.public_id}/"))
    assert ("Why?" in page, "I run" in page) == (True, True)


def test_the_history_tells_no_amount_to_who_may_not_read_money(
    client: Client, desk: Client, campaign: Campaign, talent: Talent
) -> None:
    steps.hold(campaign, talent)
    desk.post(f"/desk/campaigns/{campaign.public_id}/edit", brief(campaign, fee="91000"))
    url = f"/desk/campaigns/{campaign.public_id}/history"
    assert "91,000" in text(desk.get(url)) or "91000" in text(desk.get(url))
    client.force_login(reader())
    page = text(client.get(url))
    assert ("91,000" in page, "91000" in page, "A long lunch" in page) == (False, False, True)


def test_the_brief_sets_its_goals_in_numbers_and_a_form_without_them_leaves_them(
    desk: Client, campaign: Campaign
) -> None:
    url = f"/desk/campaigns/{campaign.public_id}/edit"
    said = {"goal_views": "80000", "goal_orders": "30", "goal_revenue": "900000", "form_key": "g1"}
    assert desk.post(url, brief(campaign, **said)).status_code == 302
    kept = ["80,000 views", "30 orders", "revenue of ¥ 900,000"]
    assert [str(goal) for goal in campaign.goals.all()] == kept
    assert 'value="80000"' in desk.get(url).content.decode()
    stands = {"wanted-INITIAL_FORMS": "1", "form_key": "g2"}
    again = desk.post(url, brief(Campaign.objects.get(pk=campaign.pk), **stands))
    assert again.status_code == 302, again.context["form"].errors
    assert [str(goal) for goal in campaign.goals.all()] == kept
