"""Each list asks the database as often for three rows as for one; how often stands here, page by page."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns import actions
from campaigns.models import Booking, Campaign, Thread
from tests.campaigns import steps
from tests.campaigns.test_gifts import accept, offer
from tests.factories import NOW, AmbassadorContractFactory, CampaignFactory, TalentFactory, brand_person, manager

pytestmark = pytest.mark.django_db


class World:
    """One brand with its campaign, a talent in it, and somebody at each of the three portals."""

    def __init__(self) -> None:
        self.sora = manager(name="Sora")
        self.campaign = CampaignFactory(name="Summer", manager=self.sora, brief__places=20)
        self.brand = self.campaign.brand
        self.petra = brand_person(self.brand, name="Petra")
        self.booking = steps.book(self.campaign, TalentFactory(name="Aoi"))
        steps.piece(self.booking)
        self.aoi = self.booking.talent.access.get().user
        self.number = 0

    def title(self) -> str:
        self.number += 1
        return f"No. {self.number}"


def publish(world: World) -> None:
    booking = Booking.objects.get(pk=steps.hold(world.campaign, TalentFactory()).pk)
    booking = actions.confirm_booking(booking=booking, by=world.sora, now=NOW)
    piece = steps.piece(booking)
    said = {"caption": "#PR", "label": "#PR", "link": "", "note": ""}
    draft = actions.submit_draft(deliverable=piece, by=world.sora, now=NOW, **said)
    steps.answer(draft, by=world.sora)
    steps.answer(draft, "client", by=world.petra)
    url = f"https://www.instagram.com/p/{booking.public_id}/"
    actions.give_post_address(deliverable=piece, url=url, by=world.sora, now=NOW)


def reported(world: World) -> None:
    campaign = CampaignFactory(brand=world.brand, manager=world.sora, brief__places=1)
    steps.book(campaign)
    Campaign.objects.filter(pk=campaign.pk).update(state="reporting")


def thread(audience: str) -> Callable[[World], Any]:
    def begin(world: World) -> None:
        talent = world.booking.talent if audience == Thread.Audience.TALENT else None
        actions.open_thread(
            campaign=world.campaign, audience=audience, title=world.title(), text="Hello", talent=talent, by=world.sora,
            now=NOW,
        )  # fmt: skip

    return begin


def letter(world: World) -> None:
    actions.write_outreach(
        talents=[TalentFactory(email=f"a{world.title()[4:]}@talents.example")], campaign=None, template=None,
        subject="News", body="Hello {talent}", expected=None, by=world.sora, now=NOW,
    )  # fmt: skip


def template(world: World) -> None:
    actions.add_letter_template(name=world.title(), subject="News", body="Hello {talent}", by=world.sora, now=NOW)


def gift(world: World) -> None:
    accept(offer(world.booking.talent, world.brand, product=world.title(), shipped_from="brand"))


def contract(world: World) -> None:
    AmbassadorContractFactory(brand=world.brand)


def colleague(world: World) -> None:
    brand_person(world.brand)
    manager()


LISTS: dict[str, tuple[str, Callable[[World], Any], int]] = {
    "desk:results": ("sora", reported, 5),
    "desk:campaign-results": ("sora", publish, 26),
    "desk:campaign-work": ("sora", publish, 12),
    "desk:campaign-threads": ("sora", thread("talent"), 8),
    "desk:threads": ("sora", thread("talent"), 4),
    "desk:outreach-list": ("sora", letter, 5),
    "desk:letter-templates": ("sora", template, 5),
    "desk:gifts": ("sora", gift, 6),
    "desk:ambassadors": ("sora", contract, 9),
    "desk:people": ("sora", colleague, 7),
    "client:results": ("petra", publish, 21),
    "client:threads": ("petra", thread("brand"), 7),
    "client:gifts": ("petra", gift, 7),
    "client:ambassadors": ("petra", contract, 7),
    "client:colleagues": ("petra", colleague, 7),
    "talent:threads": ("aoi", thread("talent"), 7),
    "talent:gifts": ("aoi", gift, 7),
}
OF_CAMPAIGN = ("desk:campaign-results", "desk:campaign-work", "desk:campaign-threads", "client:results")


@pytest.mark.parametrize("name", LISTS)
def test_list_asks_as_often_for_three_rows_as_for_one(client: Client, name: str) -> None:
    who, add, queries = LISTS[name]
    with time_machine.travel(NOW, tick=False):
        world = World()
        client.force_login(getattr(world, who))
        url = reverse(name, args=[world.campaign.public_id] if name in OF_CAMPAIGN else [])
        add(world)
        client.get(url)  # what is kept for the process is asked for once
        asked = [_count(client, url)]
        add(world)
        add(world)
        asked.append(_count(client, url))
    assert asked == [queries, queries]


def _count(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
