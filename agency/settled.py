"""A process that serves for long: what it was loaded with stays, and no search for garbage looks at it again."""

import gc


def settle() -> None:
    """Leave all that there is now out of the collector's sight.

    A whole collection would look at half a million objects that are never garbage, in the middle of somebody's page.
    """
    gc.collect()
    gc.freeze()
