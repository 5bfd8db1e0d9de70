"""The clash desk: the list with its filters, the ways out, and an override by two people."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from campaigns.models import Booking, Campaign
from clients.models import Category
from exclusivity.actions import propose_override
from exclusivity.models import Decision, Finding
from talent.models import Talent
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival
from tests.factories import NOW, CampaignFactory, FindingFactory, TalentFactory, booker, manager, owner
from tests.portals.desk.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def held(campaign: Campaign, talent: Talent, soda: Category) -> Booking:
    bind_to_rival(talent, soda)
    return steps.hold(campaign, talent)


@pytest.fixture
def finding(held: Booking) -> Finding:
    return Finding.objects.get()


@pytest.fixture
def boss(db: None) -> User:
    return owner(name="Mariko Sato")


def test_the_list_has_both_sides_the_days_and_the_next_step(desk: Client, finding: Finding) -> None:
    page = text(desk.get("/desk/clashes/"))
    assert "Lumeya" in page and "Kirei" in page and "Find a way" in page
    assert finding.overlap is not None
    FindingFactory(verdict="REVIEW", talent=TalentFactory(name="Ren"))
    rows = text(desk.get("/desk/clashes/")).split("<tbody>")[1].split("<tr>")[1:]
    assert ["Aoi" in row for row in rows] == [True, False]  # worst first
    assert "Decide" in rows[1] and "nobody said" in rows[1]
    by_wait = text(desk.get("/desk/clashes/?sort=since"))
    assert "longest waiting first" in by_wait


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=kirei", True),
        ("q=Aoi", True),
        ("q=nobody", False),
        ("verdict=CONDITIONAL", True),
        ("verdict=REVIEW", False),
        ("verdict=nonsense", True),
        ("age=3", False),
        ("state=gone", False),
    ],
)
def test_the_list_is_filtered(desk: Client, finding: Finding, query: str, found: bool) -> None:
    page = text(desk.get(f"/desk/clashes/?{query}"))
    assert (f"/desk/clashes/{finding.public_id}/" in page) == found


def test_the_list_is_filtered_by_talent_brand_and_manager(desk: Client, finding: Finding, sora: User) -> None:
    Talent.objects.filter(pk=finding.talent_id).update(manager=sora)
    other = FindingFactory(talent=TalentFactory(name="Ren", manager=manager()))
    row, another = (f"/desk/clashes/{each.public_id}/" for each in (finding, other))
    brand = finding.one.brand
    for query in (f"talent={finding.talent.public_id}", f"brand={brand.public_id}", f"manager={sora.public_id}"):
        page = text(desk.get(f"/desk/clashes/?{query}"))
        assert (row in page, another in page) == (True, False), query
    assert "No finding matches" in text(desk.get(f"/desk/clashes/?q=nobody&brand={brand.public_id}"))
    Finding.objects.filter(pk=finding.pk).update(raised_at=NOW - timedelta(days=8))
    assert row in text(desk.get("/desk/clashes/?age=7"))


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_same_however_long(desk: Client, many: int) -> None:
    for _ in range(many):
        FindingFactory()
    desk.get("/desk/clashes/")
    with CaptureQueriesContext(connection) as queries:
        desk.get("/desk/clashes/")
    assert len(queries) == 10


def test_the_hold_is_released_from_the_clash(desk: Client, finding: Finding, held: Booking) -> None:
    page = text(desk.get(f"/desk/clashes/{finding.public_id}/"))
    assert "Let Kirei go" in page and f"/desk/bookings/{held.public_id}/release" in page
    assert desk.post(f"/desk/bookings/{held.public_id}/release", {"reason": "Lumeya came first"}).status_code == 302
    finding.refresh_from_db()
    assert finding.state == "gone"
    assert "Let Kirei go" not in text(desk.get(f"/desk/clashes/{finding.public_id}/"))


def test_a_cause_is_told(desk: Client, finding: Finding) -> None:
    Finding.objects.update(cause="Kirei was sold to Mizukage.")
    assert "Kirei was sold to Mizukage." in text(desk.get(f"/desk/clashes/{finding.public_id}/"))
    assert "Kirei was sold to Mizukage." in text(desk.get("/desk/clashes/"))


def test_an_override_takes_two_people(client: Client, finding: Finding, held: Booking, boss: User, sora: User) -> None:
    url = f"/desk/clashes/{finding.public_id}/"
    client.force_login(boss)
    assert "Confirming breaks two contracts" in text(client.get(url))
    assert client.post(f"{url}override", {"reason": "One reel"}).status_code == 302
    made = Decision.objects.get()
    page = text(client.get(url))
    assert "You proposed it. Somebody else confirms it" in page
    assert "Waits for a second" in text(client.get("/desk/clashes/"))
    assert client.post(f"/desk/bookings/{held.public_id}/confirm").status_code == 409
    client.post(f"/desk/overrides/{made.public_id}/second", {"reason": "Me too"})
    assert Decision.objects.get().seconded_at is None

    client.force_login(sora)
    assert "Confirm or decline" in text(client.get("/desk/clashes/"))
    assert "Confirm or decline: Lumeya and Kirei both stand" in text(client.get("/desk/"))
    assert client.post(f"/desk/overrides/{made.public_id}/second", {"reason": "Agreed"}).status_code == 302
    said = "Overridden by Mariko Sato and Sora."
    page = text(client.get(url))
    assert "overridden by Mariko Sato and Sora" in page and "One reel" in page and "Agreed" in page
    assert "Mariko Sato and Sora let this stand, so nothing is stopped by it." in page
    head = page.split("thing-head")[1].split("</header>")[0]
    assert ("Waived" in head, "Blocked" in head) == (True, False)
    contract = finding.one.contract
    for address in (f"/desk/bookings/{held.public_id}/", f"/desk/ambassadors/{contract.public_id}/"):
        assert said in text(client.get(address)), address
    assert client.post(f"/desk/bookings/{held.public_id}/confirm").status_code == 302
    assert "Confirm or decline: Lumeya" not in text(client.get("/desk/"))


def test_an_override_is_declined_or_taken_back(client: Client, finding: Finding, boss: User, sora: User) -> None:
    url = f"/desk/clashes/{finding.public_id}/"
    for who, deed in ((sora, "Decline it"), (boss, "Take it back")):
        made = propose_override(finding=finding, reason="One reel", by=boss, now=NOW)
        client.force_login(who)
        assert deed in text(client.get(url))
        assert client.post(f"/desk/overrides/{made.public_id}/withdraw").status_code == 302
        made.refresh_from_db()
        assert made.withdrawn_by == who
    assert "Proposal to override, off" in text(client.get(url))


def test_a_manager_reads_that_an_owner_proposes(desk: Client, finding: Finding) -> None:
    page = text(desk.get(f"/desk/clashes/{finding.public_id}/"))
    assert "Only owners may propose to let a definite clash stand." in page
    assert desk.post(f"/desk/clashes/{finding.public_id}/override", {"reason": "x"}).status_code == 403


def test_today_shows_no_override_to_those_who_may_not_second(client: Client, finding: Finding, boss: User) -> None:
    propose_override(finding=finding, reason="One reel", by=boss, now=NOW)
    for who in (booker(), boss):
        client.force_login(who)
        assert "Confirm or decline" not in text(client.get("/desk/"))


def test_a_doubt_offers_no_override(client: Client, talent: Talent, soda: Category, boss: User) -> None:
    bind_to_rival(talent, soda)
    campaign = CampaignFactory(name="Vague")
    campaign.brief.categories.clear()
    steps.hold(campaign, talent)
    client.force_login(boss)
    page = text(client.get(f"/desk/clashes/{Finding.objects.get().public_id}/"))
    assert "Let both stand" in page and "Propose override" not in page
