"""What talents sold: the brand's to read, theirs only where the office allows it."""

from tests.doors import table_client, table_talent
from tests.factories import office
from tests.portals.outside import still_clock
from tests.portals.selling import SOLD
from tests.portals.test_sentinels import forms, visits, world, written

__all__ = ["still_clock", "world"]


def test_talents_read_what_they_sold_only_where_the_office_allows_it(world):
    assert written(visits(world, world.user, table_talent.ROWS), forms(SOLD)) == set()
    office(talents_see_sales=True)
    rows = {"talent:piece": table_talent.ROWS["talent:piece"]}
    assert written(visits(world, world.user, rows), {"654,321"}) == {("talent:piece", "654,321")}
    brands = visits(world, world.client, table_client.ROWS)
    assert {name for name, _ in written(brands, forms(SOLD))} >= {"client:results", "client:shop"}
