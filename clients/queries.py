"""Reads over the market and the groups: who stands below what, who belongs to whom, who competes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from clients import rules
from clients.models import Brand, Category, Company, Ownership


@dataclass(slots=True)
class Node:
    """A category with what stands below it, by name. `brands` counts those of the node itself, not of its children."""

    category: Category
    depth: int
    brands: int = 0
    children: list["Node"] = field(default_factory=list)


def parents() -> dict[int, int | None]:
    """The whole tree in one query: each category's id to its parent's."""
    return dict(Category.objects.order_by().values_list("pk", "parent_id"))


def descendants(ids: Iterable[int]) -> set[int]:
    """Ids of the categories and of everything below them. Archived ones too: what they say still holds. One query."""
    wanted = set(ids)
    return rules.below(wanted, parents()) if wanted else set()


def ancestors(category_id: int) -> list[Category]:
    """What stands over a category, from the top down, without itself. Two queries."""
    path = rules.above(category_id, parents())
    found = Category.objects.in_bulk(path)
    return [found[pk] for pk in path]


def tree(*, archived: bool = False) -> list[Node]:
    """The market from the top, each level by name, with the count of brands at each node. Two queries."""
    counts: dict[int, int] = defaultdict(int)
    for category_id in Brand.categories.through.objects.filter(brand__archived_at=None).values_list(
        "category_id", flat=True
    ):
        counts[category_id] += 1
    by_parent: dict[int | None, list[Category]] = defaultdict(list)
    kept = Category.objects.all() if archived else Category.objects.filter(archived_at=None)
    for category in kept:
        by_parent[category.parent_id].append(category)

    def level(parent: int | None, depth: int) -> list[Node]:
        return [
            Node(category, depth, counts[category.pk], level(category.pk, depth + 1)) for category in by_parent[parent]
        ]

    return level(None, 0)


def flat(nodes: Iterable[Node]) -> list[Node]:
    """The same tree as lines, each above what stands below it; `depth` is the indent."""
    lines: list[Node] = []
    for node in nodes:
        lines += [node, *flat(node.children)]
    return lines


def company_group(company_id: int, on: date) -> set[int]:
    """Ids of all companies that ownership ties to this one on that day: itself, owners, sisters, owned ones."""
    ties = Ownership.objects.filter(period__contains=on).values_list("parent_id", "child_id")
    return rules.tied(company_id, ties)


def rivals(brand: Brand, on: date | None = None) -> QuerySet[Brand]:
    """Brands of other groups with a category on the same branch as one of this brand's, by name.

    Beer and Drinks are on one branch, Beer and Wine are not. Without categories nobody is known to be a rival.
    """
    day = on or timezone.localdate()
    up = parents()
    market = {pk for own in brand.categories.values_list("pk", flat=True) for pk in rules.branch(own, up)}
    return (
        Brand.objects.filter(
            archived_at=None, pk__in=Brand.categories.through.objects.filter(category__in=market).values("brand")
        )
        .exclude(company__in=company_group(brand.company_id, day))
        .exclude(pk=brand.pk)
        .select_related("company")
        .prefetch_related("categories")
    )


def owners_of(company: Company, on: date) -> QuerySet[Ownership]:
    """Who owns the company that day."""
    return company.owned_by.filter(period__contains=on).select_related("parent")


def ownerships_of(company: Company) -> QuerySet[Ownership]:
    """All ties of a company, past and to come, the latest first."""
    return (
        (Ownership.objects.filter(child=company) | Ownership.objects.filter(parent=company))
        .select_related("child", "parent")
        .order_by("-period", "pk")
    )
