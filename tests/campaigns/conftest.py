"""An office in Tokyo, a brand with a category, a campaign that is open."""

import pytest

from talent.models import TierScheme
from tests.factories import (
    BrandFactory,
    CampaignFactory,
    CategoryFactory,
    TalentFactory,
    TierSchemeFactory,
    booker,
    brand_person,
    talent_user,
)


@pytest.fixture
def by(db):
    return booker(name="Sora")


@pytest.fixture
def soda(db):
    return CategoryFactory(name="Soda", key="test-soda")


@pytest.fixture
def brand(soda):
    return BrandFactory(name="Kirei", categories=[soda])


@pytest.fixture
def approver(brand):
    return brand_person(brand, name="Petra", email="petra@kirei.example")


@pytest.fixture
def campaign(brand, by):
    return CampaignFactory(brand=brand, name="Summer", manager=by)


@pytest.fixture
def talent(db):
    talent = TalentFactory(name="Aoi", followers=12_000)
    talent_user(talent, name="Aoi", email="aoi@talents.example")
    return talent


@pytest.fixture
def aoi(talent):
    """Aoi's own user."""
    return talent.access.get().user


@pytest.fixture
def tiers(db):
    """Nano, and micro from 10,000."""
    TierScheme.objects.update(in_use=False)
    return TierSchemeFactory(in_use=True, bounds=[(0, "Nano"), (10_000, "Micro")])
