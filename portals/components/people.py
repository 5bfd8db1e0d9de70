"""People are round, brands square: a portrait, a drawn stand-in or initials; a logo or a letter."""

import hashlib
import re
from functools import lru_cache
from typing import Any

from django.core import signing
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from lib.faces import drawn
from portals.components.closed import one_of
from portals.components.markup import escape, format_html

SIZES = (16, 20, 24, 28, 32, 40, 56)
TINTS, MARKS = 8, 12
DRAWN = "drawn/"  # a portrait named drawn/<seed> is no file but a stand-in
PICTURES = signing.Signer(salt="portals.pictures")
SILENT = mark_safe('aria-hidden="true"')
_HEX = re.compile(r"#[0-9A-Fa-f]{6}\Z")


def initials(name: str) -> str:
    """One or two letters: Daichi Okabe is DO, 백유나 is 백."""
    words = [word for word in re.split(r"[\s\-]+", name.strip()) if word and word[0].isalnum()]
    if not words:
        return "?"
    first, last = words[0][0], words[-1][0] if len(words) > 1 else ""
    return (first + last).upper() if first.isascii() or first.isalpha() and first.upper() != first.lower() else first


def _number(name: str, of: int) -> int:
    return hashlib.sha256(name.encode()).digest()[0] % of


@lru_cache(maxsize=256)
def ink_on(tint: str) -> str:
    """The ink that reads better on a ground given as #RRGGBB, by WCAG's relative luminance."""
    channels = [int(tint[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b
    return "#FFFFFF" if 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.0600 else "#1D1B18"


def _file_url(file: Any) -> str:
    """The address of a stored picture, or "" where there is none."""
    if not file or str(file).startswith(DRAWN):
        return ""
    if isinstance(file, FieldFile):
        return reverse("picture", args=[picture_key(str(file.name))])
    return str(getattr(file, "url", file))


def stored(model: type[Model], name: str, path: str) -> Any:
    """What a model's field gives for the path of a picture that was read without the model."""
    field: Any = model._meta.get_field(name)
    return field.attr_class(None, field, path) if path and not path.startswith(DRAWN) else path


def picture_key(name: str) -> str:
    """What stands for a stored picture in its address, the same on every page: nobody guesses another."""
    return PICTURES.sign_object(name)


def _spoken(words: str) -> SafeString:
    return format_html('role="img" aria-label="{}"', words)


def _letters(part: str, text: str, tint: str, size: int, name: str, *, labelled: bool) -> SafeString:
    """Letters on a ground. Put together by hand, since lists draw a hundred: `tint` is a checked #RRGGBB."""
    title = escape(name)
    spoken = f'role="img" aria-label="{title}"><title>{title}</title>' if labelled else 'aria-hidden="true">'
    return mark_safe(
        f'<svg class="{part} size-{size}" viewBox="0 0 40 40" {spoken}'
        f'<rect width="40" height="40" fill="{tint}"/><text x="20" y="20.5" text-anchor="middle" '
        f'dominant-baseline="central" font-size="{22 if len(text) == 1 else 16}" font-weight="600" '
        f'fill="{ink_on(tint)}">{escape(text)}</text></svg>'
    )


def face(person: Any = None, *, name: str = "", tint: str = "", size: int = 24, labelled: bool = False) -> SafeString:
    """A person, round. `person` has `.name` and may have `.portrait` and `.tint`; or give `name` and `tint` (#RRGGBB).
    Beside the written name it is decoration; alone, `labelled=True` gives it words.
    """
    one_of("face", "size", size, SIZES)
    name = name or str(getattr(person, "name", "") or person or "?")
    portrait = getattr(person, "portrait", None)
    words = name if labelled else ""
    if url := _file_url(portrait):
        return format_html(
            '<img class="face size-{0}" src="{1}" width="{0}" height="{0}" alt="{2}" loading="lazy">', size, url, words
        )
    spoken = _spoken(name) if labelled else SILENT
    if portrait and str(portrait).startswith(DRAWN):
        picture = mark_safe(drawn(str(portrait).removeprefix(DRAWN)))
        return format_html('<svg class="face size-{}" viewBox="0 0 40 40" {}>{}</svg>', size, spoken, picture)
    tint = tint or str(getattr(person, "tint", "") or "")
    if tint and _HEX.match(tint):
        return _letters("face", initials(name), tint, size, name, labelled=labelled)
    return format_html(
        '<span class="face size-{} tint-{}" {}>{}</span>', size, _number(name, TINTS), spoken, initials(name)
    )


def mark(brand: Any = None, *, name: str = "", tint: str = "", size: int = 24, labelled: bool = False) -> SafeString:
    """A brand, square: its logo, or its first letter on its tint. `brand` has `.name` and may have `.logo`, `.tint`."""
    one_of("mark", "size", size, SIZES)
    name = name or str(getattr(brand, "name", "") or brand or "?")
    if url := _file_url(getattr(brand, "logo", None)):
        return format_html(
            '<img class="mark size-{0}" src="{1}" width="{0}" height="{0}" alt="{2}" loading="lazy">',
            size, url, name if labelled else "",
        )  # fmt: skip
    tint = tint or str(getattr(brand, "tint", "") or "")
    letter = initials(name)[0]
    if tint and _HEX.match(tint):
        return _letters("mark", letter, tint, size, name, labelled=labelled)
    spoken = _spoken(name) if labelled else SILENT
    return format_html('<span class="mark size-{} mark-{}" {}>{}</span>', size, _number(name, MARKS), spoken, letter)
