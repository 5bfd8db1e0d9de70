"""The longest tests begin first, and each process has its own."""

from collections import Counter

import pytest

from tests.turns import ROWS, in_turns
from tools.places import ROOT

OTHERS = [f"tests/lib/test_{n}.py" for n in range(20)]


def run_of(files: list[str], processes: int) -> list[str]:
    return in_turns(files, str, processes)


def stretches(ordered: list[str], processes: int) -> list[list[str]]:
    """As xdist deals them out."""
    left, dealt = list(ordered), []
    for number in range(processes):
        length = len(left) // (processes - number)
        dealt.append(left[:length])
        del left[:length]
    return dealt


def test_each_file_of_a_row_is_there() -> None:
    assert [file for row in ROWS for file in row if not (ROOT / file).is_file()] == []


@pytest.mark.parametrize("processes", [1, 2, 3, 4])
def test_each_stretch_begins_with_its_rows_and_no_test_is_lost_or_doubled(processes: int) -> None:
    every = [file for row in ROWS for file in row] * 2 + OTHERS * 3
    ordered = run_of(every, processes)
    assert Counter(ordered) == Counter(every)
    for number, stretch in enumerate(stretches(ordered, processes)):
        own = [file for row in ROWS[number::processes] for file in row for _ in range(2)]
        assert stretch[: len(own)] == own
        assert stretch[len(own) :] == [file for file in stretch if file in OTHERS]


def test_the_others_keep_their_order() -> None:
    ordered = run_of([*OTHERS[:9], ROWS[0][0], *OTHERS[9:]], 3)
    assert (ordered[0], [file for file in ordered if file in OTHERS]) == (ROWS[0][0], OTHERS)


def test_a_run_of_a_few_that_are_all_long_is_whole_too() -> None:
    every = [ROWS[2][0]] * 5 + [ROWS[0][1]]
    assert Counter(run_of(every, 3)) == Counter(every)
