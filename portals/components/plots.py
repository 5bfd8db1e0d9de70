"""Small drawings in a row: sparkline, engagement band. SVG without style attributes."""

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from portals.components.markup import escape, format_html

WIDTH, HEIGHT = 48, 18
WIDE = 320, 72


def sparkline(values: Sequence[Any], *, label: str = "", wide: bool = False) -> SafeString:
    """At most 24 points of a curve, the last one marked. Gaps (None) are left out; less than two points is empty.

    `wide` fills its column.
    """
    width, height = WIDE if wide else (WIDTH, HEIGHT)
    points = [float(v) for v in values if v is not None]
    if len(points) > 24:
        points = [points[round(i * (len(points) - 1) / 23)] for i in range(24)]
    if len(points) < 2:
        return mark_safe("")
    low, high = min(points), max(points)
    span = high - low or 1
    # A flat curve is drawn in the middle; otherwise the range fills the height with a margin for the dot.
    xy = [
        (
            2 + i * (width - 5) / (len(points) - 1),
            height / 2 if high == low else height - 3 - (p - low) / span * (height - 6),
        )
        for i, p in enumerate(points)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in xy)
    spoken = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return mark_safe(  # numbers, and one label that is escaped
        f'<svg class="sparkline{" wide" if wide else ""}" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" {spoken}><polyline points="{line}"/>'
        f'<circle cx="{xy[-1][0]:.1f}" cy="{xy[-1][1]:.1f}" r="1.8"/></svg>'
    )


def band(value: Any, *, low: Any, high: Any, top: Any, label: str = "") -> SafeString:
    """Where `value` stands on a scale from 0 to `top`, whose middle half is `low` to `high`: ai inside, ink outside."""
    if value is None or not top:
        return mark_safe("")

    def at(number: Any) -> float:
        return max(0.0, min(1.0, float(number) / float(top))) * WIDTH

    inside = " inside" if float(low) <= float(value) <= float(high) else ""
    spoken: SafeString = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="band-plot" width="{0}" height="14" viewBox="0 0 {0} 14" {1}><line x1="0" y1="7" x2="{0}" y2="7"/>'
        '<rect class="middle" x="{2}" y="4" width="{3}" height="6" rx="1"/>'
        '<rect class="at{4}" x="{5}" y="1" width="2" height="12" rx="1"/></svg>',
        WIDTH, spoken, f"{at(low):.1f}", f"{max(at(high) - at(low), 1):.1f}", inside,
        f"{min(at(value), WIDTH - 2):.1f}",
    )  # fmt: skip
