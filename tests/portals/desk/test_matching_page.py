"""Matching: the roster ranked for a brief on its campaign's page."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns.models import Campaign
from clients.models import Category
from stats.matching.weights import SHIPPED, weights_of
from stats.models import MatchReason
from talent.models import Talent
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival, draft_rival
from tests.factories import CampaignFactory, TalentFactory, owner, reader
from tests.portals.desk.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def url(campaign: Campaign, end: str = "") -> str:
    return f"/desk/campaigns/{campaign.public_id}/matching{end}"


def test_every_reason_of_everybody_is_on_the_page_with_its_points(desk: Client, campaign: Campaign, soda) -> None:
    TalentFactory(name="Aoi", band="high", engagement_rate="6.1")
    bind_to_rival(TalentFactory(name="Ren"), soda)
    response = desk.get(url(campaign))
    page, found = text(response), response.context["found"]
    assert [each.talent.name for each in found.matches] == ["Aoi"]
    (match,) = found.matches
    assert [line.reason for line in match.said] == list(MatchReason)
    for line in match.said:
        assert f"<span>{line.label}</span>" in page
        assert f"<small>{line.words}</small>" in page
    assert f'Sum <b class="num">{match.signed}</b>' in page
    assert sum(line.points for line in match.said) == match.points == 82.5
    barred = text(desk.get(url(campaign, "?way=blocked")))
    assert "Ren" in barred and "None of them" not in barred and "none of them can be asked" in barred
    assert f"talent={Talent.objects.get(name='Ren').public_id}" not in barred


def test_weights_in_the_address_rank_anew_and_are_kept_where_somebody_says_so(desk: Client, campaign: Campaign) -> None:
    TalentFactory(name="Aoi", country="JP", band="low")
    TalentFactory(name="Ren", country="FI", band="high")

    def order(end: str = "") -> list[str]:
        return [each.talent.name for each in desk.get(url(campaign, end)).context["found"].matches]

    assert order() == ["Ren", "Aoi"]
    assert order("?w-home=50&w-engagement=0") == ["Aoi", "Ren"]
    assert order("?w-home=nonsense&w-engagement=900&shown=7&way=other&lately=x") == ["Ren", "Aoi"]
    page = text(desk.get(url(campaign, "?w-home=50&w-engagement=0")))
    assert "Keep these weights" in page and "For the office" not in page
    desk.post(url(campaign, "/keep"), {"w-home": "50", "w-engagement": "0"})
    assert order() == ["Aoi", "Ren"]
    desk.post(url(campaign, "/keep"), {"w-home": "40", "for": "office"})
    assert weights_of(campaign).office == SHIPPED
    desk.post(url(campaign, "/drop"))
    assert order() == ["Ren", "Aoi"]


def test_the_owner_keeps_weights_for_the_office(client: Client, campaign: Campaign) -> None:
    client.force_login(owner())
    assert "For the office" in text(client.get(url(campaign, "?w-home=40")))
    client.post(url(campaign, "/keep"), {"w-home": "40", "for": "office"})
    assert weights_of(campaign).office == {**SHIPPED, MatchReason.HOME: 40}


def test_a_reader_without_money_reads_no_price_and_asks_nobody(client: Client, campaign: Campaign) -> None:
    aoi = TalentFactory(name="Aoi")
    steps.book(campaign, aoi)
    client.force_login(reader())
    response = client.get(url(campaign))
    (match,) = response.context["found"].matches
    assert [line.reason for line in match.said] == [reason for reason in MatchReason if reason != MatchReason.PRICE]
    assert "Last ¥" not in text(response) and "Ask by name" not in text(response)
    assert "Booked" in text(response)


def test_people_are_narrowed_asked_and_put_on_the_list_from_the_page(desk: Client, campaign: Campaign) -> None:
    aoi = TalentFactory(name="Aoi", stage="headliner")
    TalentFactory(name="Ren", stage="alumni")
    TalentFactory(name="Yui", stage="registered")
    steps.drafted(campaign)
    page = desk.get(url(campaign, "?stage=headliner"))
    assert [each.talent for each in page.context["found"].matches] == [aoi]
    assert f"/desk/ask?campaign={campaign.public_id}&amp;talent={aoi.public_id}" in text(page)
    assert "Add to shortlist 1" in text(page)
    for end, words in (("?q=nobody", "Nobody to rank"), ("?way=blocked", "Nobody is blocked")):
        assert words in text(desk.get(url(campaign, end)))
    for _ in range(2):
        steps.nominate(talent=Talent.objects.get(name="Yui"))
        steps.nominate(talent=aoi)
    assert "Everybody had chances" in text(desk.get(url(campaign, "?way=rested")))


def test_a_campaign_without_days_is_ranked_by_the_other_reasons(desk: Client, campaign: Campaign) -> None:
    TalentFactory(name="Aoi")
    type(campaign.brief).objects.update(days=None)
    page = text(desk.get(url(campaign)))
    assert "The brief has no days yet, so nobody can say who is bound then." in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_the_same_queries_however_many_it_ranks(
    desk: Client, campaign: Campaign, soda: Category, rows: int
) -> None:
    for _ in range(rows):
        talent = TalentFactory(followers=12_000)
        steps.publish(steps.piece(steps.book(CampaignFactory(brand=campaign.brand), talent)))
        draft_rival(talent, soda, name=f"Rival {talent.pk}")
        bind_to_rival(TalentFactory(), soda, name=f"Other {talent.pk}")
    desk.get(url(campaign))
    with CaptureQueriesContext(connection) as queries:
        found = desk.get(url(campaign)).context["found"]
    assert (len(found.matches), found.blocked) == (rows, rows)
    assert len(queries) == 49
