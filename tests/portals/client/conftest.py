"""A brand with a campaign, a talent who takes part, and a draft that waits for the brand."""

import pytest
from djmoney.money import Money

from accounts.roles import Role
from tests.campaigns import steps
from tests.factories import BrandFactory, CampaignFactory, CategoryFactory, TalentFactory, booker, brand_person
from tests.portals.outside import signed_in, still_clock

__all__ = ["still_clock"]


@pytest.fixture
def soda(db):
    return CategoryFactory(name="Soda", key="test-soda")


@pytest.fixture
def brand(soda):
    return BrandFactory(name="Kirei", categories=[soda])


@pytest.fixture
def petra(brand):
    """The brand's approver."""
    return brand_person(brand, name="Petra Lind", email="petra@kirei.example")


@pytest.fixture
def portal(petra):
    return signed_in(petra)


@pytest.fixture
def reader(brand):
    """The brand's reader, signed in."""
    return signed_in(brand_person(brand, Role.BRAND_READER, name="Ines"))


@pytest.fixture
def stranger(db):
    """Somebody of another brand that has a campaign and a draft of its own."""
    other = BrandFactory(name="Other brand")
    steps.answer(steps.submit(steps.piece(steps.book(CampaignFactory(brand=other)))))
    return signed_in(brand_person(other))


@pytest.fixture
def campaign(brand):
    return CampaignFactory(brand=brand, name="Summer", manager=booker(name="Sora", email="sora@office.example"))


@pytest.fixture
def booking(campaign):
    return steps.book(campaign, TalentFactory(name="Aoi"), price=Money(120_000, "JPY"))


@pytest.fixture
def piece(booking):
    return steps.piece(booking)


@pytest.fixture
def draft(piece, petra):
    """A draft that the office has passed on."""
    draft = steps.submit(piece)
    steps.answer(draft)
    return draft
