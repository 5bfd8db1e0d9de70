"""The world that two promises stand in: the market's tree, who owns whom, who is in which act."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from exclusivity.rules.facts import Days
from exclusivity.rules.values import Value


def within(day: date, days: Days) -> bool:
    """Whether half-open days hold a day."""
    return (days[0] is None or days[0] <= day) and (days[1] is None or day < days[1])


@dataclass(frozen=True, slots=True)
class BrandFacts:
    name: str
    company: int
    categories: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Owned:
    """`parent` owns `child` on half-open days."""

    child: int
    parent: int
    days: Days


@dataclass(frozen=True, slots=True)
class Membership:
    """`member` is in `act` on half-open days."""

    act: int
    member: int
    days: Days


@dataclass(slots=True)
class OfficeFacts:
    """Look-ups by id. `trades` says in which categories a company is in business; one that is missing is unknown.

    `counting` is how the office reads a clause that is silent on an activity, where it differs from R12.
    """

    parents: dict[int, int | None] = field(default_factory=dict)
    brands: dict[int, BrandFacts] = field(default_factory=dict)
    trades: dict[int, frozenset[int]] = field(default_factory=dict)
    owned: tuple[Owned, ...] = ()
    memberships: tuple[Membership, ...] = ()
    clashing: tuple[tuple[int, int], ...] = ()
    families: dict[str, frozenset[int]] = field(default_factory=dict)
    category_names: dict[int, str] = field(default_factory=dict)
    company_names: dict[int, str] = field(default_factory=dict)
    talent_names: dict[int, str] = field(default_factory=dict)
    channel_names: dict[str, str] = field(default_factory=dict)
    activity_names: dict[str, str] = field(default_factory=dict)
    counting: dict[str, Value] = field(default_factory=dict)
    _children: dict[int | None, list[int]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _reached: dict[tuple[int, date | None, bool], set[int]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _below: dict[frozenset[int], frozenset[int]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _sisters: dict[tuple[int, date | None], frozenset[int]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def above(self, category: int) -> set[int]:
        """The strict ancestors of a category."""
        found: set[int] = set()
        parent = self.parents.get(category)
        while parent is not None and parent not in found:
            found.add(parent)
            parent = self.parents.get(parent)
        return found

    def below(self, categories: Iterable[int]) -> frozenset[int]:
        """Categories with everything below them."""
        roots = frozenset(categories)
        if not roots:
            return roots
        if roots not in self._below:
            self._below[roots] = self._walk_down(roots)
        return self._below[roots]

    def _walk_down(self, roots: frozenset[int]) -> frozenset[int]:
        if not self._children:
            for category, parent in self.parents.items():
                self._children.setdefault(parent, []).append(category)
        found, todo = set(roots), list(roots)
        while todo:
            fresh = [child for child in self._children.get(todo.pop(), ()) if child not in found]
            found.update(fresh)
            todo.extend(fresh)
        return frozenset(found)

    def group(self, company: int, day: date | None) -> set[int]:
        """All companies tied to one by ownership on a day, itself included; None: on any day."""
        return self._reach(company, day, upwards=True)

    def sisters(self, company: int, day: date | None) -> frozenset[int]:
        """The brands of all companies of its group on a day, its own included."""
        key = (company, day)
        if key not in self._sisters:
            group = self.group(company, day)
            self._sisters[key] = frozenset(brand for brand, facts in self.brands.items() if facts.company in group)
        return self._sisters[key]

    def holdings(self, company: int, day: date | None) -> set[int]:
        """A company and those that it owns on a day, at any depth."""
        return self._reach(company, day, upwards=False)

    def _reach(self, company: int, day: date | None, *, upwards: bool) -> set[int]:
        key = (company, day, upwards)
        if key not in self._reached:
            self._reached[key] = self._walk(company, day, upwards=upwards)
        return set(self._reached[key])

    def _walk(self, company: int, day: date | None, *, upwards: bool) -> set[int]:
        found, todo = {company}, [company]
        edges = [edge for edge in self.owned if day is None or within(day, edge.days)]
        while todo:
            here = todo.pop()
            near = {edge.child for edge in edges if edge.parent == here}
            if upwards:
                near |= {edge.parent for edge in edges if edge.child == here}
            todo.extend(near - found)
            found |= near
        return found

    def ownership_changes(self, companies: Iterable[int]) -> set[date]:
        """Days on which the groups of these companies change."""
        reach: set[int] = set()
        for company in companies:
            reach |= self.group(company, None)
        edges = [edge for edge in self.owned if edge.child in reach]
        return {day for edge in edges for day in edge.days if day is not None}
