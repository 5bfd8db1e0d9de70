"""Windows and carve-outs as the plain values that a frozen version keeps."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from exclusivity.terms import CarveOutTerms, Days, WindowTerms


def plain_windows(windows: Iterable[WindowTerms]) -> list[dict[str, Any]]:
    return [{**asdict(one), "days": _told(one.days)} for one in windows]


def windows_of(stored: Iterable[dict[str, Any]]) -> tuple[WindowTerms, ...]:
    return tuple(WindowTerms(**{**one, "days": _days(one.get("days"))}) for one in stored)


def plain_carve_outs(outs: Iterable[CarveOutTerms]) -> list[dict[str, Any]]:
    """Lists where the terms have tuples, without what is not said."""
    return [{name: list(v) if isinstance(v, tuple) else v for name, v in asdict(one).items() if v} for one in outs]


def carve_outs_of(stored: Iterable[dict[str, Any]]) -> tuple[CarveOutTerms, ...]:
    return tuple(CarveOutTerms(**_tuples(one)) for one in stored)


def _tuples(one: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in one.items()}


def _told(days: Days | None) -> list[str | None] | None:
    return None if days is None else [day.isoformat() if day is not None else None for day in days]


def _days(told: list[str | None] | None) -> Days | None:
    if told is None:
        return None
    first, after = (date.fromisoformat(day) if day is not None else None for day in told)
    return first, after
