"""The lines of a brand's own brief: how many of what, where, and when each goes live. Kept as JSON with the brief."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from campaigns.rules import WantedLine, day_words
from exclusivity.axes import Channel
from talent.models.wishes import DeliverableKind

DAYS = ("live_on", "live_until")


def lines_json(lines: Iterable[WantedLine]) -> list[dict[str, Any]]:
    """As `lines_from` reads them. A brand says neither the day of a draft nor a fee by the piece."""
    return [
        {
            "kind": str(line.kind), "channel": str(line.channel), "count": line.count,
            **{name: day.isoformat() for name in DAYS if (day := getattr(line, name)) is not None},
        }
        for line in lines
    ]  # fmt: skip


def lines_from(rows: Iterable[dict[str, Any]]) -> tuple[WantedLine, ...]:
    """The lines that were kept."""
    return tuple(
        WantedLine(
            row["kind"], row["channel"], row["count"], live_on=_day(row, "live_on"), live_until=_day(row, "live_until")
        )
        for row in rows
    )


def _day(row: dict[str, Any], name: str) -> date | None:
    return date.fromisoformat(row[name]) if name in row else None


def line_words(line: WantedLine) -> str:
    """`2 × Reel on Instagram, live 3 May 2026 to 9 May 2026`."""
    said = f"{line.count} × {DeliverableKind(line.kind).label} on {Channel(line.channel).label}"
    days = list(dict.fromkeys(day_words(day) for name in DAYS if (day := getattr(line, name)) is not None))
    return f"{said}, live {' to '.join(days)}" if days else said
