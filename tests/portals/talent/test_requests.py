"""A request by name in the talent's portal: what it pays, and every way to answer it."""

import pytest
from django.urls import reverse
from djmoney.money import Money

from campaigns.models import Booking, Nomination
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival
from tests.factories import NOW, CampaignFactory
from tests.portals.outside import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(campaign, talent, aoi):
    return steps.nominate(campaign, talent, fee=Money(150_000, "JPY"), words="You came to mind first.")


def address(row, name="request"):
    return reverse(f"talent:{name}", args=[row.public_id])


def test_it_is_first_to_do_and_says_what_is_theirs(portal, asked):
    home = text(portal.get(reverse("talent:home")))
    for words in ("Answer a request by name", "Kirei asks, Summer. ¥ 120,000 for you."):
        assert words in home
    said = text(portal.get(address(asked)))
    for words in (
        "You receive ¥ 120,000", "The place pays ¥ 150,000 Office’s share, 20 % − ¥ 30,000 Yours ¥ 120,000",
        "You came to mind first.", "1 reel on Instagram", "Say yes for ¥ 120,000", "Possible for you in this period",
    ):  # fmt: skip
        assert words in said
    project = text(portal.get(reverse("talent:project", args=[asked.campaign.public_id])))
    assert ("See the request and answer it" in project, "Apply for" in project) == (True, False)


def test_yes_holds_a_place_and_leaves_the_list(portal, asked):
    assert portal.post(address(asked, "request-yes")).status_code == 302
    assert (Nomination.objects.get().state, Booking.objects.get().price) == ("agreed", Money(150_000, "JPY"))
    assert "Answer a request by name" not in text(portal.get(reverse("talent:home")))
    said = text(portal.get(address(asked)))
    assert ("Agreed" in said, "Say yes" in said, "Say no" in said) == (True, False, False)
    assert "Agreed" in text(portal.get(reverse("talent:applications")))


def test_no_needs_no_reason(portal, asked):
    portal.post(address(asked, "request-no"), {"words": ""})
    assert Nomination.objects.get().state == "declined"
    late = text(portal.post(address(asked, "request-yes"), follow=True))
    assert "This request was answered with no." in late


def test_a_counter_offer_keeps_what_was_typed_and_waits(portal, asked):
    wrong = portal.post(address(asked, "request-counter"), {"fee": "a lot", "words": "Two days"})
    assert (wrong.status_code, 'value="a lot"' in wrong.content.decode(), "Two days" in text(wrong)) == (
        422, True, True,
    )  # fmt: skip
    portal.post(address(asked, "request-counter"), {"fee": "200000", "words": "Two days"})
    row = Nomination.objects.get()
    assert (row.state, row.counter_fee) == ("countered", Money(200_000, "JPY"))
    said = text(portal.get(address(row)))
    assert ("The office answers here and by letter." in said, "Say yes" in said, "Say no" in said) == (
        True, False, True,
    )  # fmt: skip
    assert "Offered, yours" in said and "of it would be yours, after the office’s 20 %." in said


def test_who_is_asked_by_name_writes_to_the_office_from_there(portal, asked):
    write = f"{reverse('talent:thread-begin', args=[asked.campaign.public_id])}?talent={asked.talent.public_id}"
    for words in ({"fee": "200000", "words": ""}, None):
        assert write in portal.get(address(asked)).content.decode()
        assert portal.get(write).status_code == 200
        if words:
            portal.post(address(asked, "request-counter"), words)
    portal.post(address(asked, "request-no"), {"words": ""})
    assert write not in portal.get(address(asked)).content.decode()


def test_what_is_not_possible_is_not_said_why(portal, asked, talent, soda):
    bind_to_rival(talent, soda, "Lumeya")
    for response in (portal.get(address(asked)), portal.post(address(asked, "request-yes"), follow=True)):
        said = text(response)
        assert ("Not possible in this period." in said, "Lumeya" in said) == (True, False)
    assert Nomination.objects.get().state == "asked"


def test_a_hidden_brand_stays_hidden(portal, brand, talent, aoi):
    campaign = CampaignFactory(
        brand=brand, name="Summer", brief__brand_hidden=True, brief__brand_words="a soda maker", brief__tags="@Kirei"
    )
    row = steps.nominate(campaign, talent)
    for url in (address(row), reverse("talent:home"), reverse("talent:applications")):
        body = portal.get(url).content.decode()
        assert ("Kirei" in body, "soda maker" in body) == (False, True), url


def test_guardian_and_stranger_answer_nothing(guardian, stranger, asked):
    assert "Only talents may" in text(guardian.get(address(asked)))
    assert guardian.post(address(asked, "request-yes")).status_code == 403
    for name in ("request", "request-yes", "request-no", "request-counter"):
        got = stranger.get(address(asked)) if name == "request" else stranger.post(address(asked, name), {"fee": "1"})
        assert got.status_code == 404, name
    assert Nomination.objects.get().state == "asked"


def test_pages_queries_do_not_grow(portal, asked, talent, django_assert_num_queries):
    pages = {reverse("talent:applications"): 10, address(asked): 25}
    for _ in range(2):
        for url, count in pages.items():
            portal.get(url)
            with django_assert_num_queries(count):
                portal.get(url)
        steps.nominate(CampaignFactory(), talent)
        steps.nominate(CampaignFactory(), talent, now=NOW)
