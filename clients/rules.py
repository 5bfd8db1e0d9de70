"""Pure functions over the market's tree and over who owns whom."""

from collections import defaultdict
from collections.abc import Iterable, Mapping


def below(roots: Iterable[int], parents: Mapping[int, int | None]) -> set[int]:
    """The roots and everything under them. `parents` maps each category to the one above it, None at the top."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for child, parent in parents.items():
        children[parent].append(child)
    found: set[int] = set()
    waiting = [root for root in roots if root in parents]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += children[one]
    return found


def above(one: int, parents: Mapping[int, int | None]) -> list[int]:
    """What stands over a category, from the top down, without itself."""
    path: list[int] = []
    parent = parents.get(one)
    while parent is not None and parent not in path:
        path.append(parent)
        parent = parents.get(parent)
    return path[::-1]


def branch(one: int, parents: Mapping[int, int | None]) -> set[int]:
    """A category with all above and all below it: two brands compete where one's category is in the other's branch."""
    return {one, *above(one, parents), *below([one], parents)}


def tied(one: int, ties: Iterable[tuple[int, int]]) -> set[int]:
    """Everybody connected with `one`, over any number of ties, whichever way they point."""
    sides: dict[int, set[int]] = defaultdict(set)
    for left, right in ties:
        sides[left].add(right)
        sides[right].add(left)
    found, waiting = {one}, [one]
    while waiting:
        new = sides[waiting.pop()] - found
        found |= new
        waiting += new
    return found


def reachable(one: int, ties: Iterable[tuple[int, int]]) -> set[int]:
    """Whom `one` owns, directly or through others. `ties` are pairs of owner and owned."""
    owns: dict[int, set[int]] = defaultdict(set)
    for owner, owned in ties:
        owns[owner].add(owned)
    found: set[int] = set()
    waiting = [one]
    while waiting:
        new = owns[waiting.pop()] - found
        found |= new
        waiting += new
    return found
