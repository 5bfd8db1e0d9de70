"""Page by page through what was published, of which each page names the next one."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Protocol

from stats.platforms.errors import PlatformError


class Published(Protocol):
    @property
    def published_at(self) -> datetime: ...


class PatchyList[T](list[T]):
    """What was told, of which some may be left out however young it is: of the kinds in `patchy`."""

    patchy: Collection[str] = ()


class CutList[T](PatchyList[T]):
    """What was told, the newest first, before whose end the platform had enough or went round in a circle: there may
    be older ones.
    """


def walk_back[T: Published](ask: Callable[[str], tuple[Sequence[T], str]], most: int, since: datetime) -> list[T]:
    """What was published since then, on `most` pages at the most.

    `ask` brings the page at a cursor, the first one at an empty cursor, and the cursor to the next, empty at the end.
    Raises what it raises, but that this one alone has had enough after it told of some.
    """
    found: list[T] = []
    cursor, seen = "", {""}
    for _ in range(most):
        try:
            page, cursor = ask(cursor)
        except PlatformError as error:
            if found and error.of_one:
                return CutList(found)
            raise
        young = [each for each in page if each.published_at >= since]
        found += young
        if not cursor or len(young) < len(page):
            break
        if cursor in seen:
            return CutList(found) if page else found  # one that brings nothing may name itself at the end
        seen.add(cursor)
    return found


def as_cut[T](made: Iterable[T], *of: Sequence[object]) -> list[T]:
    """What was made of these lists, cut where one of them is."""
    return CutList(made) if any(isinstance(each, CutList) for each in of) else list(made)


def as_patchy[T](made: list[T], kind: str) -> PatchyList[T]:
    """The same list, which leaves out some of that kind."""
    patchy = made if isinstance(made, PatchyList) else PatchyList(made)
    patchy.patchy = (*patchy.patchy, kind)
    return patchy
