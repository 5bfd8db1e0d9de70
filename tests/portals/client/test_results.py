"""What the brand's campaign brought, in its own portal."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from djmoney.money import Money

from campaigns import actions
from tests.campaigns import steps
from tests.factories import NOW, PostFactory, SocialAccountFactory, manager
from tests.portals.outside import text

URL = "https://www.instagram.com/p/Sea1/"


@pytest.fixture
def live(piece):
    account = SocialAccountFactory(talent=piece.booking.talent, platform="instagram", handle="aoi.sea")
    PostFactory(
        account=account, url=URL, text="Other words", published_at=datetime(2026, 5, 15, 3, tzinfo=UTC),
        measured_at=datetime(2026, 5, 20, tzinfo=UTC), views=80_000, likes=900, comments=100,
    )  # fmt: skip
    return steps.publish(piece, URL)


def address(piece, name="results"):
    return reverse(f"client:{name}", args=[piece.booking.campaign.public_id])


def test_the_brand_reads_what_it_paid_and_nothing_of_the_office(portal, live):
    campaign = live.booking.campaign
    said = {"campaign": campaign, "by": manager(), "now": NOW}
    actions.add_cost(kind="boost", paid_by="brand", amount=Money(11_111, "JPY"), note="", **said)
    actions.add_cost(kind="production", paid_by="office", amount=Money(7_777, "JPY"), note="Zxstudio", **said)
    page = text(portal.get(address(live)))
    assert ("¥ 11,111" in page, "7,777" in page, "Zxstudio" in page) == (True, False, False)
    assert "The caption is not the one" not in page
    assert "Likes" not in page
    assert "See the results" in text(portal.get(address(live, "campaign")))


def test_the_report_is_passed_on_as_a_file(portal, live):
    pdf = portal.get(address(live, "results-pdf"))
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert portal.get(address(live, "results-xlsx")).status_code == 200


def test_before_anything_is_live_the_page_says_so(portal, piece):
    assert "Nothing is live yet." in text(portal.get(address(piece)))
    assert "See the results" not in text(portal.get(address(piece, "campaign")))


def test_another_brand_finds_nothing(stranger, live):
    assert stranger.get(address(live)).status_code == 404
    assert stranger.get(address(live, "results-pdf")).status_code == 404
