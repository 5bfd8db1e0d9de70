"""How long a use is agreed for: days, months, for good, or not at all."""

from campaigns.usage import Length, length_of


def test_nothing_is_the_same_in_whatever_unit():
    assert [length_of(None, unit) for unit in ("day", "month", None)] == [Length(0, "day")] * 3
    assert length_of(2, "month") == Length(2, "month")
    assert bool(length_of(None, "ever"))
