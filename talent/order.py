"""The orders in which the roster stands.

Unknown comes last either way. Most orders are read from an index; those that stand group after group are read a group
at a time (`Groups`), for PostgreSQL would sort all of them for any page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Count, F, Func, IntegerField, OrderBy, Q, QuerySet, Value
from django.db.models.functions import Collate, NullIf

from lib.countries import countries, languages
from talent.models import Talent

DEFAULT_SORT = "-followers"
BANDS = ("low", "below", "average", "above", "high")  # `stats.models.Band`, the lowest first
LARGEST = (F("followers").desc(nulls_last=True), F("id").asc())
FIGURES = {
    "followers": "followers", "engagement": "engagement_rate", "growth": "growth_30", "growth_7": "growth_7",
    "growth_90": "growth_90", "signals": "signals",
    "figures": "measured_at",
}  # fmt: skip
SORTS: dict[str, tuple[OrderBy, ...]] = {
    "name": (F("name").asc(), F("id").asc()),
    "-name": (F("name").desc(), F("id").desc()),
    "created": (F("created_at").asc(), F("id").asc()),
    "-created": (F("created_at").desc(), F("id").desc()),
}
for _key, _field in FIGURES.items():
    SORTS[_key] = (F(_field).asc(nulls_last=True), F("id").desc())
    SORTS[f"-{_key}"] = (F(_field).desc(nulls_last=True), F("id").asc())
# Among those of one kind the largest come first. Where a kind has no names, its values are in their own order.
KINDS = {
    "country": ("country", lambda: (*countries(),)), "language": ("main_language", lambda: (*languages(),)),
    "platform": ("main_platform", tuple), "genre": ("main_genre", tuple), "band": ("band", lambda: BANDS),
}  # fmt: skip


def order_of(sort: Any) -> tuple[OrderBy, ...] | None:
    """By a key of `SORTS`, or of `KINDS` with or without a minus; None for anything else."""
    if sort in SORTS:
        return SORTS[sort]
    if groups := groups_of(sort):
        return (OrderBy(groups.place, descending=groups.turned, nulls_last=True), *LARGEST)
    return None


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a list that stand together: which, how many, and their order."""

    which: Q
    count: int
    order: tuple[OrderBy, ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """An order that stands group after group: by kind, or from the smallest figure on with the unknown after it."""

    field: str
    names: tuple[str, ...] = ()
    turned: bool = False
    is_figure: bool = False

    @property
    def place(self) -> Any:
        """Of a kind, for `order_by`: null where none is said."""
        if not self.names:
            return NullIf(Collate(F(self.field), "C"), Value(""))  # as Python sorts
        names = Value([*self.names], ArrayField(CharField()))
        return Func(names, F(self.field), function="array_position", output_field=IntegerField())

    def counted(self, people: QuerySet[Talent]) -> list[tuple[Any, int]]:
        """How many of these people there are of each value of the field; of a figure, how many there are of whom it is
        known (True) and not (False). One query.
        """
        if not self.is_figure:
            return list(people.order_by().values_list(self.field).annotate(count=Count("*")))
        told = people.order_by().aggregate(all=Count("*"), known=Count(self.field))
        return [(True, told["known"]), (False, told["all"] - told["known"])]

    def parts(self, counted: Iterable[tuple[Any, int]]) -> list[Part]:
        """The groups in their order."""
        if self.is_figure:
            # Nulls first, though there are none: so it is the index, read backwards.
            order = (F(self.field).asc(nulls_first=True), F("id").desc())
            return [Part(Q((f"{self.field}__isnull", not known)), count, order) for known, count in counted]
        known: list[tuple[Any, str, int]] = []
        unknown: list[tuple[None, str, int]] = []
        places = {name: place for place, name in enumerate(self.names)}
        for value, count in counted:
            place = places.get(value) if self.names else value or None
            if place is None:
                unknown.append((place, value, count))
            else:
                known.append((place, value, count))
        known.sort(reverse=self.turned)
        found = [Part(Q((self.field, value)), count, LARGEST) for _, value, count in known]
        if unknown:
            which = Q((f"{self.field}__in", [value for _, value, _ in unknown]))
            found.append(Part(which, sum(count for *_, count in unknown), LARGEST))
        return found


@lru_cache(maxsize=64)  # anybody may write anything into an address
def groups_of(sort: Any) -> Groups | None:
    """None where an index has the order, or nobody knows it."""
    if sort in FIGURES:
        return Groups(FIGURES[sort], is_figure=True)
    key = str(sort).removeprefix("-")
    if key not in KINDS:
        return None
    field, names = KINDS[key]
    return Groups(field, names(), turned=key != sort)


def cut(people: QuerySet[Talent, Any], parts: Sequence[Part], first: int, after: int) -> list[Any]:
    """The rows of a list from one place to before another: of the first group by itself, for it may be long; of the
    others together. Two queries, mostly one.
    """
    asked = []
    for part in parts:
        if first < part.count and after > 0:
            asked.append((part, max(0, first), min(part.count, after)))
        first, after = first - part.count, after - part.count
    if not asked:
        return []
    (part, begin, end), *others = asked
    found = list(people.filter(part.which).order_by(*part.order)[begin:end])
    if others:
        which = Q()
        for other, *_ in others:
            which |= other.which
        found += people.filter(which)[: sum(end for *_, end in others)]
    return found
