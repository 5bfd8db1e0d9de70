"""What a process was loaded with is no business of the collector's."""

import gc

from agency.settled import settle


def test_a_settled_process_searches_only_what_came_later() -> None:
    before = gc.get_freeze_count()
    settle()
    assert gc.get_freeze_count() > max(before, 50_000)
    assert len(gc.get_objects()) < 5_000
