"""Whoever meddles with the boxes in plain SQL is found out, and `rebuild_boxes` puts them right."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from exclusivity.actions import bind, differences
from exclusivity.models import Box
from tests.factories import TalentFactory

pytestmark = pytest.mark.django_db

CLAIM, PRESENCE = "side = 1", "side = 0"
COLUMNS = (
    "side, talent_id, commitment_id, clause_id, exposure_id, binding, period, markets, brands, commitments, "
    "territories, channels, activities"
)
ALTERED = {
    "period": "tstzrange(lower(period), upper(period) - interval '1 day')",
    "period with its last instant": "tstzrange(lower(period), upper(period), '[]')",
    "period without its first instant": "tstzrange(lower(period), upper(period), '()')",
    "period of nothing": "'empty'",
    "markets": "markets + '{[999999,1000000)}'",
    "brands": "'{}'",
    "commitments": "commitments + int8multirange(int8range(commitment_id, commitment_id + 1)) + '{[0,2)}'",
    "territories": "territories - '{[1,)}'",
    "channels": "channels - '{[1,3)}' + '{[90,91)}'",
    "activities": "activities - (SELECT int8multirange(int8range(lower(activities), lower(activities) + 1)))",
    "binding": "NOT binding",
}


@pytest.fixture
def kept(market):
    """A promise that binds, a booking elsewhere that binds, and a hold."""
    signed = market.ambassador(territories=("JP",), territory_basis="TARGETED", channels=("instagram", "youtube"))
    bind(commitment=signed, by=market.by, now=market.now)
    there = market.booking(market.shows(date(2026, 6, 10), date(2026, 6, 11), territories=("DE",)))
    bind(commitment=there, by=market.by, now=market.now)
    market.booking()
    assert checked() == "The boxes are as the facts say.\n"
    return signed


def plainly(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.rowcount


def checked() -> str:
    out = StringIO()
    try:
        call_command("rebuild_boxes", check=True, stdout=out)
    except SystemExit as exit:
        assert exit.code == 1
    return out.getvalue()


def put_right() -> None:
    call_command("rebuild_boxes", stdout=StringIO())
    assert checked() == "The boxes are as the facts say.\n"


@pytest.mark.parametrize("side", [CLAIM, PRESENCE])
@pytest.mark.parametrize("axis", ALTERED)
def test_a_box_that_was_altered_is_found(kept, axis, side):
    column = axis.split()[0]
    changed = plainly(
        f"UPDATE exclusivity_box SET {column} = {ALTERED[axis]} WHERE {side} AND commitment_id = "
        f"(SELECT min(commitment_id) FROM exclusivity_box WHERE {side}) AND {column} <> {ALTERED[axis]}"
    )
    found = checked()
    assert (changed, found.count("Commitment")) in [(1, 1), (0, 0)]
    if changed:
        assert "1 missing, 1 too many" in found
    put_right()


def test_alterations_do_change_something(kept):
    """So that the test above does not pass for want of a change."""
    for axis, value in ALTERED.items():
        column = axis.split()[0]
        assert plainly(f"UPDATE exclusivity_box SET id = id WHERE {column} <> {value}") > 0, axis


@pytest.mark.parametrize("side", [CLAIM, PRESENCE])
def test_a_box_that_was_deleted_is_found(kept, side):
    assert plainly(f"DELETE FROM exclusivity_box WHERE {side}") > 0
    assert "missing, 0 too many" in checked()
    put_right()


def test_a_box_that_was_added_twice_is_found(kept):
    plainly(f"INSERT INTO exclusivity_box ({COLUMNS}) SELECT {COLUMNS} FROM exclusivity_box WHERE {CLAIM}")
    assert checked() == f"Commitment {kept.pk}: 0 missing, 1 too many\n1 differ\n"
    put_right()
    assert Box.objects.filter(commitment=kept).count() == 1


def test_a_box_for_somebody_else_is_found(kept, market):
    plainly(f"UPDATE exclusivity_box SET talent_id = {TalentFactory().pk} WHERE {CLAIM}")
    assert checked() == f"Commitment {kept.pk}: 1 missing, 1 too many\n1 differ\n"
    put_right()


def test_a_box_of_what_is_void_is_found(kept):
    plainly(f"UPDATE exclusivity_commitment SET status = 'void' WHERE id = {kept.pk}")
    assert [(one.commitment_id, one.missing, one.surplus) for one in differences()] == [(kept.pk, 0, 1)]
    put_right()
    assert not Box.objects.filter(commitment=kept).exists()
