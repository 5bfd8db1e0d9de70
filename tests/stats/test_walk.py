"""Lists that go over pages: where they end, and where they are cut."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from stats.platforms.errors import Kind, PlatformError
from stats.platforms.walk import CutList, walk_back

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@dataclass
class Item:
    ago: int

    @property
    def published_at(self) -> datetime:
        return NOW - timedelta(days=self.ago)


def pages(*told: tuple[list[int], str]):
    """Answers one after the other, each the days ago of its items and the next cursor; and what was asked."""
    asked: list[str] = []

    def ask(cursor: str) -> tuple[list[Item], str]:
        asked.append(cursor)
        ago, after = told[len(asked) - 1]
        return [Item(each) for each in ago], after

    return ask, asked


@pytest.mark.parametrize(
    ("told", "found", "asked", "is_cut"),
    [
        ([([1, 2], "a"), ([3], "")], [1, 2, 3], ["", "a"], False),
        ([([1, 2], "a"), ([3, 99], "b")], [1, 2, 3], ["", "a"], False),
        ([([1], "a"), ([2], "b"), ([3], "c"), ([4], "d")], [1, 2, 3], ["", "a", "b"], False),
        ([([1], "a"), ([2], "a")], [1, 2], ["", "a"], True),
        ([([1], "a"), ([2], "b"), ([1], "a")], [1, 2, 1], ["", "a", "b"], True),
        ([([1], "a"), ([2, 99], "a")], [1, 2], ["", "a"], False),
        ([([1], "a"), ([], "a")], [1], ["", "a"], False),
    ],
    ids=["ends", "old enough", "most pages", "same page", "circle", "circle when old enough", "nothing more"],
)
def test_a_list_that_goes_round_in_a_circle_is_cut_where_it_may_have_older_ones(told, found, asked, is_cut):
    ask, were = pages(*told)
    got = walk_back(ask, 3, NOW - timedelta(days=30))
    assert ([each.ago for each in got], were, isinstance(got, CutList)) == (found, asked, is_cut)


@pytest.mark.parametrize("of_one", [True, False])
def test_what_was_told_before_one_alone_had_enough_is_kept(of_one):
    def ask(cursor: str) -> tuple[list[Item], str]:
        if cursor:
            raise PlatformError(Kind.RATE_LIMITED, "Enough.", NOW, of_one=of_one)
        return [Item(1)], "a"

    if of_one:
        got = walk_back(ask, 3, NOW - timedelta(days=30))
        assert (got, isinstance(got, CutList)) == ([Item(1)], True)
    else:
        with pytest.raises(PlatformError, match="Enough"):
            walk_back(ask, 3, NOW - timedelta(days=30))
