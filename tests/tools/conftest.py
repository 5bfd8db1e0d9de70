"""A directory for servers of a test's own."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def office_dir() -> Iterator[Path]:
    """In the place of `.local`: reachable by PostgreSQL's own user, which pytest's directories are not."""
    place = Path(tempfile.mkdtemp(prefix="jimusho-"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place, ignore_errors=True)
