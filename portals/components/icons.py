"""Icons: symbols of one sprite, in the colour of their text."""

import re
from functools import cache, lru_cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.safestring import SafeString

from portals.components.closed import one_of
from portals.components.markup import format_html

SPRITE = "vendor/tabler-icons/sprite.svg"
SIZES = (12, 14, 16, 20, 24, 32)


@cache
def names() -> frozenset[str]:
    """The icons in the sprite (`tools/icons.txt` lists them)."""
    path = Path(__file__).parents[2] / "static" / SPRITE
    return frozenset(re.findall(r'<symbol id="([^"]+)"', path.read_text()))


@lru_cache(maxsize=1024)
def icon(name: str, *, size: int = 16, label: str = "") -> SafeString:
    """An icon; hidden from screen readers unless it carries a `label` because it stands alone."""
    if name not in names():
        one_of("icon", "name", name, sorted(names()))
    one_of("icon", "size", size, SIZES)
    if label:
        return format_html(
            '<svg class="i" width="{0}" height="{0}" role="img" aria-label="{1}"><use href="{2}#{3}"/></svg>',
            size, label, static(SPRITE), name,
        )  # fmt: skip
    return format_html(
        '<svg class="i" width="{0}" height="{0}" aria-hidden="true"><use href="{1}#{2}"/></svg>',
        size, static(SPRITE), name,
    )  # fmt: skip
