"""Verdicts: one colour, one icon, one word everywhere. Clients and talents never see them."""

from typing import Any

from django.utils.safestring import SafeString

from portals.components.closed import one_of
from portals.components.icons import icon
from portals.components.markup import format_html

VERDICTS = {
    "CLEAR": ("clear", "Clear", "circle-check"),
    "ADVISORY": ("advisory", "Advisory", "info-square"),
    "WAIVED": ("waived", "Waived", "rubber-stamp"),
    "REVIEW": ("review", "Review", "help-hexagon"),
    "CONDITIONAL": ("conditional", "Conditional", "alert-triangle"),
    "BLOCK": ("blocked", "Blocked", "octagon-minus"),
    "BREACH_SUSPECTED": ("breach", "Suspected breach", "flag-exclamation"),
}


def verdict(value: Any, *, form: str = "badge", size: str = "") -> SafeString:
    """A verdict for staff. `value` is its key in any case, or an enum member whose value or name is the key.
    `form` is badge, or bare as the head of a group; `size` is "" or large.
    """
    key = str(getattr(value, "name", value)).upper()
    if key not in VERDICTS:
        key = str(getattr(value, "value", value)).upper()
    one_of("verdict", "value", key, VERDICTS)
    one_of("verdict", "form", form, ("badge", "bare"))
    one_of("verdict", "size", size, ("", "large"))
    kind, word, sign = VERDICTS[key]
    classes = " ".join(filter(None, ("verdict", kind, "bare" if form == "bare" else "", size)))
    return format_html('<span class="{}">{}{}</span>', classes, icon(sign, size=16 if size else 14), word)


def outside_verdict(possible: bool, *, you: bool = False) -> SafeString:
    """What clients and talents read: possible or not, never why. `you` speaks to the talent."""
    one_of("outside_verdict", "possible", possible, (True, False))
    whom = " for you" if you else ""
    if possible:
        return format_html(
            '<span class="outside-verdict possible">{}Possible{} in this period</span>', icon("circle-check"), whom
        )
    return format_html('<span class="outside-verdict">{}Not possible{} in this period</span>', icon("circle-x"), whom)
