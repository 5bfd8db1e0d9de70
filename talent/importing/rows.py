"""From a line of a file to what it says about a talent."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import ftfy
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from lib.parse_figures import FigureError, parse_count, parse_percent
from talent.handles import address_of, looks_like_address, platform_named, read_place
from talent.importing.columns import COUNTS, FIELDS, parted
from talent.importing.places import country_code, language_tags
from talent.models import Platform

BLANK = frozenset({"", "-", "--", "–", "—", "ー", "?", "nan", "n/a", "#n/a", "null", "none", "<na>", "nat"})
MOST_FOLLOWERS = 10_000_000_000


class Bad(Exception):
    """A row that cannot go in; `str()` says why."""


@dataclass(slots=True)
class Row:
    """What a line says. `refusal` says why it cannot go in, `remarks` what was read in another way than written.

    Of several accounts in a line the first stands here, and `others` are rows with nothing but an account.
    """

    number: int
    name: str = ""
    platform: str = ""
    handle: str = ""
    url: str = ""
    external_id: str = ""
    figures: dict[str, Any] = field(default_factory=dict)
    is_rounded: bool = False
    country: str = ""
    languages: list[str] = field(default_factory=list)
    genres: list[str] = field(default_factory=list)
    email: str = ""
    phone: str = ""
    notes: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    refusal: str = ""
    others: list["Row"] = field(default_factory=list)

    @property
    def accounts(self) -> list["Row"]:
        """The line's accounts, each with its figures."""
        return [row for row in (self, *self.others) if row.handle]

    @property
    def platforms(self) -> set[str]:
        """Where the line has accounts."""
        return {row.platform for row in self.accounts}

    @property
    def account_key(self) -> tuple[str, str] | None:
        """Platform and handle as they are compared, None for a row without an account."""
        return (self.platform, self.handle.lower()) if self.handle else None

    @property
    def shown_name(self) -> str:
        """The talent's name, or the handle where the file gives none."""
        return self.name or self.handle

    def facts(self) -> tuple[Any, ...]:
        """Everything but the number: two rows with the same facts say the same."""
        return (
            self.name,
            self.account_key,
            self.url.lower(),
            tuple(sorted(self.figures.items())),
            self.country,
            self.languages,
            self.genres,
            self.email,
            self.phone,
            self.notes,
            *(other.facts() for other in self.others),
        )


def repair(text: str) -> str:
    """Text that was decoded wrongly on its way, as it was; other text untouched."""
    if text.isascii() or not ftfy.badness.is_bad(text):
        return text
    return ftfy.fix_encoding(text)


def read_rows(
    lines: Iterable[tuple[int, list[str]]], headings: Sequence[str], mapping: Mapping[str, str], platform: str
) -> list[Row]:
    """What these lines say. `platform` is meant where neither a column nor an address names one."""
    return [_read(number, line, headings, mapping, platform) for number, line in lines]


def _read(number: int, line: Sequence[str], headings: Sequence[str], mapping: Mapping[str, str], platform: str) -> Row:
    row = Row(number)
    cells: dict[str, list[str]] = {}
    try:
        if any(cell.strip() for cell in line[len(headings) :]):
            raise Bad(
                f"The row has {len(line)} cells under {len(headings)} headings. A text with a delimiter needs quotes."
            )
        cells = _cells(row, line, headings, mapping)
        _figures(row, cells)
        _account(row, cells, platform)
        _accounts_of_platforms(row, cells)
        _facts(row, cells)
        if not row.shown_name:
            raise Bad("The row names nobody: it has no handle, no address and no name.")
        if row.figures and not row.handle:
            raise Bad("The row has figures, and no account that they belong to.")
    except Bad as bad:
        row.refusal = str(bad)
        row.name = row.name or next(
            (text for name in ("name", "handle", "url") if (text := _first(cells, name)[:120])), ""
        )
    return row


def _accounts_of_platforms(row: Row, cells: Mapping[str, list[str]]) -> None:
    """The accounts that have columns of their own, in the order of the columns."""
    for platform in dict.fromkeys(parted(name)[1] for name in cells):
        if not platform:
            continue
        label = Platform(platform).label
        own = {parted(name)[0]: texts for name, texts in cells.items() if parted(name)[1] == platform}
        other = Row(row.number)
        try:
            _figures(other, own)
            _account(other, {**own, "platform": [platform]}, platform)
        except Bad as bad:
            raise Bad(f"{label}: {bad}") from bad
        if other.handle and other.account_key in [each.account_key for each in row.accounts]:
            continue
        if other.handle:
            row.remarks += [f"{label}: {remark}" for remark in other.remarks]
            row.others.append(other)
        elif any(other.figures.values()):
            row.remarks.append(f"{label}: the figures are left out, for no handle stands beside them.")
    if not row.handle and row.others:
        _lead(row, row.others.pop(0))


def _lead(row: Row, first: Row) -> None:
    """Without an account that all columns are about, the first of a platform stands in the row."""
    for name in ("platform", "handle", "url", "external_id", "figures", "is_rounded"):
        setattr(row, name, getattr(first, name))
    row.name = row.name or first.name


