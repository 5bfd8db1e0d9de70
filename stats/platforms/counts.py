"""Counts as the platforms write them."""

from typing import Any

MOST = 2**63 - 1


def count(value: Any) -> int | None:
    """A number, or a string of one; a missing one is unknown, never zero. Raises `TypeError` or `ValueError`."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise TypeError(value)
    number = int(value)
    if not 0 <= number <= MOST:
        raise ValueError(value)
    return number


def line(value: Any, longest: int = 200) -> str:
    """A name or a title as it may be stored."""
    return str(value or "").replace("\0", "")[:longest]
