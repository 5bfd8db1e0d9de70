"""A booker, and files as offices have them."""

import pytest

from talent.actions import apply_import, start_import
from tests.factories import booker as make_booker


@pytest.fixture
def booker(db):
    return make_booker()


@pytest.fixture
def bring_in(booker, now):
    """Import a text (or bytes) at once; answers the finished import."""

    def run(content, *, filename="roster.csv", **options):
        raw = content.encode() if isinstance(content, str) else content
        started = start_import(filename=filename, content=raw, by=booker, now=options.pop("now", now), **options)
        return apply_import(roster_import=started, by=booker, now=now)

    return run
