"""The parts of a clause of which there can be several: windows, and what it lets be."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.datastructures import MultiValueDict

from exclusivity.axes import Activity, Channel
from exclusivity.models.clause import TailUnit
from exclusivity.terms import CarveOutTerms, WindowTerms
from portals.desk.plain import DAY

if TYPE_CHECKING:
    from portals.desk.exclusivity.clause.form import ClauseForm

MOST = 12
ANCHORS = [
    ("TERM", "the term"), ("FIRST_POST", "the first post"), ("LAST_POST", "the last post"),
    ("USAGE_END", "the end of the ads"), ("SIGNATURE", "the signature"), ("SHOOT", "the shoot"),
    ("FIXED", "days of its own"),
]  # fmt: skip
ENDS = [("", "the same"), *ANCHORS[:-1]]
UNITS = [*TailUnit.choices, ("HOUR", "hours")]
COUNTS = [("CALENDAR", "whole days"), ("EXACT", "to the hour")]


def _choose(label: str, placeholder: str) -> forms.SelectMultiple:
    return forms.SelectMultiple(attrs={"data-choose": "1", "aria-label": label, "data-placeholder": placeholder})


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its name in buttons, and its fields."""

    name: str
    fields: dict[str, Any]
    fresh: bool = False


class Rows(ABC):
    """`{letter}_count` rows, each with fields `{letter}{n}_{name}`."""

    letter = ""

    def __init__(self, form: "ClauseForm", lands: list[tuple[str, str]]) -> None:
        self.form, self.lands = form, lands
        self.count = counted(form.typed, self.letter)
        form.fields[f"{self.letter}_count"] = forms.IntegerField(
            required=False, widget=forms.HiddenInput, initial=self.count
        )
        for n in range(self.count):
            for name, field in self.blank().items():
                form.fields[f"{self.letter}{n}_{name}"] = field

    @abstractmethod
    def blank(self) -> dict[str, forms.Field]:
        """The fields of one row, empty."""

    def __iter__(self) -> Any:
        for n in range(self.count):
            row = f"{self.letter}{n}"
            yield Line(
                row,
                {name: self.form[f"{row}_{name}"] for name in self.blank()},
                self.form.typed.get(f"{row}_fresh") == "1",
            )

    def __len__(self) -> int:
        return self.count

    @property
    def counter(self) -> Any:
        return self.form[f"{self.letter}_count"]


class Windows(Rows):
    """When it holds, where that is not simply the term."""

    letter = "w"

    def blank(self) -> dict[str, forms.Field]:
        small = {"class": "num"}
        return {
            "anchor": forms.ChoiceField(choices=ANCHORS, label="Counted from"),
            "pre": forms.IntegerField(
                required=False, min_value=0, max_value=3650, label="Before", widget=forms.NumberInput(attrs=small)
            ),
            "to": forms.ChoiceField(required=False, choices=ENDS, label="Counted to"),
            "post": forms.IntegerField(
                required=False, min_value=0, max_value=3650, label="After", widget=forms.NumberInput(attrs=small)
            ),
            "unit": forms.ChoiceField(choices=UNITS, label="Unit"),
            "how": forms.ChoiceField(choices=COUNTS, label="Counted in"),
            "first": forms.DateField(required=False, widget=DAY, label="First day"),
            "last": forms.DateField(required=False, widget=DAY, label="Last day"),
        }

    def clean(self, data: dict[str, Any]) -> None:
        for n in range(self.count):
            first, last = data.get(f"w{n}_first"), data.get(f"w{n}_last")
            if data.get(f"w{n}_anchor") != "FIXED":
                continue
            if not first and f"w{n}_first" not in self.form.errors:
                self.form.add_error(f"w{n}_first", "Say the first day.")
            if first and last and last < first:
                self.form.add_error(f"w{n}_last", "The last day is before the first.")

    def terms(self, data: dict[str, Any]) -> tuple[WindowTerms, ...]:
        found = []
        for n in range(self.count):
            anchor, first, last = (data.get(f"w{n}_{name}") for name in ("anchor", "first", "last"))
            fixed = anchor == "FIXED"
            days = None
            if fixed and first and not (last and last < first):
                days = (first, last + timedelta(days=1) if last else None)
            to = "" if fixed or data.get(f"w{n}_to") == anchor else data.get(f"w{n}_to") or ""
            found.append(
                WindowTerms(
                    anchor or "TERM", data.get(f"w{n}_pre") or 0, data.get(f"w{n}_post") or 0,
                    data.get(f"w{n}_unit") or "DAY", data.get(f"w{n}_how") or "CALENDAR", to, days,
                )
            )  # fmt: skip
        return tuple(found)


