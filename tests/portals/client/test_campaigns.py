"""The brand's campaigns and ambassadors: who takes part, at what price, and nothing that is the office's."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from djmoney.money import Money

from accounts.models import User
from campaigns import actions
from campaigns.models import Campaign, Deliverable, Rating
from tests.campaigns import steps
from tests.campaigns.rivals import clause
from tests.factories import (
    NOW,
    BookingFactory,
    BrandFactory,
    CampaignFactory,
    SocialAccountFactory,
    TalentFactory,
    days,
    manager,
)
from tests.portals.outside import text


@pytest.fixture
def contract(brand, soda):
    return _sign(brand, soda, "Rin")


def _sign(brand, category, name):
    draft = actions.draft_contract(
        brand=brand, talent=TalentFactory(name=name), title=f"{brand.name} × {name}",
        days=days("2026-01-01", "2027-01-01"), fee=Money(3_000_000, "JPY"), duties="Eight posts",
        clauses=[clause(category)], by=manager(), now=NOW,
    )  # fmt: skip
    return actions.sign_contract(contract=draft, by=manager(), now=NOW)


def test_campaigns_are_grouped_by_whether_they_run(portal, campaign, brand):
    CampaignFactory(brand=brand, name="Last winter", state="closed")
    said = text(portal.get(reverse("client:campaigns")))
    assert said.index("Running") < said.index("Summer") < said.index("Before") < said.index("Last winter")


def test_who_has_no_campaign_yet_is_led_to_a_brief_where_they_may_write_one(portal, reader):
    url, way = reverse("client:campaigns"), f'href="{reverse("client:brief-add")}"'
    pages = [portal.get(url).content.decode(), reader.get(url).content.decode()]
    assert ["No campaigns yet" in page for page in pages] == [True, True]
    assert [way in page for page in pages] == [True, False]


def test_campaigns_of_before_go_on_by_page(portal, campaign, brand, monkeypatch):
    monkeypatch.setattr("portals.client.campaigns.PER_PAGE", 2)
    for number in range(3):
        CampaignFactory(brand=brand, name=f"Winter {number}", state="closed")
    url = reverse("client:campaigns")
    first, second = text(portal.get(url)), text(portal.get(url, {"page": "2"}))
    assert [[number for number in range(3) if f"Winter {number}" in said] for said in (first, second)] == [[1, 2], [0]]
    assert "Summer" in first and "Summer" in second


def test_a_cancelled_campaign_casts_nobody(portal, booking, campaign):
    campaign.brief.exclusive_categories.set(campaign.brief.categories.all())
    url = reverse("client:campaign", args=[campaign.public_id])
    assert "Kept to you" in text(portal.get(url))
    actions.cancel_campaign(campaign=campaign, reason="Lumeya paid more", by=manager(), now=NOW)
    listed = " ".join(text(portal.get(reverse("client:campaigns"))).split())
    page = " ".join(text(portal.get(url)).split())
    assert "Cancelled" in listed and "casting" not in listed + page
    assert "It was cancelled on 15 Apr 2026 . Nobody takes part any more." in page
    assert "Lumeya" not in listed + page and "Kept to you" not in page


def test_campaign_in_preparation_is_not_shown(portal, brand):
    draft = CampaignFactory(brand=brand, name="Secret plan", state="draft")
    assert "Secret plan" not in text(portal.get(reverse("client:campaigns")))
    assert portal.get(reverse("client:campaign", args=[draft.public_id])).status_code == 404


def test_campaign_shows_who_is_booked_with_figures_and_price(portal, booking, campaign):
    SocialAccountFactory(
        talent=booking.talent,
        platform="instagram",
        handle="aoi.o",
        followers=12_300,
        source="measured",
        measured_at=NOW,
    )
    said = text(portal.get(reverse("client:campaign", args=[campaign.public_id])))
    assert "Aoi" in said
    assert "aoi.o" in said
    assert "12.3 k" in said
    assert "¥ 120,000" in said
    assert "1 of 3" in said


def test_campaign_shows_neither_holds_nor_applications(portal, campaign):
    steps.hold(campaign, TalentFactory(name="Held talent"))
    steps.apply(campaign, TalentFactory(name="Hopeful talent"))
    BookingFactory(campaign=campaign, talent=TalentFactory(name="Cancelled talent"), state="cancelled")
    said = text(portal.get(reverse("client:campaign", args=[campaign.public_id])))
    assert [name for name in ("Held", "Hopeful", "Cancelled talent") if name in said] == []
    assert "The office is casting." in said


def test_campaign_leads_to_the_draft_and_to_the_live_post(portal, campaign, draft):
    steps.publish(steps.piece(steps.book(campaign, TalentFactory(name="Mei"))), url="https://www.instagram.com/p/77/")
    body = portal.get(reverse("client:campaign", args=[campaign.public_id])).content.decode()
    assert reverse("client:draft", args=[draft.public_id]) in body
    assert "https://www.instagram.com/p/77/" in body


def test_ambassadors_show_the_term(portal, contract):
    said = text(portal.get(reverse("client:ambassadors")))
    assert "Rin" in said
    assert "261 days left, until 31 Dec 2026" in said


def test_ambassador_says_what_is_kept_to_the_brand(portal, contract):
    said = text(portal.get(reverse("client:ambassador", args=[contract.public_id])))
    assert "Kirei keeps soda to itself in Japan." in said
    assert "¥ 3,000,000" in said
    assert "Eight posts" in said


def test_ended_contract_says_until_when_it_held(portal, contract):
    actions.end_contract(
        contract=contract, on=date(2026, 4, 1), end_reason="mutual", reason="Agreed", by=manager(), now=NOW
    )
    said = text(portal.get(reverse("client:ambassadors")))
    assert "No ambassador at the moment" in said
    assert "until 1 Apr 2026" in said


def test_contract_that_is_not_signed_is_not_shown(portal, brand, soda):
    draft = actions.draft_contract(
        brand=brand, talent=TalentFactory(name="Unsigned"), title="Plan",
        days=days("2026-05-01", "2027-05-01"), fee=None, duties="", clauses=[clause(soda)], by=manager(), now=NOW,
    )  # fmt: skip
    assert portal.get(reverse("client:ambassador", args=[draft.public_id])).status_code == 404
    assert "Unsigned" not in text(portal.get(reverse("client:ambassadors")))


def test_people_of_another_brand_find_nothing(stranger, booking, campaign, contract):
    assert stranger.get(reverse("client:campaign", args=[campaign.public_id])).status_code == 404
    assert stranger.get(reverse("client:ambassador", args=[contract.public_id])).status_code == 404
    assert "Summer" not in text(stranger.get(reverse("client:campaigns")))
    assert "Rin" not in text(stranger.get(reverse("client:ambassadors")))


@pytest.mark.parametrize(("name", "count"), [("campaigns", 8), ("ambassadors", 7)])
def test_lists_queries_do_not_grow(portal, campaign, contract, brand, soda, name, count, django_assert_num_queries):
    url = reverse(f"client:{name}")
    with django_assert_num_queries(count):
        portal.get(url)
    for number in range(2):
        CampaignFactory(brand=brand)
        _sign(brand, soda, f"Ambassador {number}")
    with django_assert_num_queries(count):
        portal.get(url)


def test_campaign_queries_do_not_grow(portal, booking, campaign, django_assert_num_queries):
    url = reverse("client:campaign", args=[campaign.public_id])
    with django_assert_num_queries(14):
        portal.get(url)
    for _ in range(2):
        steps.book(campaign, SocialAccountFactory().talent)
    with django_assert_num_queries(14):
        assert "3 of 3" in text(portal.get(url))


def test_a_person_of_two_brands_sees_both(petra, portal, campaign):
    other = BrandFactory(name="Komorebi")
    petra.brand_memberships.create(brand=other, created_at=NOW, created_by=manager())
    CampaignFactory(brand=other, name="Forest")
    said = text(portal.get(reverse("client:campaigns")))
    assert "Summer" in said
    assert "Forest" in said


def test_what_is_over_waits_to_be_rated_and_own_briefs_to_be_sent(
    portal, reader, stranger, piece, campaign, brand, petra
):
    home = reverse("client:home")
    row = steps.client_brief(brand, by=petra, sent=False, name="Half a lunch")
    live = steps.publish(piece)
    Campaign.objects.filter(pk=campaign.pk).update(state="running")
    assert "Rate 1 talent" not in text(portal.get(home))
    Campaign.objects.filter(pk=campaign.pk).update(state="reporting")
    said = text(portal.get(home))
    assert ("Rate 1 talent" in said, "Half a lunch" in said) == (True, True)
    assert '<span class="count">2</span>' in portal.get(reverse("client:campaigns")).content.decode()
    for other in (reader, stranger):
        theirs = text(other.get(home))
        assert ("Rate 1 talent" in theirs, "Half a lunch" in theirs) == (False, False)
    actions.rate_talent(booking=piece.booking, stars=4, words="", by=petra, now=NOW)
    actions.send_client_brief(brief=row, by=petra, now=NOW)
    said = text(portal.get(home))
    assert ("Rate 1 talent" in said, "Half a lunch" in said) == (False, False)
    Rating.objects.all().delete()
    Deliverable.objects.filter(pk=live.pk).update(published_at=timezone.now() - timedelta(days=91))
    assert "Rate 1 talent" not in text(portal.get(home))


def test_a_manager_who_left_is_nobody_to_turn_to(portal, campaign):
    pages = [reverse("client:home"), reverse("client:campaign", args=[campaign.public_id])]
    assert all(f"mailto:{campaign.manager.email}" in portal.get(page).content.decode() for page in pages)
    User.objects.filter(pk=campaign.manager.pk).update(is_active=False)
    assert not any(campaign.manager.email in portal.get(page).content.decode() for page in pages)
