"""A brand that sells by two talents."""

import pytest
from djmoney.money import Money

from sales import actions
from tests.campaigns import steps
from tests.factories import NOW, BrandFactory, CampaignFactory, TalentFactory, booker, talent_user

SHOP = "https://shop.kirei.example/sun?size=s"


@pytest.fixture
def brand(db):
    return BrandFactory(name="Kirei")


@pytest.fixture
def campaign(brand):
    return CampaignFactory(brand=brand, name="Summer sun")


@pytest.fixture
def booking(campaign):
    talent = TalentFactory(name="Aoi")
    talent_user(talent, name="Aoi")
    return steps.book(campaign, talent, price=Money(200_000, "JPY"))


def link(booking, **values):
    said = {"piece": None, "target": SHOP, "utm": False, "label": "", "by": booker(), "now": NOW}
    return actions.make_link(booking=booking, **{**said, **values})


def code(booking, text="AOI10", **values):
    said = {"terms": "10 % off", "first": NOW.date(), "last": None, "by": booker(), "now": NOW}
    return actions.make_code(booking=booking, code=text, **{**said, **values})
