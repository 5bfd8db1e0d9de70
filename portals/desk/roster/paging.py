"""The pages of a roster that is too long to be counted, or sorted, for each of them."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

from lib.among import among
from talent.models import Talent
from talent.order import Part, cut
from talent.queries import ALIKE

COUNTED = 1_000  # talents


class Alike(Paginator):
    """Pages of those whose words are only like a word that nobody has: of at most `ALIKE`, for to compare all takes
    longer than the page, and nobody looks for a slip there. Where a guess finds more, it is of any so many.

    `found` are the ids of these people, one more than `ALIKE` at most, where the caller knows them.
    """

    def __init__(
        self,
        people: QuerySet[Talent, Any],
        per_page: int,
        everybody: QuerySet[Talent],
        *,
        is_guess: bool,
        found: Sequence[int] | None = None,
    ) -> None:
        if found is None:
            found = list(everybody.order_by().values_list("pk", flat=True)[: ALIKE + 1])
        self.has_more = len(found) > ALIKE
        found = found[:ALIKE]
        super().__init__(people if self.has_more and not is_guess else people.filter(pk__in=among(found)), per_page)
        self.count = len(found)


class Begun(Paginator):
    """Pages of those whom filters leave of a large roster. To count them takes longer than their page: more than
    `COUNTED` are counted only `whole`, and for a page behind so many.
    """

    def __init__(
        self, people: QuerySet[Talent, Any], per_page: int, everybody: QuerySet[Talent], *, whole: bool
    ) -> None:
        super().__init__(people, per_page)
        self.everybody, self.whole = everybody, whole

    @cached_property
    def count(self) -> int:
        return self.everybody.count() if self.whole else self.everybody.order_by()[: COUNTED + 1].count()

    @property
    def at_least(self) -> int | None:
        """How many there are for certain, where they were not counted to the end."""
        return COUNTED if not self.whole and self.count > COUNTED else None

    def validate_number(self, number: Any) -> int:
        try:
            number = int(number)
        except (TypeError, ValueError):
            number = 1
        if number == 1:  # there is a first page however many there are
            return 1
        self.whole = self.whole or number * self.per_page > COUNTED
        return super().validate_number(number)

    def page(self, number: Any) -> Page:
        number = self.validate_number(number)
        if number > 1 or self.whole:
            return super().page(number)
        people = list(self.object_list[: self.per_page + 1])
        if len(people) <= self.per_page:
            self.count = len(people)
        return Page(people[: self.per_page], number, self)


class Grouped(Paginator):
    """Pages of a long list that stands group after group."""

    def __init__(self, people: QuerySet[Talent, Any], per_page: int, parts: Sequence[Part]) -> None:
        super().__init__(people, per_page)
        self.parts = parts

    @cached_property
    def count(self) -> int:
        return sum(part.count for part in self.parts)

    def page(self, number: Any) -> Page:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        return Page(cut(self.object_list, self.parts, first, first + self.per_page), number, self)
