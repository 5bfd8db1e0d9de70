"""The desk on the day of the factories, with a brand, a campaign and a talent."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from campaigns.models import Campaign
from clients.models import Brand, Category
from talent.models import Talent
from tests.factories import NOW, BrandFactory, CampaignFactory, CategoryFactory, TalentFactory, manager, talent_user


@pytest.fixture
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sora(db: None) -> User:
    return manager(name="Sora")


@pytest.fixture
def desk(client: Client, sora: User) -> Client:
    client.force_login(sora)
    return client


@pytest.fixture
def soda(db: None) -> Category:
    return CategoryFactory(name="Soda", key="test-soda")


@pytest.fixture
def brand(soda: Category) -> Brand:
    return BrandFactory(name="Kirei", categories=[soda])


@pytest.fixture
def campaign(brand: Brand, sora: User) -> Campaign:
    return CampaignFactory(brand=brand, name="Summer", manager=sora)


@pytest.fixture
def talent(db: None) -> Talent:
    talent = TalentFactory(name="Aoi", followers=12_000)
    talent_user(talent, name="Aoi", email="aoi@talents.example")
    return talent