def _cells(row: Row, line: Sequence[str], headings: Sequence[str], mapping: Mapping[str, str]) -> dict[str, list[str]]:
    """Field to its texts, in the order of the columns."""
    cells: dict[str, list[str]] = {}
    notes = [heading for heading in headings if mapping.get(heading) == "notes"]
    for heading, written in zip(headings, line, strict=False):
        name = mapping.get(heading, "")
        if not name:
            continue
        text = _clean(written)
        if text.casefold() in BLANK:
            continue
        repaired = repair(text)
        if repaired != text:
            row.remarks.append(f"{text[:60]} was decoded wrongly and is read as {repaired[:60]}.")
        if name == "notes" and len(notes) > 1:
            repaired = f"{heading}: {repaired}"
        cells.setdefault(name, []).append(repaired)
    return cells


def _clean(text: str) -> str:
    if text.isprintable():
        return text.strip()
    kept = "".join(c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs") else " " for c in text)
    return kept.replace("\ufeff", "").strip()


def _first(cells: Mapping[str, list[str]], name: str) -> str:
    return " ".join(cells[name][0].split()) if cells.get(name) else ""


def _figures(row: Row, cells: Mapping[str, list[str]]) -> None:
    read: dict[str, int | Decimal] = {}
    try:
        for name in COUNTS:
            count = parse_count(_first(cells, name))
            if count.value is None:
                continue
            read[name] = count.value
            if name == "followers":
                row.is_rounded = count.is_rounded
        name = "engagement_rate"
        rate = parse_percent(_first(cells, name))
    except FigureError as error:
        raise Bad(f"{FIELDS[name]}: {error}") from error
    if read.get("followers", 0) > MOST_FOLLOWERS:
        raise Bad(f"Followers: {_first(cells, 'followers')} is more than there are people.")
    likes = read.pop("recent_likes", None)
    if rate is not None and likes == 0:
        # A rate without a single like on the posts that it is about was never measured.
        row.remarks.append("The engagement rate is left unknown: nobody measured likes on new posts.")
    elif rate is not None:
        read["engagement_rate"] = rate
    row.figures = read


def _account(row: Row, cells: Mapping[str, list[str]], platform: str) -> None:
    written, address, named = _first(cells, "handle"), _first(cells, "url"), _first(cells, "platform")
    if named:
        row.platform = platform_named(named)
        if not row.platform:
            raise Bad(f"{named[:60]} is not a platform that we know.")
    if address and not looks_like_address(address):
        raise Bad(f"{address[:60]} is not the address of an account.")
    by_handle, by_address = read_place(written), read_place(address)
    if written and by_handle is None:
        raise Bad(f"{written[:60]} is not a handle.")
    if address and by_address is None:
        raise Bad(f"{address[:60]} is not the address of an account.")
    if by_handle and by_address and (" " in by_handle.handle):  # the channel's title, beside its address
        row.name = row.name or written
        by_handle = None
    place = by_handle or by_address
    if place is None:
        row.platform = ""
        return
    told = (by_handle.platform if by_handle else "") or (by_address.platform if by_address else "")
    if by_address and by_address.platform == Platform.BLOG and by_handle and not by_handle.platform:
        told = ""  # an own site beside the handle says nothing about the platform
    if told and row.platform and told != row.platform and told != Platform.BLOG:
        raise Bad(f"The address is on {Platform(told).label}, the row says {Platform(row.platform).label}.")
    row.platform = row.platform or told or platform
    row.handle = place.handle
    if " " in row.handle:
        row.remarks.append(f"{row.handle} stands where the handle should. It is kept as written; look it up.")
    row.external_id = place.external_id or (by_address.external_id if by_address else "")
    row.url = (by_handle.url if by_handle else "") or (by_address.url if by_address else "")
    row.url = row.url or address_of(row.platform, row.handle)
    if len(row.url) > 200:
        row.url = address_of(row.platform, row.handle)


def _facts(row: Row, cells: Mapping[str, list[str]]) -> None:
    row.name = _first(cells, "name") or row.name
    for label, text, most in (("Name", row.name, 120), ("Phone", _first(cells, "phone"), 40)):
        if len(text) > most:
            raise Bad(f"{label}: more than {most} characters.")
    row.phone = _first(cells, "phone")
    row.notes = [note for note in cells.get("notes", ()) if note]
    if country := _first(cells, "country"):
        row.country = country_code(country)
        if not row.country:
            _unread(row, "Country", country)
    if languages := "; ".join(cells.get("language", ())):
        tags, unknown = language_tags(languages)
        row.languages = list(tags)
        if unknown:
            _unread(row, "Language", ", ".join(unknown))
    for genre in re.split(r"[,;/|、，]", "; ".join(cells.get("genre", ()))):
        genre = " ".join(genre.split())
        if len(genre) > 60:
            raise Bad("Genre: more than 60 characters.")
        if genre and genre.casefold() not in map(str.casefold, row.genres):
            row.genres.append(genre)
    if email := _first(cells, "email"):
        try:
            validate_email(email.removeprefix("mailto:"))
            row.email = email.removeprefix("mailto:")
        except ValidationError:
            _unread(row, "E-mail", email)


def _unread(row: Row, label: str, text: str) -> None:
    """Keep what the roster has no place for, so that nothing is lost."""
    row.remarks.append(f"{label}: {text[:60]} cannot be read. It is kept in the notes.")
    row.notes.append(f"{label} as in the file: {text}")
