"""What PostgreSQL has planned outlives a test, as it outlives a request in an office.

psycopg forgets its prepared statements at each ROLLBACK, since what they read may have been made in what is undone.
Each test ends with one, and each would have the same questions planned again; nothing that they read is made in a test.
"""

import re
from collections.abc import Sequence
from typing import Any

from psycopg._preparing import PrepareManager

CHANGES = re.compile(rb"(?:DROP|ALTER|DISCARD ALL|DEALLOCATE ALL)\b").match
forget = PrepareManager.clear


def discards(kept: PrepareManager, prep: Any, results: Sequence[Any]) -> bool:
    """In place of psycopg's own, for which a ROLLBACK is such a change too."""
    return any(CHANGES(result.command_status or b"") for result in results) and forget(kept)


def install() -> None:
    """From here on, for every connection of this process. Beside the questions it counts all that tests write."""
    PrepareManager.prepared_max = 1_000
    PrepareManager.clear = lambda kept: False  # type: ignore[method-assign]
    PrepareManager._should_discard = discards  # type: ignore[method-assign]
