"""Who stands below what, who belongs to whom, who competes."""

from datetime import date

import pytest

from clients.queries import ancestors, company_group, descendants, flat, ownerships_of, rivals, tree
from tests.factories import BrandFactory, CategoryFactory, CompanyFactory, OwnershipFactory, days

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 15)


@pytest.fixture
def market():
    """Drinks ── Beer ── Stout, and Wine beside Beer."""
    drinks = CategoryFactory(name="Drinks")
    beer = CategoryFactory(name="Ale", parent=drinks)
    return {
        "drinks": drinks,
        "beer": beer,
        "stout": CategoryFactory(name="Stout", parent=beer),
        "wine": CategoryFactory(name="Wine", parent=drinks),
    }


def test_descendants_include_themselves_and_take_one_query(market, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = descendants([market["beer"].pk, market["wine"].pk])
    assert found == {market["beer"].pk, market["stout"].pk, market["wine"].pk}


def test_descendants_of_nothing_ask_nobody(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert descendants([]) == set()


def test_ancestors_come_from_the_top(market):
    assert ancestors(market["stout"].pk) == [market["drinks"], market["beer"]]


def test_tree_counts_brands_and_leaves_out_the_archived(market, django_assert_num_queries, now):
    from tests.factories import somebody

    BrandFactory(categories=[market["beer"], market["wine"]])
    BrandFactory(categories=[market["beer"]], archived_at=now, archived_by=somebody())
    market["wine"].archived_at, market["wine"].archived_by = now, somebody()
    market["wine"].save()
    with django_assert_num_queries(2):
        nodes = tree()
    drinks = next(node for node in nodes if node.category == market["drinks"])
    lines = [(n.category.name, n.depth, n.brands) for n in flat([drinks])]
    assert lines == [("Drinks", 0, 0), ("Ale", 1, 1), ("Stout", 2, 0)]
    with_archived = next(node for node in tree(archived=True) if node.category == market["drinks"])
    assert [n.category.name for n in flat([with_archived])] == ["Drinks", "Ale", "Stout", "Wine"]


def test_company_group_joins_owners_sisters_and_owned_ones_of_the_day():
    parent, sister, one, owned, stranger = CompanyFactory.create_batch(5)
    OwnershipFactory(parent=parent, child=one)
    OwnershipFactory(parent=parent, child=sister)
    OwnershipFactory(parent=one, child=owned)
    OwnershipFactory(parent=stranger, child=CompanyFactory())
    assert company_group(one.pk, DAY) == {parent.pk, sister.pk, one.pk, owned.pk}


@pytest.mark.parametrize(
    ("day", "tied"), [("2026-03-31", False), ("2026-04-01", True), ("2026-04-30", True), ("2026-05-01", False)]
)
def test_company_group_counts_the_first_day_and_not_the_day_of_the_end(day, tied):
    tie = OwnershipFactory(period=days("2026-04-01", "2026-05-01"))
    both = {tie.parent_id, tie.child_id}
    assert company_group(tie.child_id, date.fromisoformat(day)) == (both if tied else {tie.child_id})


def test_rivals_share_a_branch_and_belong_to_another_group(market):
    own = CompanyFactory()
    brand = BrandFactory(company=own, categories=[market["beer"]])
    above = BrandFactory(name="A above", categories=[market["drinks"]])
    same = BrandFactory(name="B same", categories=[market["beer"]])
    below = BrandFactory(name="C below", categories=[market["stout"]])
    BrandFactory(name="D beside", categories=[market["wine"]])
    BrandFactory(name="E nothing")
    BrandFactory(name="F same house", company=own, categories=[market["beer"]])
    sold = BrandFactory(name="G bought", categories=[market["beer"]])
    OwnershipFactory(parent=own, child=sold.company, period=days("2026-04-01"))
    assert list(rivals(brand, DAY)) == [above, same, below]
    assert list(rivals(brand, date(2026, 3, 31))) == [above, same, below, sold]


def test_rivals_of_a_brand_without_categories_are_unknown(market):
    BrandFactory(categories=[market["beer"]])
    assert list(rivals(BrandFactory(), DAY)) == []


def test_rivals_leave_out_the_archived_and_name_each_once(market, now):
    from tests.factories import somebody

    brand = BrandFactory(categories=[market["beer"], market["wine"]])
    twice = BrandFactory(categories=[market["beer"], market["wine"]])
    BrandFactory(categories=[market["beer"]], archived_at=now, archived_by=somebody())
    assert list(rivals(brand, DAY)) == [twice]


@pytest.mark.parametrize("count", [1, 3])
def test_rivals_take_the_same_queries_for_any_number(market, count, django_assert_num_queries):
    brand = BrandFactory(categories=[market["beer"]])
    BrandFactory.create_batch(count, categories=[market["beer"]])
    with django_assert_num_queries(5):
        assert [(b.company.name, len(b.categories.all())) for b in rivals(brand, DAY)] != []


def test_ownerships_of_a_company_come_latest_first_from_both_sides():
    company = CompanyFactory()
    old = OwnershipFactory(child=company, period=days("2020-01-01", "2021-01-01"))
    new = OwnershipFactory(parent=company, period=days("2024-01-01"))
    OwnershipFactory()
    assert list(ownerships_of(company)) == [new, old]
