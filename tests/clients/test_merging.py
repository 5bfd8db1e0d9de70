"""Two brands that turn out to be one."""

import pytest
from django.db import IntegrityError, transaction

from clients.actions import add_name, archive_brand, merge_brands, restore_brand
from clients.models import Brand
from lib.refusals import Refused
from outbox.models import Job
from tests.factories import (
    AmbassadorContractFactory,
    BrandFactory,
    CampaignFactory,
    CategoryFactory,
    ContactFactory,
    booker,
    brand_person,
    reader,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return booker()


@pytest.fixture
def kept():
    return BrandFactory(name="Kaskad", categories=[CategoryFactory(name="Soda")])


@pytest.fixture
def gone():
    return BrandFactory(name="Kaskade", categories=[CategoryFactory(name="Water")])


def test_merge_brands_takes_names_people_and_categories_along(kept, gone, by, now):
    for brand in (kept, gone):
        add_name(brand=brand, kind="hashtag", value="kaskad", by=by, now=now)
    add_name(brand=gone, kind="alias", value="Kaskade Wasser", by=by, now=now)
    contact = ContactFactory(brand=gone)
    both, one = brand_person(kept), brand_person(gone)
    gone.members.create(user=both, created_at=now, created_by=by)
    merge_brands(kept=kept, gone=gone, by=by, now=now)
    contact.refresh_from_db()
    assert sorted(kept.names.values_list("value", flat=True)) == ["Kaskade", "Kaskade Wasser", "kaskad"]
    assert contact.brand == kept
    assert set(kept.members.values_list("user", flat=True)) == {both.pk, one.pk}
    assert sorted(kept.categories.values_list("name", flat=True)) == ["Soda", "Water"]
    assert (gone.names.count(), gone.members.count()) == (0, 0)


def test_merge_brands_takes_campaigns_and_contracts_along(kept, gone, by, now):
    campaign, contract = CampaignFactory(brand=gone), AmbassadorContractFactory(brand=gone)
    merge_brands(kept=kept, gone=gone, by=by, now=now)
    for row in (campaign, contract):
        row.refresh_from_db()
        assert row.brand == kept


def test_merge_brands_archives_the_other_for_good(kept, gone, by, now):
    merge_brands(kept=kept, gone=gone, by=by, now=now)
    gone.refresh_from_db()
    assert (gone.merged_into, gone.archived_at, gone.archived_by) == (kept, now, by)
    with pytest.raises(Refused, match="Kaskade was merged into Kaskad."):
        restore_brand(brand=gone, by=by, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Brand.objects.filter(pk=gone.pk).update(archived_at=None, archived_by=None)


def test_merge_brands_tells_in_the_same_transaction(kept, gone, by, now):
    merge_brands(kept=kept, gone=gone, by=by, now=now)
    job = Job.objects.get(kind="clients.market_changed")
    assert job.args["cause"] == "Kaskade and Kaskad turned out to be one brand on 15 Apr 2026."
    assert job.args["brands"] == sorted([kept.pk, gone.pk])


def test_merge_brands_is_refused_where_it_makes_no_sense(kept, gone, by, now):
    with pytest.raises(Refused, match="Choose two brands."):
        merge_brands(kept=kept, gone=kept, by=by, now=now)
    with pytest.raises(Refused) as refused:
        merge_brands(kept=kept, gone=gone, by=reader(), now=now)
    assert refused.value.denied.code == "role:edit_clients"
    third = BrandFactory(name="Third")
    archive_brand(brand=third, by=by, now=now)
    with pytest.raises(Refused, match="Third is archived. Restore it first."):
        merge_brands(kept=third, gone=gone, by=by, now=now)
    merge_brands(kept=kept, gone=gone, by=by, now=now)
    with pytest.raises(Refused, match="Kaskade was merged into Kaskad already."):
        merge_brands(kept=kept, gone=gone, by=by, now=now)
