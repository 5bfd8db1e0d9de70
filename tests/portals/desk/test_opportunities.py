"""The opportunity ledger: counts of a period, the spread, and for whom it is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from djmoney.money import Money

from campaigns import actions
from campaigns.models import Campaign, Deliverable
from campaigns.shortlists import Plan
from stats.actions import enter_figures
from stats.ledger import COUNTS, ledger, paid_and_reached, spread
from tests.campaigns import steps
from tests.factories import (
    NOW,
    CampaignFactory,
    DeliverableFactory,
    PostFactory,
    SocialAccountFactory,
    TalentFactory,
    booker,
    brand_person,
    finance,
    manager,
    owner,
)
from tests.portals.desk.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
URL = "/desk/talents/opportunities"


def counts(talent, first=None, last=None):
    row = ledger(first, last).get(pk=talent.pk)
    return [getattr(row, name) for name in COUNTS]


def test_each_chance_is_counted_once_a_campaign_and_in_its_period(campaign: Campaign) -> None:
    aoi, ren = TalentFactory(name="Aoi"), TalentFactory(name="Ren")
    steps.apply(campaign, aoi)
    sent = steps.proposed(campaign, [aoi, ren])
    petra = brand_person(campaign.brand)
    for choice in ("yes", "no", "yes"):
        actions.answer_entry(entry=sent.entries.get(talent=aoi), choice=choice, by=petra, now=NOW)
    actions.send_shortlist_answers(shortlist=sent, by=petra, now=NOW)
    again = actions.draft_shortlist(campaign=campaign, by=booker(), now=NOW)
    actions.send_shortlist(shortlist=again, figures={}, plan=Plan(), by=booker(), now=NOW)
    steps.drafted(CampaignFactory(), [ren])
    steps.nominate(talent=ren)
    booking = actions.hold_chosen(entry=again.entries.get(talent=aoi), by=booker(), now=NOW)
    actions.confirm_booking(booking=booking, by=booker(), now=NOW)
    assert counts(aoi) == [1, 0, 1, 1, 1, 1]
    assert counts(ren) == [0, 1, 2, 1, 0, 0]
    day = NOW.date()
    assert counts(aoi, day, day) == [1, 0, 1, 1, 1, 1]
    assert counts(aoi, day + timedelta(days=1)) == counts(aoi, None, day - timedelta(days=1)) == [0] * 6


def test_the_spread_says_what_the_busiest_tenth_has() -> None:
    people = [TalentFactory() for _ in range(10)]
    TalentFactory(stage="alumni")
    for talent in (people[0], people[0], people[1]):
        steps.book(CampaignFactory(), talent)
    told = spread(ledger(None, None))
    assert (told.roster, told.booked, told.without, told.bookings, told.most) == (10, 2, 8, 3, 2)
    assert round(told.most_percent) == 67
    assert spread(ledger(NOW.date() + timedelta(days=9), None)).most_percent is None


def test_pay_for_a_thousand_people_is_known_only_where_every_live_piece_tells_its_reach() -> None:
    aoi, ren, mio = (TalentFactory() for _ in range(3))
    for talent, name, reach in ((aoi, "Sea1", 40_000), (ren, "Sea2", None), (mio, "Sea3", None)):
        url = f"https://www.instagram.com/p/{name}/"
        piece = steps.publish(steps.piece(steps.book(CampaignFactory(), talent, price=Money(100_000, "JPY"))), url)
        if talent != mio:
            account = SocialAccountFactory(talent=talent, platform="instagram")
            PostFactory(account=account, url=f"{url}?igsh=1", reach=reach)
    enter_figures(
        deliverable=piece, as_of=NOW.date(), figures={"reach": 20_000}, evidence=None, by=mio.access.get().user, now=NOW
    )
    told = paid_and_reached([aoi, ren, mio], "JPY", None, None)
    assert {pk: paid.per_thousand for pk, paid in told.items()} == {aoi.pk: 2_000, ren.pk: None, mio.pk: 4_000}
    assert paid_and_reached([aoi], "EUR", None, None) == {}


def test_what_was_paid_and_reached_asks_as_much_for_three_as_for_one() -> None:
    people, asked = [], []
    for number in range(3):
        people.append(TalentFactory())
        url = f"https://www.instagram.com/p/Sea{number}/"
        steps.publish(steps.piece(steps.book(CampaignFactory(), people[-1], price=Money(100_000, "JPY"))), url)
        PostFactory(account=SocialAccountFactory(talent=people[-1], platform="instagram"), url=url, reach=5_000)
        if number in (0, 2):
            with CaptureQueriesContext(connection) as counted:
                assert len(paid_and_reached(people, "JPY", None, None)) == number + 1
            asked.append(len(counted))
    assert asked == [6, 6]


def test_a_booking_that_is_half_live_waits_and_the_page_says_how_much_of_it_is(client: Client) -> None:
    aoi = TalentFactory(name="Aoi")
    account = SocialAccountFactory(talent=aoi, platform="instagram")
    whole, half = (steps.book(CampaignFactory(), aoi, price=Money(100_000, "JPY")) for _ in range(2))
    second = steps.piece(half)
    Deliverable.objects.filter(pk=second.pk).update(number=2, of=2)
    first = DeliverableFactory(booking=half, number=1, of=2)
    client.force_login(owner())
    for piece, name, paid in (
        (first, "Sea1", (None, 1, 2)), (steps.piece(whole), "Sea2", (8_000, 1, 2)), (second, "Sea3", (5_333, 0, 0)),
    ):  # fmt: skip
        url = f"https://www.instagram.com/p/{name}/"
        steps.publish(piece, url)
        PostFactory(account=account, url=url, reach=10_000)
        told = paid_and_reached([aoi], "JPY", None, None)[aoi.pk]
        each = told.per_thousand
        assert (int(each) if each else None, told.live, told.owed) == paid
        page = text(client.get(URL))
        assert ("1 of 2 pieces live" in page) is (told.owed > 0)
        assert ("¥ 8,000" in page) is (each == 8_000)


def test_owners_alone_read_it_and_filter_it(client: Client) -> None:
    steps.book(CampaignFactory(), TalentFactory(name="Aoi"))
    for who, status in ((manager(), 403), (finance(), 403), (owner(), 200)):
        client.force_login(who)
        assert client.get(URL).status_code == status
        assert ("Opportunities" in text(client.get("/desk/talents/"))) is (status == 200)
    assert "1 of 1 talents have a booking" in text(client.get(URL))
    later = text(client.get(f"{URL}?first=2027-01-01&last=&sort=name"))
    assert "Nobody on the roster has a booking" in later and "sorted by name" in later
    assert client.get(f"{URL}?first=words").status_code == 422


def test_as_many_queries_for_three_as_for_one(client: Client) -> None:
    client.force_login(owner())
    asked = []
    for number in (1, 3):
        for _ in range(number):
            steps.proposed(CampaignFactory(), [TalentFactory()])
        client.get(URL)
        with CaptureQueriesContext(connection) as counted:
            client.get(URL)
        asked.append(len(counted))
    assert asked == [8, 8]
