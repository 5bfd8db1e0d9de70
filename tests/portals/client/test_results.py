"""What the brand's campaign brought, in its own portal."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from djmoney.money import Money

from campaigns import actions
from campaigns.models import Campaign, Rating
from outbox.models import Message
from portals.client import results
from tests.campaigns import steps
from tests.factories import NOW, CampaignFactory, PostFactory, SocialAccountFactory, manager
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
    assert "Figures as of 20 May 2026 or later, measured." in page
    assert "See the results" in text(portal.get(address(live, "campaign")))


def test_the_report_is_passed_on_as_a_file(portal, live):
    pdf = portal.get(address(live, "results-pdf"))
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert b"".join(portal.get(address(live, "results-xlsx")).streaming_content)[:2] == b"PK"


def test_before_anything_is_live_the_page_says_so(portal, piece):
    assert "Nothing is live yet." in text(portal.get(address(piece)))
    assert "See the results" not in text(portal.get(address(piece, "campaign")))


def test_the_brand_rates_who_worked_and_its_reader_only_reads_it(portal, reader, live):
    sent = {"stars": "4", "words": "Quick and kind", "form_key": "k"}
    url = reverse("client:rate", args=[live.booking.public_id])
    bad = portal.post(url, sent | {"stars": "6", "form_key": "k0"})
    assert (bad.status_code, "This cannot be chosen: 6." in text(bad)) == (422, True)
    for _ in range(2):
        assert portal.post(url, sent).url == f"{address(live)}#rating"
    assert (Rating.objects.get().stars, Rating.objects.get().rated_by.name) == (4, "Petra Lind")
    assert reader.post(url, sent).status_code == 403
    said = text(reader.get(address(live)))
    assert ("4 of 5" in said, "Quick and kind" in said, "Tell the office" in said) == (True, True, False)


def test_another_brand_finds_nothing(stranger, live):
    assert stranger.get(address(live)).status_code == 404
    assert stranger.get(address(live, "results-pdf")).status_code == 404
    rate = reverse("client:rate", args=[live.booking.public_id])
    assert stranger.post(rate, {"stars": "1", "form_key": "k"}).status_code == 404


def test_all_campaigns_of_a_brand_stand_together(portal, stranger, live, brand, django_assert_num_queries):
    url = reverse("client:brand-results")
    said = text(portal.get(url))
    assert f"What {brand.name}’s campaigns brought" in said
    assert live.booking.campaign.name in said
    assert "Nothing is live yet" in text(stranger.get(url))
    assert stranger.get(f"{url}?brand={brand.public_id}").status_code == 404
    assert portal.get(f"{url}?brand=2222").status_code == 404
    with django_assert_num_queries(23):
        portal.get(url)
    for number in range(2):
        other = steps.piece(steps.book(CampaignFactory(brand=brand), price=Money(1_000, "JPY")))
        steps.publish(other, f"https://www.instagram.com/p/More{number}/")
    with django_assert_num_queries(23):
        assert portal.get(url).content.decode().count('/results">') == 3


def test_a_brands_list_of_results_goes_on_by_page_and_its_sums_are_of_all(portal, live, brand, monkeypatch):
    monkeypatch.setattr(results, "PER_PAGE", 1)
    other = steps.piece(steps.book(CampaignFactory(brand=brand, name="Winter"), price=Money(1_000, "JPY")))
    steps.publish(other, "https://www.instagram.com/p/More/")
    pages = [text(portal.get(reverse("client:brand-results") + f"?page={number}")) for number in (1, 2)]
    assert [("Winter" in page, live.booking.campaign.name in page) for page in pages] == [(True, False), (False, True)]
    assert len({re.search(r"¥ [\d,]+", page).group() for page in pages}) == 1


def test_results_that_stand_wait_for_a_reader_a_week_and_for_who_rates_with_the_rating(portal, reader, stranger, live):
    home = reverse("client:home")
    assert "Results to read" not in text(reader.get(home))
    Campaign.objects.update(state="closed", closed_at=NOW - timedelta(days=6), closed_by=manager())
    shown = reader.get(home)
    assert "Results to read" in text(shown) and "Nothing waits for you." not in text(shown)
    assert f'href="{address(live)}"' in shown.content.decode()
    assert "Results to read, talents to rate" in text(portal.get(home))
    assert text(portal.get(home)).count(f"What {live.booking.campaign.name} brought") == 1
    assert "Results to read" not in text(stranger.get(home))
    Campaign.objects.update(closed_at=NOW - timedelta(days=8))
    assert "Results to read" not in text(reader.get(home))


def test_results_that_were_rated_or_whose_notice_was_opened_wait_no_more(portal, reader, live):
    home = reverse("client:home")
    Campaign.objects.update(state="reporting")
    actions.close_campaign(campaign=Campaign.objects.get(), by=manager(), now=NOW)
    portal.post(reverse("client:rate", args=[live.booking.public_id]), {"stars": "4", "words": "", "form_key": "k"})
    assert ["Results to read" in text(each.get(home)) for each in (portal, reader)] == [False, True]
    Message.objects.filter(kind="results_stand", to_name="Petra Lind").update(read=NOW)
    assert "Results to read" in text(reader.get(home))
    Message.objects.filter(kind="results_stand").update(read=NOW)
    assert "Results to read" not in text(reader.get(home))