class CarveOuts(Rows):
    """What it lets be: whatever fits all that a row says."""

    letter = "c"

    def blank(self) -> dict[str, forms.Field]:
        scene = self.form.scene
        choices: dict[str, tuple[str, str, list[Any]]] = {
            "promises": ("Promises", "Any promise", [(key, name) for key, (_, name) in scene.promises.items()]),
            "brands": ("Brands", "Any brand", [(key, name) for key, (_, name) in scene.brands.items()]),
            "categories": ("Categories", "Any category", scene.categories),
            "activities": ("Kinds of work", "Any kind of work", Activity.choices),
            "channels": ("Channels", "Any channel", Channel.choices),
            "countries": ("Countries", "Any country", self.lands),
        }
        found: dict[str, forms.Field] = {
            name: forms.MultipleChoiceField(
                required=False, choices=options, label=label, widget=_choose(label, placeholder)
            )
            for name, (label, placeholder, options) in choices.items()
        }
        found["before"] = forms.BooleanField(required=False, label="Only what was promised before the signature")
        return found

    def clean(self, data: dict[str, Any]) -> None:
        for n in range(self.count):
            if _says_nothing(self._row(data, n)):
                self.form.add_error(f"c{n}_promises", "Say what it lets be, or take this exception out.")

    def terms(self, data: dict[str, Any]) -> tuple[CarveOutTerms, ...]:
        rows = [self._row(data, n) for n in range(self.count)]
        return tuple(row for row in rows if not _says_nothing(row))

    def _row(self, data: dict[str, Any], n: int) -> CarveOutTerms:
        said = {name: data.get(f"c{n}_{name}") or [] for name in self.blank() if name != "before"}
        scene = self.form.scene
        return CarveOutTerms(
            brand_ids=tuple(sorted(scene.brands[key][0] for key in said["brands"])),
            category_ids=tuple(sorted(int(key) for key in said["categories"])),
            commitment_ids=tuple(sorted(scene.promises[key][0] for key in said["promises"])),
            activities=tuple(sorted(said["activities"])),
            territories=tuple(sorted(said["countries"])) or None,
            channels=tuple(sorted(said["channels"])) or None,
            pre_existing=bool(data.get(f"c{n}_before")),
        )


def _says_nothing(row: CarveOutTerms) -> bool:
    return row == CarveOutTerms()


def counted(typed: MultiValueDict[str, str], letter: str) -> int:
    value = typed.get(f"{letter}_count") or "0"
    return min(MOST, int(value)) if value.isdecimal() else 0


def add_row(typed: MultiValueDict[str, str], letter: str) -> str:
    """One more row at the end; its name."""
    n = counted(typed, letter)
    typed.setlist(f"{letter}_count", [str(min(MOST, n + 1))])
    return f"{letter}{min(MOST - 1, n)}"


def take_row(typed: MultiValueDict[str, str], name: str) -> None:
    """Row `w1` goes; those behind it move up."""
    letter, at = name[:1], name[1:]
    count = counted(typed, letter)
    if letter not in ("w", "c") or not at.isdecimal() or int(at) >= count:
        return
    drop_rows(typed, letter, int(at), count)


def drop_rows(typed: MultiValueDict[str, str], letter: str, at: int, count: int) -> None:
    for n in range(at, count):
        for key in [key for key in typed if key.startswith(f"{letter}{n}_")]:
            del typed[key]
        if n + 1 < count:
            ahead = f"{letter}{n + 1}_"
            for key in [key for key in typed if key.startswith(ahead)]:
                typed.setlist(f"{letter}{n}_{key.removeprefix(ahead)}", typed.getlist(key))
    typed.setlist(f"{letter}_count", [str(count - 1)])
