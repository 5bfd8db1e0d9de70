"""My results: what one's pieces brought, and what leads on, in plain words."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.formats import date_format
from djmoney.money import Money

from campaigns.models import Booking, Deliverable
from stats import actions
from tests.campaigns import steps
from tests.factories import NOW, CampaignFactory, PostFactory, SocialAccountFactory, TalentFactory, manager, owner
from tests.portals.outside import text

pytestmark = pytest.mark.django_db
URL = "/talent/results/"


def live(talent, code: str, views: int | None = 40_000) -> Deliverable:
    """A booking whose piece is live and measured."""
    address = f"https://www.instagram.com/p/{code}/"
    booking = steps.book(CampaignFactory(name=f"Campaign {code}"), talent, price=Money(100_000, "JPY"))
    piece = steps.publish(steps.piece(booking), address)
    account = talent.accounts.first() or SocialAccountFactory(talent=talent, platform="instagram")
    PostFactory(account=account, external_id=code, url=address, views=views, likes=900, comments=100)
    Booking.objects.filter(pk=booking.pk).update(state="completed")
    return piece


def test_nothing_live_says_so_and_what_leads_on(portal, talent) -> None:
    page = text(portal.get(URL))
    assert "Nothing of yours is live yet." in page
    assert "Micro, with" in page and "Middle begins at 100,000." in page
    assert "The office considers you for exclusive once you have all of this:" in page
    assert "No open project reaches you right now." in page
    assert "Your last booking paid you" not in page
    assert "The office considers you for exclusive" in text(portal.get(reverse("talent:profile")))
    for name in ("home", "work", "profile"):
        assert f'href="{URL}"' in portal.get(reverse(f"talent:{name}")).content.decode()


def test_own_pieces_stand_there_with_their_figures_and_nobody_elses(portal, talent, campaign) -> None:
    live(talent, "aa1")
    live(talent, "bb2", views=None)
    live(TalentFactory(), "cc3")
    page = portal.get(URL)
    assert [each.piece.booking.campaign.name for each in page.context["live"]] == ["Campaign bb2", "Campaign aa1"]
    assert (page.context["views"].value, page.context["engagements"].value) == (40_000, 2_000)
    page = text(page)
    assert "Views are of 1 of 2 posts; the others tell none." in page and "Campaign cc3" not in page
    assert "80,000" in page and "100,000." in page
    assert "2 open projects reach you." in page
    campaign.brief.min_stage = "headliner"
    campaign.brief.save()
    assert "2 open projects reach you, 1 of them asks for a higher stage or tier." in text(portal.get(URL))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"followers": None}, "No account of yours tells its followers yet."),
        ({"followers": 2_000_000}, "That is the highest."),
        ({"stage": "headliner"}, "No list leads on from here"),
    ],
)
def test_each_place_says_what_comes_next(portal, talent, fields, words) -> None:
    type(talent).objects.filter(pk=talent.pk).update(**fields)
    assert words in text(portal.get(URL))


def test_who_has_all_of_it_reads_that_the_office_looks_and_from_when_again(portal, talent) -> None:
    live(talent, "aa1")
    asked = {("exclusive", "bookings"): 1, ("exclusive", "on_time"): None, ("exclusive", "unchanged"): None}
    actions.set_stage_criteria(asked=asked, by=owner(), now=NOW)
    assert "You have all of this, and the office considers you for exclusive" in text(portal.get(URL))
    day = NOW.date() + timedelta(days=20)
    actions.decide_stage(
        talent=talent, to="exclusive", moves=False, until=day, reason="Zxreason", by=manager(), now=NOW
    )  # fmt: skip
    for url in (URL, reverse("talent:profile")):
        page = text(portal.get(url))
        assert f"considers you for exclusive again from {date_format(day, 'j M Y')} on" in page
        assert "Zxreason" not in page


def test_queries_do_not_grow(portal, talent, django_assert_num_queries) -> None:
    actions.set_stage_criteria(asked={("exclusive", "bookings"): 4}, by=owner(), now=NOW)  # one query more once reached
    live(talent, "aa1")
    portal.get(URL)
    with django_assert_num_queries(20):
        portal.get(URL)
    live(talent, "bb2")
    live(talent, "cc3")
    with django_assert_num_queries(20):
        portal.get(URL)
