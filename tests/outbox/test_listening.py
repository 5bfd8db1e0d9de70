"""When a worker that takes nothing is deaf, and when it has reason to take nothing."""

import pytest

from outbox.listening import Ear


def deaf(*looks: tuple[bool, int, bool], every: float = 30.0) -> list[bool]:
    """The answer at each look, half a minute apart: whether messages wait, how many were taken, whether a task runs."""
    ear = Ear(patience=60, busy=360)
    return [
        ear.is_deaf(waiting=waiting, taken=taken, runs=runs, now=number * every)
        for number, (waiting, taken, runs) in enumerate(looks)
    ]


def test_deaf_is_who_takes_nothing_for_a_minute_while_messages_wait() -> None:
    assert deaf((True, 7, False), (True, 7, False), (True, 7, False)) == [False, False, True]


@pytest.mark.parametrize("between", [(True, 8, False), (False, 7, False)], ids=["taken", "empty"])
def test_each_message_that_is_taken_and_each_empty_queue_begins_the_minute_anew(between) -> None:
    last = (True, between[1], False)
    assert deaf((True, 7, False), (True, 7, False), between, last, last) == [False, False, False, False, True]


def test_while_tasks_run_those_that_wait_may_wait_for_them() -> None:
    looks = [(True, 7, True)] * 13
    assert deaf(*looks) == [False] * 12 + [True], "but not longer than a task may take"
