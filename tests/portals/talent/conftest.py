"""Aoi, an open project, and a place in another."""

import pytest
from djmoney.money import Money

from accounts.roles import Role
from tests.campaigns import steps
from tests.factories import BrandFactory, CampaignFactory, CategoryFactory, TalentFactory, booker, talent_user
from tests.portals.outside import signed_in, still_clock

__all__ = ["still_clock"]


@pytest.fixture
def soda(db):
    return CategoryFactory(name="Soda", key="test-soda")


@pytest.fixture
def brand(soda):
    return BrandFactory(name="Kirei", categories=[soda])


@pytest.fixture
def talent(db):
    return TalentFactory(name="Aoi Tanaka", followers=12_000)


@pytest.fixture
def aoi(talent):
    """The talent's own user."""
    return talent_user(talent, name="Aoi", email="aoi@talents.example")


@pytest.fixture
def portal(aoi):
    return signed_in(aoi)


@pytest.fixture
def guardian(talent, aoi):
    """Somebody who stands beside the talent, signed in."""
    return signed_in(talent_user(talent, Role.GUARDIAN, name="Mother"))


@pytest.fixture
def stranger(db):
    """Another talent with an application and a piece of their own."""
    other = TalentFactory(name="Other talent")
    user = talent_user(other)
    steps.apply(talent=other)
    steps.piece(steps.book(talent=other))
    return signed_in(user)


@pytest.fixture
def campaign(brand):
    """An open call that pays 120,000 yen, of which the talent receives 96,000."""
    return CampaignFactory(brand=brand, name="Summer", manager=booker(name="Sora"))


@pytest.fixture
def booking(talent, aoi):
    """A place in another brand's campaign."""
    other = CampaignFactory(brand=BrandFactory(name="Nordlund"), name="Two cities", brief__label="#ad")
    return steps.book(other, talent, price=Money(200_000, "JPY"))


@pytest.fixture
def piece(booking):
    return steps.piece(booking)
