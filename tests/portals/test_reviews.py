"""Times in films as people write them."""

from decimal import Decimal

import pytest

from portals.reviews import seconds_of


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("0:12", 12), ("1:05", 65), ("65", 65), ("1:00:01", 3601), ("0:01.5", Decimal("1.5")), ("soon", None), ("", None)],
)
def test_a_time_is_read_as_it_is_written(text, seconds):
    assert seconds_of(text) == seconds
